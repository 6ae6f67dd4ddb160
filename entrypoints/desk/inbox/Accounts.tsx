import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { DidoxAccount } from '../../../lib/messages/views/account.ts';
import { routeHash } from '../route.ts';
import { AccountRow } from './AccountRow.tsx';

/** The companies (and persons) that the keys stand for. Folded away once somebody is signed in and at work. */
export function Accounts(props: { accounts: readonly DidoxAccount[]; onStarted: (jobId: string) => void }) {
  const { t } = useTranslator();
  const { accounts, onStarted } = props;
  if (accounts.length === 0)
    return (
      <EmptyState icon="building" title={t('desk.inbox.no-accounts')} hint={t('desk.inbox.no-accounts.hint')}>
        <a class="button" href={routeHash({ section: 'health' })}>
          {t('desk.nav.health')}
        </a>
      </EmptyState>
    );
  const isIn = (account: DidoxAccount) => account.tokenUntil !== null;
  const signedIn = accounts.filter(isIn).length;
  // A person who has just signed in usually came for one of his companies.
  const mayEnter = ({ relatedCompanies }: DidoxAccount) =>
    relatedCompanies.length > 0 &&
    !accounts.some(account => isIn(account) && relatedCompanies.some(({ tin }) => tin === account.tin));
  return (
    <div class="panel accounts">
      <Disclosure
        summary={t('desk.inbox.accounts', { n: accounts.length, signedIn })}
        open={signedIn === 0 || accounts.some(mayEnter)}
      >
        <ul class="things">
          {accounts.map(account => (
            <li key={account.keyId ?? account.owner}>
              <AccountRow account={account} onStarted={onStarted} />
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
