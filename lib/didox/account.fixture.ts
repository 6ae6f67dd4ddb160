import type { Account } from './session.ts';

/** An account as the session keeps it, signed in until then, with nothing special about it. */
export const accountOf = (owner: string, until: number, more: Partial<Account> = {}): Account => ({
  owner,
  taxId: owner.slice(owner.indexOf(':') + 1),
  title: owner,
  until,
  relatedCompanies: [],
  branches: [],
  via: null,
  branch: null,
  roles: null,
  ...more,
});
