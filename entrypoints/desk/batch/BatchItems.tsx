import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { LongList } from '../../../components/base/LongList.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Spinner } from '../../../components/base/Spinner.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { Facts } from '../../../components/signatures/Facts.tsx';
import { SignatureSummaryView } from '../../../components/signatures/SignatureSummaryView.tsx';
import { factValue } from '../../../lib/i18n/word-fact.ts';
import { wordFailure } from '../../../lib/i18n/word-failure.ts';
import { wordTitle } from '../../../lib/i18n/word-title.ts';
import type { BatchItemView, BatchView } from '../../../lib/messages/views/batch.ts';
import type { Tone } from '../../../lib/messages/views/tone.ts';
import { DidoxError } from '../shared/DidoxError.tsx';
import { isUnconfirmed } from './progress.ts';

const LOOKS: Record<BatchItemView['state'], { icon: IconName; tone: Tone }> = {
  waiting: { icon: 'clock', tone: 'idle' },
  working: { icon: 'pen', tone: 'busy' },
  done: { icon: 'check', tone: 'done' },
  failed: { icon: 'alert', tone: 'error' },
  skipped: { icon: 'alert', tone: 'warning' },
  cancelled: { icon: 'close', tone: 'idle' },
};

/** Signed, but the service had something to say. */
const WARNED = { icon: 'alert', tone: 'warning' } as const;

const keyOf = (item: BatchItemView) => `${item.owner}/${item.documentId}`;

/** Every document of the batch with what was read from its bytes, and its result. Enter or a click shows all of it. */
export function BatchItems({ batch }: { batch: BatchView }) {
  const { t } = useTranslator();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const items = useMemo(() => inOrderOfNeed(batch), [batch]);
  const open = batch.items.find(item => keyOf(item) === openKey) ?? null;
  return (
    <div class="browser" data-open={open ? true : undefined}>
      <div class="browser-list batch-list">
        <LongList
          label={t('desk.batch.documents')}
          items={items}
          keyOf={keyOf}
          rowRem={4}
          onOpen={item => setOpenKey(keyOf(item))}
          current={openKey}
          renderRow={item => <ItemRow item={item} started={batch.startedAt !== null} />}
        />
      </div>
      {open && <ItemDetail key={openKey} item={open} onClose={() => setOpenKey(null)} />}
    </div>
  );
}

const NEED: readonly BatchItemView['state'][] = ['failed', 'skipped', 'cancelled'];
const needs = ({ state, warning }: BatchItemView) =>
  NEED.includes(state) ? NEED.indexOf(state) : NEED.length + (warning === null ? 1 : 0);

/** Once it is over, what still needs somebody stands first: seven of a hundred must not be looked for. */
function inOrderOfNeed({ state, items }: BatchView): readonly BatchItemView[] {
  if (state !== 'finished' && state !== 'stopped') return items;
  return [...items].sort((a, b) => needs(a) - needs(b));
}

function ItemRow({ item, started }: { item: BatchItemView; started: boolean }) {
  const translator = useTranslator();
  const { t } = translator;
  const warned = item.warning !== null;
  const look = warned ? WARNED : LOOKS[item.state];
  const unconfirmed = isUnconfirmed(item);
  const title = wordTitle(item, translator);
  const strong = item.facts.filter(fact => fact.strong && !title.includes(fact.value)).slice(0, 4);
  const words =
    item.error !== null
      ? wordFailure(item.error, translator).title
      : item.state === 'working' && item.step !== null
        ? t(`job.step.${item.step}`)
        : warned
          ? t('desk.batch.state.warned')
          : item.state === 'waiting' && !started
            ? ''
            : t(`desk.batch.state.${item.state}`);
  return (
    <div class="batch-row" data-tone={look.tone}>
      {item.state === 'working' ? <Spinner /> : <Icon name={look.icon} />}
      <span class="clip">
        <strong>{title}</strong>
        <span class="thing-note clip">
          {strong.length > 0 ? strong.map(fact => factValue(fact, translator)).join(' · ') : item.subtitle}
        </span>
      </span>
      <span class="batch-row-state small">
        {words && <span class="tone-text">{words}</span>}
        {unconfirmed && (
          <span class="tone-text" data-tone="warning">
            {t('desk.batch.theirs.row')}
          </span>
        )}
      </span>
    </div>
  );
}

function ItemDetail({ item, onClose }: { item: BatchItemView; onClose: () => void }) {
  const translator = useTranslator();
  const { t } = translator;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section
      class="browser-detail"
      aria-label={t('desk.batch.document')}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {wordTitle(item, translator)}
        </h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} />
      </div>
      <p class="muted">{item.subtitle}</p>
      {item.error && <DidoxError failure={item.error} owner={item.owner} />}
      {item.warning && <Notice tone="warning" title={t('desk.receipts.warning')} hint={item.warning} />}
      <Facts facts={item.facts} />
      {item.theirs && (
        <div class="stack-tight">
          <h3>{t('desk.inbox.preview.counterparty')}</h3>
          <SignatureSummaryView signature={item.theirs} />
        </div>
      )}
    </section>
  );
}
