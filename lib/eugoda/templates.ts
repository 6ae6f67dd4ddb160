import * as z from 'zod/mini';

/**
 * A template profile: what the user knows of a template the service keeps (the API can neither list nor
 * describe templates). `key` is the service's parameter name, `label` what the form shows (the key when absent).
 */
const common = {
  key: z.string().check(
    z.regex(/^[\p{L}_$][\p{L}\p{N}_.$-]{0,63}$/u),
    z.refine(key => key !== '__proto__'),
  ),
  label: z.optional(z.string().check(z.maxLength(120))),
  required: z.boolean(),
  /** Personal data: sent, then forgotten; never remembered for the next form. */
  personal: z.boolean(),
};

const fieldSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('text') }),
  z.object({ ...common, type: z.literal('date') }),
  z.object({ ...common, type: z.literal('number') }),
  z.object({ ...common, type: z.literal('choice'), options: z.array(z.string()).check(z.minLength(1)) }),
]);
export type TemplateField = z.infer<typeof fieldSchema>;

export const templateProfileSchema = z.object({
  v: z.literal(1),
  id: z.string().check(z.minLength(1)),
  /** Issued by eUgoda; number or text, as it was given. */
  templateId: z.union([z.string().check(z.minLength(1)), z.int()]),
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  /** Name of a contract made with it; `{key}` stands for a field's value. */
  documentName: z.string().check(z.minLength(1), z.maxLength(300)),
  fields: z.array(fieldSchema).check(
    z.maxLength(100),
    z.refine(list => new Set(list.map(one => one.key)).size === list.length),
  ),
});
export type TemplateProfile = z.infer<typeof templateProfileSchema>;

/** A stored or imported profile, or null when it is none. */
export function readTemplateProfile(stored: unknown): TemplateProfile | null {
  const result = templateProfileSchema.safeParse(stored);
  return result.success ? result.data : null;
}

/** The worked example: the contract of eUgoda's demo page (section 1.2), to be copied and changed. */
export const exampleProfile: TemplateProfile = {
  v: 1,
  id: 'example',
  templateId: 'contract-1',
  name: 'Umbrella',
  documentName: '{name} - Контракт',
  fields: [
    { key: 'name', type: 'text', required: true, personal: true },
    { key: 'number', type: 'text', required: true, personal: false },
    { key: 'passportNo', type: 'text', required: true, personal: true },
    { key: 'passportDate', type: 'date', required: true, personal: true },
    { key: 'issuer', type: 'text', required: true, personal: true },
    { key: 'city', type: 'text', required: true, personal: false },
    { key: 'date', type: 'date', required: true, personal: false },
    { key: 'salary', type: 'number', required: true, personal: true },
  ],
};
