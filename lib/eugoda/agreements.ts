import * as z from 'zod/mini';
import type { EugodaErrorCode, EugodaProblem } from './errors.ts';
import { isApplicationId, isExternalId } from './mac.ts';
import type { EugodaCallName } from './requests.ts';

/** What was registered. Of a template contract only names and a digest: never its data. */
const subjectSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('file'),
    fileName: z.string(),
    size: z.number(),
    /** Lower-case hex over the file's bytes. */
    sha256: z.string(),
  }),
  z.object({
    from: z.literal('template'),
    templateId: z.union([z.string(), z.number()]),
    profileName: z.string(),
    documentName: z.string(),
    /** See `templateDigest`. */
    dataSha256: z.string(),
  }),
  /** Registered by somebody else and taken over from a page. */
  z.object({ from: z.literal('page'), host: z.string() }),
]);
export type AgreementSubject = z.infer<typeof subjectSchema>;

const problemSchema = z.object({
  code: z.custom<EugodaErrorCode>(value => typeof value === 'string'),
  call: z.custom<EugodaCallName>(value => typeof value === 'string'),
  status: z.nullable(z.number()),
  words: z.nullable(z.string()),
  skewSeconds: z.nullable(z.number()),
  mayHaveHappened: z.boolean(),
  port: z.number(),
});

/** One delivery, whole or not. A second fetch adds another, so that it cannot spoil the first. */
const archiveSchema = z.object({
  archiveId: z.string(),
  startedAt: z.number(),
  fileName: z.string(),
  size: z.number(),
  /** False while bytes are coming and after an interruption: what was delivered is kept either way. */
  complete: z.boolean(),
});
export type AgreementArchive = z.infer<typeof archiveSchema>;

const base = {
  v: z.literal(1),
  externalId: z.string().check(z.refine(isExternalId)),
  applicationId: z.string().check(z.refine(isApplicationId)),
  /** Of one that a page showed: the application has answered for it. */
  owned: z.optional(z.boolean()),
  createdAt: z.number(),
  changedAt: z.number(),
  subject: subjectSchema,
  /** Null: nobody here knows what whoever registered it asked for. */
  removeOnCompleted: z.nullable(z.boolean()),
  expectedSignatures: z.number(),
  /** Seconds. */
  lifetime: z.number(),
  /** eUgoda's own id, once an answer gave one. */
  eugodaId: z.nullable(z.string()),
  /** The newest raw answers, redacted, newest last. */
  answers: z.array(z.object({ at: z.number(), call: z.string(), raw: z.string() })),
  archives: z.array(archiveSchema),
  /** Of the last call that did not work; null after one that did. */
  problem: z.nullable(problemSchema),
};

/** `link` is null when the registration was accepted but its answer not understood: share gives a link. */
const linkFields = {
  link: z.nullable(z.string()),
  until: z.nullable(z.number()),
  untilComputed: z.boolean(),
};

/**
 * registering: written before the request goes out. ambiguous: it may exist; share tells. failed: it does not.
 * fetched: at least one byte of an archive was delivered (the archive says whether all). forgotten: a tombstone
 * without names, links or answers, so that a late answer brings nothing back.
 */
export const agreementSchema = z.discriminatedUnion('state', [
  z.object({ ...base, state: z.literal('registering') }),
  z.object({ ...base, ...linkFields, state: z.literal('active') }),
  z.object({ ...base, ...linkFields, state: z.literal('expired') }),
  z.object({ ...base, state: z.literal('ambiguous') }),
  z.object({ ...base, ...linkFields, state: z.literal('fetched') }),
  z.object({ ...base, state: z.literal('failed') }),
  z.object({ ...base, state: z.literal('forgotten') }),
]);

/** Times are milliseconds since 1970. */
export type Agreement = z.infer<typeof agreementSchema>;
export type AgreementStateName = Agreement['state'];

/** A stored agreement, or null when the record is not one (the caller names it as damaged and keeps it). */
export function readAgreement(stored: unknown): Agreement | null {
  const result = agreementSchema.safeParse(stored);
  return result.success ? result.data : null;
}

/** What the subject is called in a list. */
export function agreementName({ subject, externalId }: Agreement): string {
  if (subject.from === 'file') return subject.fileName;
  return subject.from === 'template' ? subject.documentName : externalId;
}

/**
 * The delivery to show: the newest whole one, else the longest part. What came as bare text may be a refusal in words that
 * nobody foresaw; it hides no archive that came before.
 */
export function bestArchive(agreement: Agreement): AgreementArchive | null {
  const whole = agreement.archives.filter(archive => archive.complete);
  const best = whole.findLast(({ fileName }) => !/\.(?:json|txt|html?)$/i.test(fileName)) ?? whole.at(-1);
  if (best !== undefined) return best;
  return agreement.archives.toSorted((a, b) => b.size - a.size)[0] ?? null;
}

// The schema must stay able to hold every problem.
type Assert<T extends true> = T;
export type ProblemFits = Assert<EugodaProblem extends NonNullable<Agreement['problem']> ? true : false>;
