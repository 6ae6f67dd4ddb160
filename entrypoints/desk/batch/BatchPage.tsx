import './batch.css';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { Translator } from '../../../lib/i18n/translator.ts';
import type { BatchView } from '../../../lib/messages/views/batch.ts';
import { routeHash } from '../route.ts';
import { OnServer } from '../shared/on-server.ts';
import { Section } from '../shared/Section.tsx';
import { ServerNotice } from '../shared/ServerNotice.tsx';
import { lastInbox } from '../shared/use-route.ts';
import { BatchControls } from './BatchControls.tsx';
import { BatchItems } from './BatchItems.tsx';
import { BatchReview } from './BatchReview.tsx';

/** One batch from its review to its results; without an id, the one that is under way. */
export function BatchPage({ id }: { id: string | null }) {
  const { t } = useTranslator();
  const batch = useRequest('batch/get', { batchId: id }, ['batch', 'keys']);
  const view = batch.value;
  return (
    <Section
      fill
      title={view ? titleOf(view, t) : t('desk.batch.title')}
      actions={
        <a class="button" href={routeHash(lastInbox())}>
          {t('desk.batch.to-inbox')}
        </a>
      }
    >
      {batch.error && <ErrorNotice failure={batch.error} onRetry={() => void batch.reload()} />}
      {!view && batch.loading && <Skeleton lines={6} label={t('common.loading')} />}
      {!view && !batch.loading && !batch.error && (
        <EmptyState icon="inbox" title={t('desk.batch.none')} hint={t('desk.batch.none.hint')} />
      )}
      {view && (
        <OnServer.Provider value={view.server}>
          <ServerNotice server={view.server} />
          {view.state === 'preparing' || view.state === 'ready' ? (
            <BatchReview batch={view} />
          ) : (
            <BatchControls batch={view} />
          )}
          <BatchItems batch={view} />
        </OnServer.Provider>
      )}
    </Section>
  );
}

/** A batch that is over says what came of it: "finished" above seven failures would be half the truth. */
function titleOf({ state, items, done }: BatchView, t: Translator['t']): string {
  const rest = items.length - done;
  if (state === 'finished' && rest > 0) return t('desk.batch.title.finished.partly', { done, rest });
  return t(`desk.batch.title.${state}`, { n: items.length });
}
