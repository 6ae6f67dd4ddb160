import { Icon } from '../../../components/base/Icon.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { BatchKeyView } from '../../../lib/messages/views/batch.ts';
import { OfferMissing } from '../shared/DidoxError.tsx';
import { KeyChoice } from '../shared/KeyChoice.tsx';

/** Which key signs one company's documents; where several fit and none was ever chosen, the question. */
export function BatchKey({ view }: { view: BatchKeyView }) {
  const backend = useBackend();
  const { t } = useTranslator();
  // Remembered for the company, as on the card: the worker announces it, and the batch is shown anew.
  const choose = useAction((keyId: string) => backend.request('keys/choose', { owner: view.whose, keyId }));
  const name = view.choices[0]?.organization ?? view.owner.slice(view.owner.indexOf(':') + 1);
  return (
    <div class="stack-tight">
      {view.choices.length > 0 ? (
        <KeyChoice
          label={t('desk.batch.choose-key', { name })}
          keys={view.choices}
          value={null}
          onChange={keyId => void choose.run(keyId)}
        />
      ) : (
        <div class="batch-key">
          <Icon name="key" />
          <span>{view.label ?? (view.unusable ? name : t('keys.listing'))}</span>
          <span class="muted numeric">{t('common.documents', { n: view.count })}</span>
        </div>
      )}
      {view.unusable && <ErrorNotice failure={view.unusable} live="none" />}
      {view.offerMissing && <OfferMissing owner={view.owner} />}
      {choose.error && <ErrorNotice failure={choose.error} />}
    </div>
  );
}
