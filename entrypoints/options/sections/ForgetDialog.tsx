import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useVault } from '../use-vault.ts';

/** The way out of a lost passphrase: all secrets go. */
export function ForgetDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslator();
  const { act } = useVault();
  const forget = async () => {
    if (await act.run(vault => vault.forgetEverything())) onClose();
  };
  return (
    <Dialog
      open={open}
      title={t('options.secrets.forget.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" icon="trash" busy={act.busy} onClick={() => void forget()}>
            {t('options.secrets.forget.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('options.secrets.forget.hint')}</p>
    </Dialog>
  );
}
