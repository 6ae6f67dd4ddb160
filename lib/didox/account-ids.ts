import type { Account } from './session.ts';

/** Every number by which documents may name an account: companies have one, persons a PINFL and a personal TIN (uid). */
export function idsOf(account: Pick<Account, 'owner' | 'taxId'> | null): readonly string[] {
  if (!account) return [];
  return [...new Set([account.taxId, account.owner.slice(account.owner.indexOf(':') + 1)])].filter(Boolean);
}
