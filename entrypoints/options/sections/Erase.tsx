import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { eraseEverything } from '../erase-everything.ts';
import { useSettings } from '../use-settings.ts';
import { Panel } from './Panel.tsx';

export function Erase() {
  const backend = useBackend();
  const { t } = backend.translator;
  const { reload } = useSettings();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const erase = useAction(async () => {
    await eraseEverything(backend);
    await reload();
    setDone(true);
    setOpen(false);
  });
  const close = () => setOpen(false);
  return (
    <Panel id="erase" title={t('options.erase')} hint={t('options.erase.hint')}>
      {done && <Notice tone="done" live="status" title={t('options.erase.done')} />}
      <div class="row">
        <Button look="danger" icon="trash" onClick={() => setOpen(true)}>
          {t('options.erase.button')}
        </Button>
      </div>
      <Dialog
        open={open}
        title={t('options.erase.title')}
        closeLabel={t('common.close')}
        onClose={close}
        foot={
          <>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button look="danger" icon="trash" busy={erase.busy} onClick={() => void erase.run()}>
              {t('options.erase.confirm')}
            </Button>
          </>
        }
      >
        <p>{t('options.erase.hint')}</p>
        {erase.error && <ErrorNotice failure={erase.error} />}
      </Dialog>
    </Panel>
  );
}
