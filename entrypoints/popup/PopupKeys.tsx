import { IconButton } from '../../components/base/IconButton.tsx';
import { Skeleton } from '../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../components/hooks/backend.tsx';
import { KeyPicker } from '../../components/keys/KeyPicker.tsx';
import type { PopupKeysState } from './use-keys.ts';

/** The keys, as last listed; a newer list takes their place without a blank in between. */
export function PopupKeys({ keys }: { keys: PopupKeysState }) {
  const { t, time } = useTranslator();
  const { view, refresh, choose } = keys;
  const isListing = view?.listing ?? true;
  const never = view?.listedAt === null;
  // The header already says it when the module itself is away.
  const failure = view?.module.state === 'away' ? null : (view?.error ?? null);
  return (
    <section class="popup-section">
      <div class="row">
        <h2>{t('keys.label')}</h2>
        <span class="muted small push">
          {isListing
            ? t('keys.listing')
            : never
              ? ''
              : t('keys.listedAt', { time: time(view?.listedAt ?? 0) })}
        </span>
        <IconButton icon="refresh" label={t('popup.keys.refresh')} busy={isListing} onClick={refresh} />
      </div>
      {failure && <ErrorNotice failure={failure} onRetry={refresh} />}
      {view && !(never && (isListing || view.groups.length === 0)) ? (
        <div class="popup-keys">
          <KeyPicker groups={view.groups} onChoose={choose} />
        </div>
      ) : (
        (isListing || !view) && !keys.error && <Skeleton lines={4} label={t('keys.listing')} />
      )}
    </section>
  );
}
