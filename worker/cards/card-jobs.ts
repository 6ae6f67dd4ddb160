import { sha256Hex } from '../../lib/bytes/sha256.ts';
import { jobActionOf, type PreparedDocument } from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import { type DidoxTarget, subjectOf } from '../../lib/didox/target.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import { goesOnWithoutSigning, isOvertaken } from '../../lib/signing/reusable.ts';
import type { CardState, DocumentCard, KeyChoice } from './card-state.ts';

/** What of all jobs a card speaks of. */

type Offered = Pick<Extract<CardState, { kind: 'sign-in' }>, 'choices' | 'server'>;

export function subjectShown(state: CardState): string | null {
  if (state.kind !== 'document') return null;
  const { account, prepared, server } = state;
  return subjectOf({
    service: 'didox',
    server,
    owner: account.owner,
    taxId: account.taxId,
    documentId: prepared.document.documentId,
    outgoing: prepared.document.outgoing,
  });
}

/**
 * Whether an ended job is about what the card shows: the very bytes, not those of before a correction. That the document
 * was overtaken is told all the same.
 */
export async function isAboutWhatIsShown(job: JobRecord, prepared: PreparedDocument): Promise<boolean> {
  const signs = job.action === 'didox-sign' || job.action === 'didox-accept';
  if (job.open === 1 || job.state.step === 'done' || !signs || isOvertaken(job)) return true;
  // Nothing more to sign, and it is not known whether that is our doing: going on with the job tells.
  if (prepared.content === null) return isUnclear(job);
  return (await sha256Hex(prepared.content.bytes)) === job.sha256;
}

/** Whether "Try again" goes on with a job without another signature. Anything else is signed anew, by its own button. */
export function goesOn(job: JobRecord, prepared: PreparedDocument): boolean {
  const unclear = isUnclear(job);
  return goesOnWithoutSigning(job) && (unclear || job.action === jobActionOf(prepared.action));
}

/** What the button of a job is called. */
export function actionOf(job: JobRecord): CardActionId {
  return job.action.replace('didox-', '') as CardActionId;
}

/** Which job, and how far it was, when a card was last drawn. */
export function seenAs(job: JobRecord): string {
  return `${job.id} ${job.state.step}`;
}

/** Whether a job is the sign-in that a card offers: on its server, as one of those it names. */
export function isSignInAt({ choices, server }: Offered, job: JobRecord): boolean {
  return isSignInOn(server, job) && choices.some(choice => isBy(choice, job));
}

/** Of several that one sign-in is for, the one whose company it enters. */
export function choiceOf(job: JobRecord, choices: readonly KeyChoice[]): KeyChoice | undefined {
  const own = choices.filter(choice => isBy(choice, job));
  const { company } = targetIn(job);
  return own.find(choice => choice.company === company) ?? own[0];
}

/** A token is chosen before its owner is known: then the key itself tells. */
const isBy = (choice: KeyChoice, job: JobRecord) =>
  choice.owner === targetIn(job).owner || choice.id === job.signer?.keyId;

/** The account that is there when a choice has signed in. */
export function opens({ owner, company }: KeyChoice): string {
  return company ? `tin:${company}` : owner;
}

/** Whether a job signs in the company a document belongs to, or the person who opened it. */
export function signsIn(
  job: JobRecord,
  { account, server }: Pick<DocumentCard, 'account' | 'server'>,
): boolean {
  const { owner } = targetIn(job);
  return isSignInOn(server, job) && owner !== undefined && (owner === account.owner || owner === account.via);
}

/** Signing in on one server says nothing of another, and is no card's of that other. */
const isSignInOn = (server: DidoxServer, job: JobRecord) =>
  job.action === 'didox-sign-in' && targetIn(job).server === server;

const targetIn = (job: JobRecord) => (job.target ?? {}) as Partial<DidoxTarget>;
