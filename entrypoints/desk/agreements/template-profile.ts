/** What a template's field takes. eUgoda cannot be asked for a template's fields: the user describes them. */
export type FieldType = 'text' | 'date' | 'number' | 'choice';

export interface TemplateField {
  /** The name the service expects in `data`. */
  readonly key: string;
  /** What the form shows; empty: the key. */
  readonly label: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Sent, and kept nowhere: neither for the next form nor in a name (names, passports, pay). */
  readonly personal: boolean;
  readonly choices: readonly string[];
}

export interface TemplateProfile {
  readonly id: string;
  readonly label: string;
  readonly templateId: string;
  /** The agreement's name; `{key}` stands for a field's value. */
  readonly name: string;
  readonly fields: readonly TemplateField[];
}

export type FieldProblem = 'required' | 'not-a-date' | 'not-a-number' | 'not-a-choice' | 'too-long';
export type ProfileProblem =
  | 'label'
  | 'template-id'
  | 'no-fields'
  | 'field-key'
  | 'field-twice'
  | 'no-choices';
export type FieldValues = Readonly<Record<string, string>>;

const LONGEST_VALUE = 2000;

/** What stands in the way of sending; an empty object means nothing does. */
export function checkValues(profile: TemplateProfile, values: FieldValues): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {};
  for (const field of profile.fields) {
    const problem = checkValue(field, typed(field, values));
    if (problem) problems[field.key] = problem;
  }
  return problems;
}

function checkValue(field: TemplateField, value: string): FieldProblem | null {
  if (value === '') return field.required ? 'required' : null;
  if (value.length > LONGEST_VALUE) return 'too-long';
  if (field.type === 'date' && !isDate(value)) return 'not-a-date';
  if (field.type === 'number' && parseNumber(value) === null) return 'not-a-number';
  if (field.type === 'choice' && !field.choices.includes(value)) return 'not-a-choice';
  return null;
}

/** The `data` of the request: texts, ISO dates and numbers. Fields left empty are not sent. Call after `checkValues`. */
export function buildData(profile: TemplateProfile, values: FieldValues): Record<string, string | number> {
  const data: Record<string, string | number> = {};
  for (const field of profile.fields) {
    const value = typed(field, values);
    if (value !== '') data[field.key] = field.type === 'number' ? (parseNumber(value) ?? value) : value;
  }
  return data;
}

/** Stands in a name that is kept for what is personal. */
const LEFT_OUT = '•••';

/**
 * The agreement's name with the values filled in, and the same without the personal ones: the service gets the first, our
 * own list keeps the second. Stray separators of empty fields are trimmed away; a name that says nothing is the
 * description's own.
 */
export function buildName(profile: TemplateProfile, values: FieldValues): { name: string; keptName: string } {
  const fill = (worded: (field: TemplateField) => string): string => {
    const filled = profile.name.replace(/\{([^{}]+)\}/g, (whole, key: string) => {
      const field = profile.fields.find(one => one.key === key);
      return field ? worded(field) : whole;
    });
    const clean = filled.replace(/\s+/g, ' ').replace(/^[\s–—-]+|[\s–—-]+$/g, '');
    return /[\p{L}\p{N}]/u.test(clean) ? clean : profile.label;
  };
  return {
    name: fill(field => typed(field, values)),
    keptName: fill(field => {
      const value = typed(field, values);
      return isPersonal(field) && value ? LEFT_OUT : value;
    }),
  };
}

/** What is sent is what stands in the name: an answer that repeats either is known by it. A choice is as it was described. */
function typed(field: TemplateField, values: FieldValues): string {
  const value = (values[field.key] ?? '').trim();
  return field.type === 'choice' ? value : value.replace(/\s+/g, ' ');
}

/** One that does not say so is: a description from elsewhere. */
const isPersonal = (field: TemplateField): boolean => field.personal !== false;

/** What may be kept for the next agreement. */
export function withoutPersonal(profile: TemplateProfile, values: FieldValues): Record<string, string> {
  const kept = profile.fields.filter(field => !isPersonal(field) && values[field.key]);
  return Object.fromEntries(kept.map(field => [field.key, values[field.key] ?? '']));
}

export function checkProfile(profile: TemplateProfile): ProfileProblem | null {
  if (!profile.label.trim()) return 'label';
  if (!profile.templateId.trim()) return 'template-id';
  if (profile.fields.length === 0) return 'no-fields';
  const keys = profile.fields.map(field => field.key.trim());
  if (keys.some(key => !key || key === '__proto__')) return 'field-key';
  if (new Set(keys).size !== keys.length) return 'field-twice';
  if (profile.fields.some(field => field.type === 'choice' && field.choices.length === 0))
    return 'no-choices';
  return null;
}

/** "5 000,50" as people type it; null when it is no number. */
export function parseNumber(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : null;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
