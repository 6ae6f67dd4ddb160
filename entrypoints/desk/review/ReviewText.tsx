import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { hasHidden, type TextRun, textParts, visibleRuns } from './visible-text.ts';

/** Up to here every line gets its own mark of the line break; longer texts go without. */
const MARKED_LINES = 2000;

/** The text that will be signed, all of it: line breaks as they are (and marked, so that a wrapped line is no new one), nothing hidden. */
export function ReviewText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslator();
  const parts = useMemo(() => {
    const marked = text.split('\n').length <= MARKED_LINES;
    return textParts(text).map((part, at) => (
      <span class="review-part" key={at}>
        {marked ? <MarkedLines text={part} /> : <Runs text={part} />}
      </span>
    ));
  }, [text]);
  const hidden = useMemo(() => hasHidden(text), [text]);
  return (
    <div class="stack-tight">
      {hidden && (
        <Notice tone="warning" title={t('desk.review.hidden')} hint={t('desk.review.hidden.hint')} />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a section cannot keep the text's line breaks by itself */}
      <pre class="review-text" role="region" aria-label={label} tabIndex={0} dir="auto">
        {parts}
      </pre>
    </div>
  );
}

function MarkedLines({ text }: { text: string }) {
  const lines = text.split('\n');
  return lines.map((line, at) => (
    <Fragment key={at}>
      <Runs text={line} />
      {at < lines.length - 1 && <span class="line-end" aria-hidden="true" />}
      {at < lines.length - 1 && '\n'}
    </Fragment>
  ));
}

function Runs({ text }: { text: string }) {
  return visibleRuns(text).map((run: TextRun, at) =>
    'code' in run ? (
      <mark class="hidden-character" key={at}>
        {run.code}
      </mark>
    ) : (
      run.plain
    ),
  );
}
