import * as z from 'zod/mini';

/**
 * What Didox answers, as far as we read it. Unknown keys are ignored; a missing or strange optional field never stops
 * a document. docs: Didox API and web app facts, sections 2 to 4.
 */

const text = z.union([z.string(), z.number()]);
const looseText = z.nullish(text);

export const LoginAnswer = z.object({
  token: z.string().check(z.minLength(8)),
  /** Element shapes are unverified [1]: `roles` or `permissions`. */
  related_companies: z.nullish(
    z.array(
      z.object({
        tin: text,
        name: z.nullish(z.string()),
        roles: z.nullish(z.array(z.number())),
        permissions: z.nullish(z.array(z.number())),
      }),
    ),
  ),
  related_branches: z.nullish(z.array(z.unknown())),
});

export const CompanyLoginAnswer = z.object({
  token: z.string().check(z.minLength(8)),
  permissions: z.nullish(z.object({ tin: z.nullish(text), roles: z.nullish(z.array(z.number())) })),
});

export const TimestampAnswer = z.object({
  timeStampTokenB64: z.nullish(z.string()),
  success: z.nullish(z.boolean()),
  isAttachedPkcs7: z.nullish(z.boolean()),
  reason: z.nullish(z.string()),
});

export const JoinAnswer = z.object({ pkcs7B64: z.string().check(z.minLength(1)) });

export const DocumentAnswer = z.object({
  data: z.object({
    json: z.optional(z.unknown()),
    document: z.object({
      doc_id: z.nullish(z.string()),
      name: looseText,
      doctype: looseText,
      status: z.nullish(z.number()),
      doc_status: z.nullish(z.number()),
      owner: z.nullish(z.number()),
      status_comment: z.nullish(z.string()),
    }),
    toSign: z.nullish(z.string()),
  }),
});

export const ToSignAnswer = z.object({ data: z.optional(z.unknown()) });

export const SignAnswer = z.object({
  data: z.optional(z.unknown()),
  warningDetails: z.nullish(
    z.object({ id: looseText, title: looseText, message: looseText, description: looseText }),
  ),
});

export const ListRow = z.object({
  doc_id: z.string(),
  name: looseText,
  doc_date: z.nullish(z.string()),
  doc_status: z.nullish(z.number()),
  doctype: looseText,
  owner: z.nullish(z.number()),
  partnerTin: looseText,
  partnerPinfl: looseText,
  partnerCompany: z.nullish(z.string()),
  contract_number: looseText,
  total_sum: z.nullish(z.number()),
  total_delivery_sum_with_vat: z.nullish(z.number()),
  updated_unix: z.nullish(z.number()),
  status_comment: z.nullish(z.string()),
});
export type ListRow = z.infer<typeof ListRow>;

/** Rows are read one by one, so that one strange row does not hide the others. */
export const ListAnswer = z.object({ data: z.array(z.unknown()), total: z.nullish(z.number()) });

export const ProfileAnswer = z.object({ offerSigned: z.nullish(z.union([z.number(), z.boolean()])) });

export const OfferCreated = z.object({
  document_json: z.optional(z.unknown()),
  _id: z.nullish(z.string()),
  data: z.optional(z.unknown()),
});
