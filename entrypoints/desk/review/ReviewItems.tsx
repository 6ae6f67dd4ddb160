import { Digest } from '../../../components/base/Digest.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { Facts } from '../../../components/signatures/Facts.tsx';
import { SignatureSummaryView } from '../../../components/signatures/SignatureSummaryView.tsx';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { ReviewItem, ReviewView } from '../../../lib/messages/views/review.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { OfferText } from './OfferText.tsx';
import { ReviewText } from './ReviewText.tsx';

/** Everything the signature will cover: each text or file with its length and digest, and where it came from. */
export function ReviewItems({ view }: { view: ReviewView }) {
  const { t } = useTranslator();
  return (
    <div class="stack-wide review-items">
      {view.from && <Source from={view.from} />}
      {view.fidelity === 'menu' && (
        <Notice
          tone="warning"
          title={t('desk.review.fidelity.menu')}
          hint={t('desk.review.fidelity.menu.hint')}
        />
      )}
      {view.counterparty && (
        <div class="panel">
          <h2>{t('desk.inbox.preview.counterparty')}</h2>
          <SignatureSummaryView signature={view.counterparty} />
        </div>
      )}
      {view.items.map((item, at) => (
        <Item key={`${item.sha256} ${at}`} item={item} exact={view.fidelity === 'exact'} />
      ))}
      {view.action === 'didox-offer' && <OfferText pdfBlobId={view.pdfBlobId} />}
    </div>
  );
}

function Item({ item, exact }: { item: ReviewItem; exact: boolean }) {
  const translator = useTranslator();
  const { t, bytes } = translator;
  const title = wordTitle(item, translator);
  return (
    <article class="panel" aria-label={title}>
      {item.text === null ? (
        <>
          <h2>{title}</h2>
          <Facts facts={item.facts} />
        </>
      ) : (
        // Nobody signs what was not shown: the text itself, not folded away. Its page is named above.
        <ReviewText text={item.text} label={title} />
      )}
      {item.text === null && item.facts.length === 0 && <p class="muted">{t('desk.review.binary')}</p>}
      <dl class="facts">
        <dt>{t('desk.size')}</dt>
        <dd>
          {item.text === null
            ? bytes(item.size)
            : t('desk.review.length', { n: [...item.text].length, size: bytes(item.size) })}
          {exact && <span class="muted"> · {t('desk.review.fidelity.exact')}</span>}
        </dd>
        <dt>{t('digest.label')}</dt>
        <dd class="row">
          <Digest sha256={item.sha256} />
          <CopyButton small label={t('common.copy')} text={() => item.sha256} />
        </dd>
      </dl>
    </article>
  );
}

function Source({ from }: { from: { readonly title: string; readonly url: string } }) {
  const backend = useBackend();
  const { t } = useTranslator();
  return (
    <p class="review-source small">
      <span class="muted">{t('desk.review.from')}</span>{' '}
      <strong>{withHiddenShown(from.title) || from.url}</strong>{' '}
      {/^https?:\/\//.test(from.url) ? (
        <button type="button" class="thing-link mono" onClick={() => backend.openTab(from.url)}>
          {from.url}
        </button>
      ) : (
        <span class="mono">{from.url}</span>
      )}
    </p>
  );
}
