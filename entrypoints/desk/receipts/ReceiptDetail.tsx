import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Digest } from '../../../components/base/Digest.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { Facts } from '../../../components/signatures/Facts.tsx';
import { SignatureSummaryView } from '../../../components/signatures/SignatureSummaryView.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { SignatureButtons } from '../review/SignatureButtons.tsx';
import { routeHash } from '../route.ts';
import { removeReceipt } from './receipt-database.ts';

/** One receipt whole: facts, key, digest, times, the service's answer, the checked signature and its files. */
export function ReceiptDetail({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const backend = useBackend();
  const translator = useTranslator();
  const { t, dateTime, bytes } = translator;
  const title = wordTitle(receipt, translator);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const url = receipt.url;
  return (
    <section
      class="browser-detail"
      aria-label={t('desk.receipts.one')}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} />
      </div>
      <p class="muted">
        {t(`receipt.action.${receipt.action}`)}
        {' · '}
        {dateTime(receipt.at)}
      </p>
      {receipt.warning && <Notice tone="warning" title={t('desk.receipts.warning')} hint={receipt.warning} />}
      {receipt.signature && <SignatureSummaryView signature={receipt.signature} />}
      {/* The id stands below. */}
      <Facts facts={receipt.facts.filter(({ label }) => label !== 'documentId')} />
      <dl class="facts">
        <dt>{t('desk.receipts.for')}</dt>
        <dd>{line(receipt.company.name, receipt.company.tin ?? receipt.company.pinfl)}</dd>
        {receipt.counterparty && (
          <>
            <dt>{t('desk.receipts.counterparty')}</dt>
            <dd>{line(receipt.counterparty.name, receipt.counterparty.tin)}</dd>
          </>
        )}
        {receipt.key && (
          <>
            <dt>{t('desk.receipts.key')}</dt>
            <dd>{line(receipt.key.holder, receipt.key.organization)}</dd>
            <dt>{t('desk.receipts.serial')}</dt>
            <dd class="mono">{receipt.key.serial}</dd>
          </>
        )}
        <dt>{t('digest.label')}</dt>
        <dd>
          <Digest sha256={receipt.sha256} />
        </dd>
        <dt>{t('desk.size')}</dt>
        <dd>{bytes(receipt.size)}</dd>
        {receipt.documentId && (
          <>
            <dt>{t('desk.receipts.document-id')}</dt>
            <dd class="mono">{receipt.documentId}</dd>
          </>
        )}
      </dl>
      {receipt.signatureBlobId ? (
        <SignatureButtons
          service={receipt.service}
          title={title}
          detached={receipt.detached}
          signatureBlobId={receipt.signatureBlobId}
          contentBlobId={receipt.contentBlobId}
          inspect={{ from: 'receipt', id: receipt.id }}
        />
      ) : (
        receipt.service === 'eugoda' &&
        receipt.documentId && (
          <a class="button" href={routeHash({ section: 'agreements', id: receipt.documentId, form: null })}>
            {t('desk.receipts.to-agreement')}
          </a>
        )
      )}
      {receipt.answer && (
        <Disclosure summary={t('desk.receipts.answer')}>
          <pre class="words">{receipt.answer}</pre>
        </Disclosure>
      )}
      {url && /^https:\/\//.test(url) && (
        <Button look="quiet" icon="external" onClick={() => backend.openTab(url)}>
          {t('desk.receipts.open-page')}
        </Button>
      )}
      <DeleteReceipt receipt={receipt} onDeleted={onClose} />
    </section>
  );
}

function DeleteReceipt({ receipt, onDeleted }: { receipt: Receipt; onDeleted: () => void }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const [asking, setAsking] = useState(false);
  const remove = useAction(() => removeReceipt(backend, receipt));
  return (
    // The focus stays here, before the question and after it.
    <div tabIndex={-1}>
      {asking ? (
        <Notice
          tone="warning"
          live="alert"
          title={t('desk.receipts.delete.title')}
          hint={t(
            receipt.contentBlobId || receipt.service !== 'didox'
              ? 'desk.receipts.delete.only-copy'
              : 'desk.receipts.delete.hint',
          )}
        >
          <Button onClick={() => setAsking(false)}>{t('common.back')}</Button>
          <Button
            look="danger"
            busy={remove.busy}
            onClick={() => void remove.run().then(done => done && onDeleted())}
          >
            {t('desk.receipts.delete')}
          </Button>
          {remove.error && <ErrorNotice failure={remove.error} />}
        </Notice>
      ) : (
        <Button look="quiet" icon="trash" onClick={() => setAsking(true)}>
          {t('desk.receipts.delete')}
        </Button>
      )}
    </div>
  );
}

function line(name: string, more: string | null): string {
  return more ? `${name} (${more})` : name;
}
