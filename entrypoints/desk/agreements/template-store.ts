import { type TemplateField, type TemplateProfile, withoutPersonal } from './template-profile.ts';

/** What the forms remember: the user's descriptions of templates, and the last values that are not personal. */
export interface TemplateMemory {
  readonly profiles: readonly TemplateProfile[];
  readonly remembered: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const KEY = 'imzochi.templates';
const EMPTY: TemplateMemory = { profiles: [], remembered: {} };

/** The part of `localStorage` that is used; the extension's own origin, so no page can read it. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Reads what was remembered; what cannot be read any more counts as nothing rather than stopping the section. */
export function readTemplates(storage: TextStorage): TemplateMemory {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return EMPTY;
    const { profiles, remembered } = stored as Partial<Record<keyof TemplateMemory, unknown>>;
    return {
      profiles: Array.isArray(profiles) ? profiles.filter(isProfile) : [],
      remembered:
        typeof remembered === 'object' && remembered !== null
          ? (remembered as TemplateMemory['remembered'])
          : {},
    };
  } catch {
    return EMPTY;
  }
}

export function writeTemplates(storage: TextStorage, memory: TemplateMemory): void {
  storage.setItem(KEY, JSON.stringify(memory));
}

/** What was remembered of a field that is personal now is forgotten. */
export function putProfile(memory: TemplateMemory, profile: TemplateProfile): TemplateMemory {
  const others = memory.profiles.filter(other => other.id !== profile.id);
  return {
    profiles: [...others, profile].sort((a, b) => a.label.localeCompare(b.label)),
    remembered: {
      ...memory.remembered,
      [profile.id]: withoutPersonal(profile, memory.remembered[profile.id] ?? {}),
    },
  };
}

export function dropProfile(memory: TemplateMemory, id: string): TemplateMemory {
  const { [id]: _gone, ...remembered } = memory.remembered;
  return { profiles: memory.profiles.filter(profile => profile.id !== id), remembered };
}

function isProfile(value: unknown): value is TemplateProfile {
  const profile = value as TemplateProfile | null;
  return (
    typeof profile?.id === 'string' &&
    typeof profile.label === 'string' &&
    typeof profile.templateId === 'string' &&
    typeof profile.name === 'string' &&
    Array.isArray(profile.fields) &&
    profile.fields.every(isField)
  );
}

function isField(value: unknown): value is TemplateField {
  const field = value as TemplateField | null;
  return (
    typeof field?.key === 'string' &&
    typeof field.label === 'string' &&
    ['text', 'date', 'number', 'choice'].includes(field.type) &&
    Array.isArray(field.choices)
  );
}
