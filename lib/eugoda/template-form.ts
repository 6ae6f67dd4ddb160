import type { TemplateData } from './requests.ts';
import type { TemplateField, TemplateProfile } from './templates.ts';

export type FieldProblemCode =
  | 'missing'
  | 'not-a-date'
  | 'not-a-number'
  | 'not-a-choice'
  | 'too-long'
  /** Control characters or broken text. */
  | 'not-text';

export type FormReading =
  | { readonly ok: true; readonly data: TemplateData; readonly documentName: string }
  | {
      readonly ok: false;
      readonly problems: readonly { readonly key: string; readonly code: FieldProblemCode }[];
    };

/** What was typed, by field key. */
export type FormValues = Readonly<Record<string, string>>;

const longestText = 2000;

/** Checks a filled form and gives the `data` object as the demo page has it: texts, ISO dates, numbers. */
export function readForm(profile: TemplateProfile, values: FormValues): FormReading {
  const problems: { key: string; code: FieldProblemCode }[] = [];
  const data: Record<string, string | number> = {};
  for (const field of profile.fields) {
    const typed = (Object.hasOwn(values, field.key) ? values[field.key]! : '').trim();
    if (typed === '') {
      if (field.required) problems.push({ key: field.key, code: 'missing' });
      continue;
    }
    const read = readField(field, typed);
    if ('code' in read) problems.push({ key: field.key, code: read.code });
    else data[field.key] = read.value;
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, data, documentName: documentNameOf(profile, data) };
}

/** What may be filled in again next time: everything that is not personal. */
export function rememberedValues(profile: TemplateProfile, values: FormValues): FormValues {
  const kept = profile.fields.filter(field => !field.personal && Object.hasOwn(values, field.key));
  return Object.fromEntries(kept.map(field => [field.key, values[field.key]!]));
}

function documentNameOf(profile: TemplateProfile, data: TemplateData): string {
  const filled = profile.documentName.replace(/\{([^{}]+)\}/g, (_, key: string) =>
    String(Object.hasOwn(data, key) ? data[key] : ''),
  );
  return filled.replace(/\s+/g, ' ').trim().slice(0, 300) || profile.name;
}

function readField(
  field: TemplateField,
  typed: string,
): { readonly value: string | number } | { readonly code: FieldProblemCode } {
  switch (field.type) {
    case 'text':
      if (typed.length > longestText) return { code: 'too-long' };
      return isPlainText(typed) ? { value: typed.normalize('NFC') } : { code: 'not-text' };
    case 'choice':
      return field.options.includes(typed) ? { value: typed } : { code: 'not-a-choice' };
    case 'number':
      return readNumber(typed);
    case 'date':
      return readDate(typed);
  }
}

/** "5000", "5 000,50", "-1.5". Both a comma and a point are refused: nobody knows which one parts the fraction. */
function readNumber(typed: string): { value: number } | { code: FieldProblemCode } {
  const plain = typed.replace(/[\s\u00a0\u202f]+/g, '').replace(',', '.');
  const value = Number(plain);
  if (!/^[+-]?\d{1,15}(?:\.\d{1,10})?$/.test(plain) || !Number.isFinite(value))
    return { code: 'not-a-number' };
  return { value };
}

/** YYYY-MM-DD (a date field's own form) or dd.mm.yyyy; days that do not exist are refused. */
function readDate(typed: string): { value: string } | { code: FieldProblemCode } {
  const dotted = /^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(typed);
  const iso = dotted ? `${dotted[3]}-${dotted[2]!.padStart(2, '0')}-${dotted[1]!.padStart(2, '0')}` : typed;
  const moment = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  const exists = !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(iso);
  return exists ? { value: iso } : { code: 'not-a-date' };
}

function isPlainText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused; line breaks and tabs are fine
  return text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
}
