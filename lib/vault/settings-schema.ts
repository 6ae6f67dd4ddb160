import * as z from 'zod/mini';

/** '|' separates the parts of an eUgoda validation string, and nothing escapes it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const applicationId = z.string().check(z.regex(/^[^|\u0000-\u001f\u007f-\u009f]+$/), z.maxLength(128));
const shortText = z.string().check(z.maxLength(200));

/** One schema per setting: a damaged or refused one falls back alone, the others stay. */
export const settingSchemas = {
  didoxServer: z.enum(['production', 'test', 'old-test']),
  language: z.enum(['auto', 'en', 'ru', 'uk', 'uz-Latn', 'uz-Cyrl']),
  /** An authority that is not known stops the job, instead of being shown only. */
  strictTrust: z.boolean(),
  /** SHA-256 over the SubjectPublicKeyInfo (DER) of further roots, 64 lower-case hex digits each. */
  extraTrustAnchors: z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/))).check(z.maxLength(100)),
  /** Vendor's keys of E-IMZO, by domain, in addition to the published ones. They are no secrets: pages carry them. */
  apiKeys: z
    .array(
      z.object({
        domain: z.string().check(z.minLength(1), z.maxLength(253)),
        key: z.string().check(z.minLength(1), z.maxLength(512)),
      }),
    )
    .check(z.maxLength(100)),
  /** Which key signs for a company: tax number (TIN or PINFL) to the key's stable id. */
  chosenKeys: z.record(z.string().check(z.maxLength(32)), z.string().check(z.maxLength(512))),
  /** Without secrets: those are in the vault. The host is always eugoda.com. */
  eugodaApplications: z
    .array(
      z.object({
        id: applicationId,
        label: shortText,
        port: z.int().check(z.minimum(1), z.maximum(65_535)),
      }),
    )
    .check(
      z.maxLength(50),
      z.refine(list => new Set(list.map(one => one.id)).size === list.length),
    ),
  /** Minutes without use after which the vault locks itself. */
  lockAfterMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
  /** null: receipts are kept for good. */
  keepReceiptsMonths: z.nullable(z.int().check(z.minimum(1), z.maximum(600))),
  badge: z.boolean(),
  /** Looks for new incoming documents by an alarm; nothing runs at rest unless this is on. */
  watchInbox: z.boolean(),
} as const;

export type SettingName = keyof typeof settingSchemas;
export type Settings = { -readonly [Name in SettingName]: z.infer<(typeof settingSchemas)[Name]> };

export const settingNames = Object.keys(settingSchemas) as SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingSchemas, name);

export const defaultSettings: Readonly<Settings> = {
  didoxServer: 'production',
  language: 'auto',
  strictTrust: false,
  extraTrustAnchors: [],
  apiKeys: [],
  chosenKeys: {},
  eugodaApplications: [],
  lockAfterMinutes: 15,
  keepReceiptsMonths: null,
  badge: true,
  watchInbox: false,
};

/** Port of an application whose user did not name one (eUgoda's demo page, "Реєстрація документа"). */
export const defaultEugodaPort = 3000;

/** The value as the schema gives it, or null in a box when it does not fit. */
export function readSetting<Name extends SettingName>(
  name: Name,
  value: unknown,
): { readonly value: Settings[Name] } | null {
  const result = settingSchemas[name].safeParse(value);
  return result.success ? { value: result.data as Settings[Name] } : null;
}
