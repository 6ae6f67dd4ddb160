import type { Account } from '../lib/didox/session.ts';
import type { KeyView } from '../lib/messages/views.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { type KeyRing, ownerOf, viewOf } from './key-ring.ts';

type Signers = Awaited<ReturnType<KeyRing['forOwner']>>;
type Whose = Pick<Account, 'owner' | 'via'>;

/**
 * The keys that can sign for an account: the company's own; where there is none, and a person's token opened the
 * company, that person's.
 */
export async function signersFor(keys: Pick<KeyRing, 'forOwner'>, account: Whose): Promise<Signers> {
  const own = await keys.forOwner(account.owner);
  if (!account.via || own.unusable?.code !== 'no-key-for-company') return own;
  const person = await keys.forOwner(account.via);
  return person.unusable ? own : person;
}

/** Whether a key of this owner may sign for the account; hardware tokens tell their owner only in the signature. */
export function maySign(owner: string, account: Whose): boolean {
  return owner === account.owner || owner === account.via || owner === 'token';
}

/**
 * The key that signs: the one that was named, and no other in its place; or, when none was, the settled or first one.
 * Throws `no-key-for-company`, or why the company's keys cannot be used.
 */
export async function pickSigner(
  keys: Pick<KeyRing, 'forOwner' | 'find'>,
  account: Whose,
  keyId: string | undefined,
  now: number,
): Promise<KeyView> {
  if (keyId !== undefined) {
    const key = await keys.find(keyId);
    if (!maySign(ownerOf(key), account)) throw new FlowError(failure('no-key-for-company'));
    return viewOf(keyId, key, now);
  }
  const { candidates, settled, unusable } = await signersFor(keys, account);
  const key = settled ?? candidates[0];
  if (!key) throw new FlowError(unusable ?? failure('no-key-for-company'));
  return key;
}
