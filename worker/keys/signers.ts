import type { Account } from '../../lib/didox/session.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { KeyRing } from './key-ring.ts';
import { TOKENS, timeFailure, usable } from './key-view.ts';

type Whose = Pick<Account, 'owner' | 'via'>;
/** `whose`: the owner these keys belong to, under whom a choice among them is remembered. */
export type Signers = Awaited<ReturnType<KeyRing['forOwner']>> & { readonly whose: string };

/**
 * The keys that can sign for an account: the company's own; where there is none, and a person's token opened the
 * company, that person's.
 */
export async function signersFor(keys: Pick<KeyRing, 'forOwner'>, account: Whose): Promise<Signers> {
  const own = { ...(await keys.forOwner(account.owner)), whose: account.owner };
  if (!account.via || own.unusable?.code !== 'no-key-for-company') return own;
  const person = { ...(await keys.forOwner(account.via)), whose: account.via };
  return person.unusable ? own : person;
}

/** The same without waiting for the module: null while its keys have not been listed. */
export async function signersKnown(
  keys: Pick<KeyRing, 'forOwner' | 'view'>,
  account: Whose,
): Promise<Signers | null> {
  const { listedAt } = await keys.view(false);
  return listedAt === null ? null : signersFor(keys, account);
}

/** Whether a key of this owner may sign for the account; a token that was not asked tells only in the signature. */
export function maySign(owner: string, account: Whose): boolean {
  return owner === account.owner || owner === account.via || owner === TOKENS;
}

/**
 * The key that signs without a question. Throws `several-keys` when somebody has to choose (be it that the only one may
 * not be the right one), or why there is none.
 */
export function settledSigner({ settled, candidates, unusable }: Omit<Signers, 'whose'>): KeyView {
  if (settled) return settled;
  throw new FlowError(unusable ?? failure(candidates.length > 0 ? 'several-keys' : 'no-key-for-company'));
}

/**
 * The key that signs: the one that was named, and no other in its place; or, when none was, the settled one. Throws
 * `several-keys`, `no-key-for-company`, or why the company's keys cannot be used.
 */
export async function pickSigner(
  keys: Pick<KeyRing, 'forOwner' | 'viewById'>,
  account: Whose,
  keyId: string | undefined,
): Promise<KeyView> {
  if (keyId === undefined) return settledSigner(await signersFor(keys, account));
  const { owner, key } = await keys.viewById(keyId);
  if (!maySign(owner, account)) throw new FlowError(failure('no-key-for-company'));
  return inTime(key);
}

/** The key, unless it is past its time or before it: then nobody is asked for its password. */
export function inTime(key: KeyView): KeyView {
  if (!usable(key)) throw new FlowError(timeFailure(key));
  return key;
}
