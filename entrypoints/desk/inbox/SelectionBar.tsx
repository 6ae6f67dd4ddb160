import { Button } from '../../../components/base/Button.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { MOST_DOCUMENTS } from '../../../lib/messages/limits.ts';
import { unlessProduction } from '../route.ts';
import { useServer } from '../shared/on-server.ts';
import { goTo } from '../shared/use-route.ts';
import type { IndexedRow } from './rows.ts';

/** What is selected, and the way to sign it: first to the review of every row, read from the bytes to be signed. */
export function SelectionBar({ chosen, onClear }: { chosen: readonly IndexedRow[]; onClear: () => void }) {
  const backend = useBackend();
  const server = useServer();
  const { t } = useTranslator();
  const fit = chosen.filter(({ row }) => row.actions.includes('sign') || row.actions.includes('accept'));
  const taken = fit.slice(0, MOST_DOCUMENTS);
  const prepare = useAction(async () => {
    const documents = taken.map(({ row: { owner, documentId, outgoing } }) => ({
      owner,
      documentId,
      outgoing,
    }));
    const { batchId } = await backend.request('batch/prepare', { server, documents });
    goTo({ section: 'batch', id: batchId, ...unlessProduction(server) });
  });
  if (chosen.length === 0) return <p class="browser-note small muted">{t('desk.inbox.select.hint')}</p>;
  return (
    <div class="selection-bar">
      <span role="status">
        <strong>{t('desk.inbox.selected', { n: chosen.length })}</strong>
        {fit.length < chosen.length && (
          <span class="thing-note"> {t('desk.inbox.selected.unfit', { n: chosen.length - fit.length })}</span>
        )}
        {taken.length < fit.length && (
          <span class="thing-note"> {t('desk.too-many', { most: MOST_DOCUMENTS })}</span>
        )}
      </span>
      <Button look="quiet" onClick={onClear}>
        {t('desk.inbox.select.none')}
      </Button>
      <Button
        look="primary"
        icon="pen"
        busy={prepare.busy}
        disabled={fit.length === 0}
        onClick={() => void prepare.run()}
      >
        {t('desk.inbox.review', { n: taken.length })}
      </Button>
      {prepare.error && <ErrorNotice failure={prepare.error} />}
    </div>
  );
}
