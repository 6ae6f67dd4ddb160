import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { AgreementView } from '../../../lib/messages/views/agreements.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { Countdown } from './Countdown.tsx';
import { QrCode } from './QrCode.tsx';

/** The link for signing and the ways to hand it on: copy, QR code, the system's own share sheet. */
export function LinkBox({ agreement, expired }: { agreement: AgreementView; expired: boolean }) {
  const backend = useBackend();
  const { t, dateTime } = useTranslator();
  const [qr, setQr] = useState(false);
  const { link, until } = agreement;
  const share = useAction(async () => {
    if (link === null) return;
    try {
      await navigator.share({ url: link });
    } catch (error) {
      // Closing the share sheet is no error.
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    }
  });
  if (link === null) return <p class="muted">{t('desk.agreements.no-link')}</p>;
  return (
    <div class="panel link-box">
      <code class="link">{link}</code>
      {until !== null && (
        <p class="small">
          {t(agreement.untilComputed ? 'desk.agreements.until.computed' : 'desk.agreements.until', {
            time: dateTime(until),
          })}
          {!expired && (
            <>
              {' · '}
              <Countdown until={until} />
            </>
          )}
        </p>
      )}
      <div class="row">
        <CopyButton label={t('desk.agreements.copy-link')} text={() => link} />
        <Button aria-expanded={qr} onClick={() => setQr(!qr)}>
          {t('desk.agreements.qr')}
        </Button>
        {typeof navigator.share === 'function' && (
          <Button busy={share.busy} onClick={() => void share.run()}>
            {t('desk.agreements.share')}
          </Button>
        )}
        {/^https:\/\//.test(link) && (
          <Button look="quiet" icon="external" onClick={() => backend.openTab(link)}>
            {t('desk.agreements.open-link')}
          </Button>
        )}
      </div>
      {qr && <QrCode text={link} label={t('desk.agreements.qr.label')} />}
    </div>
  );
}
