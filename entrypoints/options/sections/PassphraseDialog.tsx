import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { minimumPassphraseLength } from '../../../lib/vault/vault.ts';
import { useSettings } from '../use-settings.ts';
import { useVault } from '../use-vault.ts';

export interface PassphraseDialogProps {
  open: boolean;
  /** There is one already: it must be typed, and is replaced. */
  change: boolean;
  onClose: () => void;
}

const EMPTY = { current: '', next: '', again: '' };

export function PassphraseDialog({ open, change, onClose }: PassphraseDialogProps) {
  const { t } = useTranslator();
  const { act } = useVault();
  const n = useSettings().settings.lockAfterMinutes;
  const [typed, setTyped] = useState(EMPTY);
  const { current, next, again } = typed;
  const differs = again !== '' && again !== next;
  const ready = [...next].length >= minimumPassphraseLength && again === next && (!change || current);

  const close = () => {
    setTyped(EMPTY);
    act.clear();
    onClose();
  };
  const save = async () => {
    if (!ready) return;
    const done = await act.run(vault =>
      change ? vault.changePassphrase(current, next) : vault.setPassphrase(next),
    );
    if (done) close();
  };
  return (
    <Dialog
      open={open}
      title={t(change ? 'options.secrets.change.title' : 'options.secrets.keep.title')}
      closeLabel={t('common.close')}
      onClose={close}
      onSubmit={() => void save()}
      foot={
        <>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={act.busy} disabled={!ready}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <p>{t('options.secrets.keep.hint', { minutes: t('options.secrets.minutes', { n }) })}</p>
      {change && (
        <TextField
          label={t('options.secrets.passphrase.current')}
          type="password"
          autocomplete="current-password"
          value={current}
          onInput={value => setTyped({ ...typed, current: value })}
        />
      )}
      <TextField
        label={t('options.secrets.passphrase.new')}
        type="password"
        autocomplete="new-password"
        hint={t('options.secrets.passphrase.hint')}
        value={next}
        onInput={value => setTyped({ ...typed, next: value })}
      />
      <TextField
        label={t('options.secrets.passphrase.again')}
        type="password"
        autocomplete="new-password"
        error={differs ? t('options.secrets.passphrase.differs') : null}
        value={again}
        onInput={value => setTyped({ ...typed, again: value })}
      />
      {act.error && <ErrorNotice failure={act.error} />}
    </Dialog>
  );
}
