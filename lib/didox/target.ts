import * as z from 'zod/mini';
import { SERVER_NAMES } from './servers.ts';
import type { DocumentRef } from './service.ts';

/** What a Didox job's journal entry says about where it goes; checked whenever it is read back. */
export const DidoxTarget = z.object({
  service: z.literal('didox'),
  server: z.enum(SERVER_NAMES),
  owner: z.string(),
  /** The account's own TIN, or PINFL/uid of a person. */
  taxId: z.string(),
  documentId: z.string(),
  outgoing: z.boolean(),
  /** The reason of a reject, byte for byte as given to `tosign`. */
  comment: z.optional(z.string()),
  /** Company to enter after a person's sign-in, and its branch. */
  company: z.optional(z.string()),
  branch: z.optional(z.string()),
});
export type DidoxTarget = z.infer<typeof DidoxTarget>;

export function refOf(target: DidoxTarget): DocumentRef {
  return {
    server: target.server,
    owner: target.owner,
    documentId: target.documentId,
    outgoing: target.outgoing,
  };
}

/** One open job per document, whatever the action and however many ask. */
export function subjectOf(target: DidoxTarget): string {
  return `didox:${target.server}:${target.owner}:${target.documentId || 'account'}`;
}
