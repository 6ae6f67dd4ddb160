import { identities, identityOfTin } from '../../pki/index.ts';
import type { Identity } from '../../pki/types.ts';
import { FIRST_OF_TWO_TIN, SECOND_OF_TWO_TIN } from './known-ids.ts';

const everyone: readonly Identity[] = [...identities.values()];

/** The key of a company, by its TIN; null for those who have none in the sandbox. */
export function identityOf(taxId: string): Identity | null {
  return (
    everyone.find(identity => identity.tin === taxId) ??
    everyone.find(({ tin, pinfl, uid }) => tin === null && (pinfl === taxId || uid === taxId)) ??
    null
  );
}

/** Everybody else with a key: companies without documents here, but registered. Makes the many keys at first use. */
export function otherIdentityOf(tin: string): Identity | null {
  return identityOf(tin) ?? (/^\d{9}$/.test(tin) ? identityOfTin(tin) : null);
}

/** The natural person who may enter both companies: the one with the director's PINFL, else the first. */
export function personOfTwo(): Identity | null {
  const directors = everyone.filter(({ tin }) => tin === FIRST_OF_TWO_TIN || tin === SECOND_OF_TWO_TIN);
  const persons = everyone.filter(({ tin }) => tin === null);
  return persons.find(({ pinfl }) => directors.some(d => d.pinfl === pinfl)) ?? persons[0] ?? null;
}
