import './inbox.css';
import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { DidoxServer } from '../../../lib/didox/servers.ts';
import { wordOnServer } from '../../../lib/i18n/word-server.ts';
import type { InboxFolder } from '../../../lib/messages/views/inbox.ts';
import { FOLDERS, routeHash } from '../route.ts';
import { OnServer } from '../shared/on-server.ts';
import { Section } from '../shared/Section.tsx';
import { ServerNotice } from '../shared/ServerNotice.tsx';
import { Accounts } from './Accounts.tsx';
import { BatchBanner } from './BatchBanner.tsx';
import { InboxBrowser } from './InboxBrowser.tsx';
import { StartedJobs } from './StartedJobs.tsx';

/** All companies' documents on one server (the chosen one, if none is named): who is signed in, what is under way, and one folder at a time. */
export function Inbox({ folder, server }: { folder: InboxFolder; server?: DidoxServer | undefined }) {
  const { t } = useTranslator();
  const [started, setStarted] = useState<readonly string[]>([]);
  const remember = (jobId: string) => setStarted(before => [...before, jobId]);
  return (
    <Section title={t('desk.nav.inbox')} fill>
      <BatchBanner />
      <StartedJobs started={started} />
      <nav class="tabs" aria-label={t('desk.inbox.folders')}>
        {FOLDERS.map(one => (
          <a
            key={one}
            href={routeHash({ section: 'inbox', folder: one, ...(server && { server }) })}
            aria-current={one === folder ? 'page' : undefined}
          >
            {t(`desk.inbox.folder.${one}`)}
          </a>
        ))}
      </nav>
      <Folder key={`${folder} ${server}`} folder={folder} server={server ?? null} onStarted={remember} />
    </Section>
  );
}

function Folder(props: {
  folder: InboxFolder;
  server: DidoxServer | null;
  onStarted: (jobId: string) => void;
}) {
  const { folder, server, onStarted } = props;
  const backend = useBackend();
  const translator = useTranslator();
  const { t, time } = translator;
  const query = { server, folder, owner: null };
  // The options may come to name another server.
  const topics = ['inbox', 'keys', 'settings'] as const;
  const inbox = useRequest('inbox/list', { ...query, refresh: false }, topics);
  const refresh = useAction(async () => {
    inbox.set(await backend.request('inbox/list', { ...query, refresh: true }));
  });
  const view = inbox.value;
  if (!view)
    return inbox.error ? (
      <ErrorNotice failure={inbox.error} onRetry={() => void inbox.reload()} />
    ) : (
      <Skeleton lines={8} label={t('common.loading')} />
    );
  const someoneIn = view.accounts.some(account => account.tokenUntil !== null);
  return (
    <OnServer.Provider key={view.server} value={view.server}>
      <ServerNotice server={view.server} chosen={view.chosen} />
      <Accounts accounts={view.accounts} onStarted={onStarted} />
      {inbox.error && <ErrorNotice failure={inbox.error} onRetry={() => void inbox.reload()} />}
      {refresh.error && <ErrorNotice failure={refresh.error} />}
      {view.errors.map(({ owner, error }) => (
        <div class="stack-tight" key={owner}>
          <strong class="small">
            {view.accounts.find(account => account.owner === owner)?.title ?? owner}
          </strong>
          <ErrorNotice failure={error} />
        </div>
      ))}
      {view.accounts.length > 0 && !someoneIn && (
        <EmptyState icon="inbox" title={t('desk.inbox.empty.signed-out')} />
      )}
      {someoneIn && (
        <InboxBrowser
          folder={folder}
          view={view}
          onStarted={onStarted}
          refreshing={refresh.busy || view.loading}
          tools={
            <Button icon="refresh" busy={refresh.busy || view.loading} onClick={() => void refresh.run()}>
              {t('common.refresh')}
            </Button>
          }
          note={[
            view.server === 'production' ? null : wordOnServer(view.server, translator),
            view.loadedAt === null ? null : t('desk.inbox.loaded', { time: time(view.loadedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        />
      )}
    </OnServer.Provider>
  );
}
