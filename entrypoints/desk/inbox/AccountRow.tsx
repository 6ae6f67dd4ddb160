import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { type Guarded, useConfirm } from '../../../components/hooks/use-confirm.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { DidoxAccount } from '../../../lib/messages/views/account.ts';
import { useServer } from '../shared/on-server.ts';

const PERSON = 'person:';

/** One company or person: signed in or not; a person's companies and their branches can be entered from here. */
export function AccountRow({
  account,
  onStarted,
}: {
  account: DidoxAccount;
  onStarted: (jobId: string) => void;
}) {
  const backend = useBackend();
  const server = useServer();
  const { t, time } = useTranslator();
  const signIn = useAction(async (company?: string, branch?: string) => {
    const request = {
      server,
      owner: account.owner,
      ...(account.keyId === null ? {} : { keyId: account.keyId }),
      company,
      branch: branch || undefined,
    };
    onStarted((await backend.request('didox/sign-in', request)).jobId);
  });
  // Signing in is a signature, too.
  const enter = useConfirm(
    JSON.stringify(account),
    (to: { company?: string; branch?: string }) => void signIn.run(to.company, to.branch),
  );
  const signOut = useAction(() => backend.request('didox/sign-out', { server, owner: account.owner }));
  const open = account.tokenUntil !== null;
  // A person has no TIN of a company; the number in the owner is the PINFL (or the person's own TIN).
  const device = account.keyId !== null;
  const person = account.owner.startsWith(PERSON) ? account.owner.slice(PERSON.length) : null;
  return (
    <div class="account">
      <div class="account-line" data-tone={open ? 'done' : 'idle'}>
        <Icon name={device ? 'key' : person === null ? 'building' : 'person'} />
        <span class="account-name">
          <strong>{account.title}</strong>
          <span class="thing-note">
            {device
              ? t('desk.inbox.device')
              : person === null
                ? t('keys.tin', { tin: account.tin })
                : `${t('keys.person')} · ${person}`}
          </span>
        </span>
        <span class="badge">
          {account.tokenUntil === null
            ? t('desk.inbox.signed-out')
            : t('desk.inbox.signed-in', { time: time(account.tokenUntil) })}
        </span>
        {open ? (
          <Button look="quiet" small busy={signOut.busy} onClick={() => void signOut.run()}>
            {t('desk.inbox.sign-out')}
          </Button>
        ) : (
          <Button
            look="primary"
            small
            busy={signIn.busy}
            disabled={!account.hasKey}
            aria-label={t('desk.inbox.sign-in.for', { name: account.title })}
            {...enter({})}
          >
            {t('action.sign-in')}
          </Button>
        )}
      </div>
      {!account.hasKey && <p class="thing-note">{t('desk.inbox.no-key')}</p>}
      {signIn.error && <ErrorNotice failure={signIn.error} />}
      {signOut.error && <ErrorNotice failure={signOut.error} />}
      {account.relatedCompanies.length > 0 && (
        <Disclosure
          summary={t('desk.inbox.related', { n: account.relatedCompanies.length })}
          open={account.relatedCompanies.length <= 3}
        >
          <ul class="related">
            {account.relatedCompanies.map(company => (
              <li key={company.tin}>
                <RelatedCompany
                  tin={company.tin}
                  name={company.name}
                  branches={account.branches.filter(({ tin }) => tin === null || tin === company.tin)}
                  busy={signIn.busy}
                  enter={branch => enter({ company: company.tin, branch })}
                />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

function RelatedCompany(props: {
  tin: string;
  name: string;
  branches: DidoxAccount['branches'];
  busy: boolean;
  enter: (branch: string) => Guarded;
}) {
  const { t } = useTranslator();
  const [branch, setBranch] = useState('');
  return (
    <div class="related-company">
      <span class="account-name">
        <span>{props.name}</span>
        <span class="thing-note">{t('keys.tin', { tin: props.tin })}</span>
      </span>
      <Button small busy={props.busy} {...props.enter('')}>
        {t('desk.inbox.enter')}
      </Button>
      <Disclosure summary={t('desk.inbox.branch')}>
        {props.branches.length > 0 && (
          <div class="row branches">
            {props.branches.map(({ number, name }) => (
              <Button
                key={number}
                small
                busy={props.busy}
                aria-label={`${t('desk.inbox.branch.enter')}: ${number}`}
                {...props.enter(number)}
              >
                {[number, name].filter(Boolean).join(' · ')}
              </Button>
            ))}
          </div>
        )}
        <form class="row" onSubmit={event => event.preventDefault()}>
          <TextField
            label={t('desk.inbox.branch.number')}
            value={branch}
            onInput={setBranch}
            inputMode="numeric"
            maxLength={10}
            placeholder="00001"
          />
          <Button
            type="submit"
            small
            busy={props.busy}
            disabled={!branch.trim()}
            {...props.enter(branch.trim())}
          >
            {t('desk.inbox.branch.enter')}
          </Button>
        </form>
      </Disclosure>
    </div>
  );
}
