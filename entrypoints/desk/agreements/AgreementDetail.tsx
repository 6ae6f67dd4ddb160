import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Dialog } from '../../../components/base/Dialog.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { AgreementView, LooseLink } from '../../../lib/messages/views/agreements.ts';
import { STATE_LOOKS } from './AgreementLine.tsx';
import { ArchiveBox } from './ArchiveBox.tsx';
import { LinkBox } from './LinkBox.tsx';
import { LooseLinkNotice } from './LooseLinkNotice.tsx';
import { deletionWords, stateNow } from './list.ts';

/** One agreement whole: both ids, the link and ways to hand it on, its archive, and the service's own answer. */
export function AgreementDetail({ agreement, onClose }: { agreement: AgreementView; onClose: () => void }) {
  const backend = useBackend();
  const { t, dateTime } = useTranslator();
  const [forgetting, setForgetting] = useState(false);
  const { externalId } = agreement;
  const state = stateNow(agreement, Date.now());
  const deletion = deletionWords(agreement);
  /** Nothing new is made where it is not certain that there is an agreement: it is looked for. */
  const unsure = state === 'ambiguous' || state === 'failed';
  const [loose, setLoose] = useState<LooseLink | null>(null);
  const renew = useAction(async () => {
    setLoose(null);
    setLoose((await backend.request('agreements/renew', { externalId })).loose);
  });
  const fetching = useAction(() => backend.request('agreements/fetch', { externalId }));
  /** Who has just pressed a button looks for the answer beside it. */
  const told = renew.error ?? fetching.error;
  const forget = useAction(async () => {
    await backend.request('agreements/forget', { externalId });
    setForgetting(false);
    onClose();
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      class="browser-detail"
      aria-label={t('desk.agreements.one')}
      onKeyDown={event => {
        if (event.key === 'Escape' && !forgetting) onClose();
      }}
    >
      <div class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {agreement.name || externalId}
        </h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} />
      </div>
      <div class="row" data-tone={STATE_LOOKS[state].tone}>
        <span class="badge">{t(`desk.agreements.state.${state}`)}</span>
        <span class="small muted">
          {t('desk.agreements.created', { time: dateTime(agreement.createdAt) })}
        </span>
      </div>
      {agreement.error && !told && <ErrorNotice failure={agreement.error} />}
      {state === 'ambiguous' && (
        <Notice
          tone="warning"
          title={t('desk.agreements.ambiguous')}
          hint={t('desk.agreements.ambiguous.hint')}
        />
      )}
      <LinkBox agreement={agreement} expired={state === 'expired'} />
      {loose && <LooseLinkNotice loose={loose} />}
      {renew.error && <ErrorNotice failure={renew.error} />}
      <div class="row">
        <Button
          look={state === 'expired' || unsure ? 'primary' : 'plain'}
          icon={unsure ? 'search' : 'refresh'}
          busy={renew.busy}
          onClick={() => void renew.run()}
        >
          {t(unsure ? 'desk.agreements.look' : 'desk.agreements.renew')}
        </Button>
      </div>
      <ArchiveBox agreement={agreement} fetching={fetching} />
      <dl class="facts">
        <dt>{t('desk.agreements.eugoda-id')}</dt>
        <dd class="mono">{agreement.eugodaId ?? t('desk.agreements.no-id')}</dd>
        <dt>{t('desk.agreements.external-id')}</dt>
        <dd class="mono">{externalId}</dd>
        <dt>{t('desk.agreements.application')}</dt>
        <dd>{agreement.applicationLabel}</dd>
        <dt>{t('desk.agreements.remove')}</dt>
        <dd>{t(deletion.answer)}</dd>
      </dl>
      {agreement.raw !== null && (
        <Disclosure summary={t('desk.agreements.raw')}>
          <pre class="words">{agreement.raw}</pre>
        </Disclosure>
      )}
      <div>
        <Button look="quiet" icon="trash" onClick={() => setForgetting(true)}>
          {t('desk.agreements.forget')}
        </Button>
      </div>
      <Dialog
        open={forgetting}
        title={t('desk.agreements.forget.title')}
        closeLabel={t('common.close')}
        onClose={() => setForgetting(false)}
        foot={
          <>
            <Button onClick={() => setForgetting(false)}>{t('common.back')}</Button>
            <Button look="danger" busy={forget.busy} onClick={() => void forget.run()}>
              {t('desk.agreements.forget')}
            </Button>
          </>
        }
      >
        <p>{t('desk.agreements.forget.hint')}</p>
        {agreement.archive && <p>{t('desk.agreements.forget.archive')}</p>}
        {agreement.archive && deletion.onlyCopy && <Notice tone="warning" title={t(deletion.onlyCopy)} />}
        {forget.error && <ErrorNotice failure={forget.error} />}
      </Dialog>
    </section>
  );
}
