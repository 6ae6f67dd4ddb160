import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { JobRow } from '../../../components/jobs/JobRow.tsx';
import { isUnclear } from '../../../components/jobs/settled.ts';
import type { JobView } from '../../../lib/messages/views/job.ts';
import { DidoxError } from './DidoxError.tsx';
import { OnServer } from './on-server.ts';
import { goTo } from './use-route.ts';

/**
 * A live job with its reins: cancel, try again, clear (unless the page is about it), and the way to its receipt. One that
 * failed says why, in the service's own words too, and what helps; one that ended nobody knows how is cleared on the word of
 * somebody who has looked.
 */
export function DeskJob({ job, keep = false }: { job: JobView; keep?: boolean }) {
  const backend = useBackend();
  const { t } = backend.translator;
  const act = useAction((name: 'jobs/cancel' | 'jobs/retry') => backend.request(name, { jobId: job.id }));
  const clear = useAction((looked: boolean) => backend.request('jobs/dismiss', { jobId: job.id, looked }));
  const [asking, setAsking] = useState(false);
  return (
    <div class="stack-tight">
      <JobRow
        job={job}
        explained
        onCancel={() => void act.run('jobs/cancel')}
        onRetry={() => void act.run('jobs/retry')}
        onDismiss={keep ? undefined : () => (isUnclear(job) ? setAsking(true) : void clear.run(false))}
        onReceipt={id => goTo({ section: 'receipts', id })}
      />
      {job.error && (
        <OnServer.Provider value={job.server}>
          <DidoxError failure={job.error} owner={job.owner} live={keep ? 'none' : 'alert'} />
        </OnServer.Provider>
      )}
      {act.error && <ErrorNotice failure={act.error} />}
      {clear.error && <ErrorNotice failure={clear.error} />}
      {isUnclear(job) && (
        <Dialog
          open={asking}
          title={t('job.unclear.title')}
          closeLabel={t('common.close')}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button onClick={() => setAsking(false)}>{t('common.back')}</Button>
              <Button look="danger" busy={clear.busy} onClick={() => void clear.run(true)}>
                {t('job.unclear.confirm')}
              </Button>
            </>
          }
        >
          <p>{t('job.unclear.hint')}</p>
        </Dialog>
      )}
    </div>
  );
}
