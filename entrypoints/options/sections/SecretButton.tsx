import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { pastedSecret } from '../../../lib/eugoda/mac.ts';
import { useVault } from '../use-vault.ts';

export interface SecretButtonProps {
  /** The vault's name of the secret. */
  name: string;
  title: string;
  label: string;
  disabled: boolean;
}

/** Sets or replaces the secret of one application. */
export function SecretButton({ name, title, label, disabled }: SecretButtonProps) {
  const { t } = useTranslator();
  const { act } = useVault();
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState('');
  const { secret, trimmed } = pastedSecret(value);
  const close = () => {
    setOpen(false);
    setValue('');
    act.clear();
  };
  const save = async () => {
    if (secret && (await act.run(vault => vault.put(name, secret)))) close();
  };
  return (
    <>
      <IconButton icon="lock" label={title} disabled={disabled} onClick={() => setOpen(true)} />
      <Dialog
        open={open}
        title={title}
        closeLabel={t('common.close')}
        onClose={close}
        onSubmit={() => void save()}
        foot={
          <>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button type="submit" look="primary" busy={act.busy} disabled={!secret}>
              {t('common.save')}
            </Button>
          </>
        }
      >
        <TextField
          label={label}
          type="password"
          autocomplete="off"
          value={value}
          onInput={setValue}
          hint={trimmed ? t('options.eugoda.secret.trimmed') : undefined}
        />
        {act.error && <ErrorNotice failure={act.error} />}
      </Dialog>
    </>
  );
}
