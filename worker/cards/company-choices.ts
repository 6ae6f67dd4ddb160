import type { Account } from '../../lib/didox/session.ts';
import type { KeyGroup } from '../../lib/messages/views/keys.ts';
import type { KeyChoice } from './card-state.ts';

/**
 * The companies that somebody at hand can enter and that have no key of their own here: those whose token has ended, and
 * those the service named to the person; once for each person. Of the latter only the ones that stand on the page, where
 * any does: one person may act for a hundred.
 */
export function companyChoices(
  known: readonly Account[],
  live: readonly Account[],
  groups: readonly KeyGroup[],
  taxIds: readonly string[],
): KeyChoice[] {
  const lapsed = known.filter(account => !live.some(({ owner }) => owner === account.owner));
  const entered = lapsed.flatMap(({ via, taxId, title, branch }) =>
    via ? [{ person: via, tin: taxId, name: title, branch: branch ?? undefined }] : [],
  );
  const related = known.flatMap(({ owner, relatedCompanies }) =>
    relatedCompanies.map(({ tin, name }) => ({ person: owner, tin, name, branch: undefined })),
  );
  const named = related.filter(({ tin }) => taxIds.includes(tin));
  const choices = new Map<string, KeyChoice>();
  for (const { person, tin, name, branch } of [...entered, ...(named.length > 0 ? named : related)]) {
    const id = `${person}>tin:${tin}`;
    const who = [...live, ...groups].find(({ owner }) => owner === person);
    if (!who || choices.has(id) || [...live, ...groups].some(({ owner }) => owner === `tin:${tin}`)) continue;
    choices.set(id, { id, owner: person, label: `${name} · ${who.title}`, company: tin, branch });
  }
  return [...choices.values()];
}
