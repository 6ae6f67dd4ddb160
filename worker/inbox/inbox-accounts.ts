import type { Account } from '../../lib/didox/session.ts';
import type { DidoxAccount } from '../../lib/messages/views/account.ts';
import type { KeyGroup, KeyView } from '../../lib/messages/views/keys.ts';
import { TOKENS, usable } from '../keys/key-view.ts';

/** Who is signed in, who could be with the keys at hand, and devices that have to be asked whose they are. */
export function accountsView(
  accounts: readonly Account[],
  groups: readonly KeyGroup[],
): readonly DidoxAccount[] {
  const able = groups.filter(group => group.owner !== TOKENS && group.keys.some(usable));
  const hasKey = (owner: string | null) => able.some(group => group.owner === owner);
  const nameless = groups.find(group => group.owner === TOKENS)?.keys ?? [];
  return [
    ...accounts.map(
      (account): DidoxAccount => ({
        owner: account.owner,
        keyId: null,
        title: account.title,
        tin: account.taxId,
        tokenUntil: account.until,
        relatedCompanies: account.relatedCompanies,
        branches: account.branches,
        hasKey: hasKey(account.owner) || hasKey(account.via),
      }),
    ),
    ...able
      .filter(group => !accounts.some(account => account.owner === group.owner))
      .map(group => notSignedIn({ owner: group.owner, title: group.title, tin: group.tin ?? '' })),
    ...nameless.map(deviceAccount),
  ];
}

function deviceAccount({ id, holder }: KeyView): DidoxAccount {
  return notSignedIn({ owner: TOKENS, keyId: id, title: holder });
}

function notSignedIn(about: Partial<DidoxAccount> & { owner: string; title: string }): DidoxAccount {
  return {
    keyId: null,
    tin: '',
    tokenUntil: null,
    relatedCompanies: [],
    branches: [],
    hasKey: true,
    ...about,
  };
}
