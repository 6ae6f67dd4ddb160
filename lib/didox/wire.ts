import * as z from 'zod/mini';

/**
 * What Didox answers, as far as we insist on it: the keys without which nothing can be done. Everything optional is
 * read loosely (loose.ts).
 */

const token = z.string().check(z.minLength(8));

export const LoginAnswer = z.object({
  token,
  related_companies: z.optional(z.unknown()),
  related_branches: z.optional(z.unknown()),
});

export const CompanyLoginAnswer = z.object({ token, permissions: z.optional(z.unknown()) });

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
    document: z.record(z.string(), z.unknown()),
    toSign: z.optional(z.unknown()),
  }),
});

/** Rows are read one by one, so that one strange row does not hide the others. */
export const ListAnswer = z.object({
  data: z.array(z.unknown()),
  total: z.optional(z.unknown()),
  next_page_url: z.optional(z.unknown()),
});
