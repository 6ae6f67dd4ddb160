import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { type TextRun, visibleRuns } from './visible-text.ts';

/** A browser lays out so much text without a noticeable pause. */
const SHOWN_AT_FIRST = 100_000;
/** Up to here every line gets its own mark of the line break; longer texts go without. */
const MARKED_LINES = 2000;

/** The text that will be signed: line breaks as they are (and marked, so that a wrapped line is no new one), nothing hidden. */
export function ReviewText({ text, label }: { text: string; label: string }) {
  const { t, number } = useTranslator();
  const [all, setAll] = useState(false);
  const shown = all ? text : text.slice(0, SHOWN_AT_FIRST);
  const lines = shown.split('\n');
  const hidden = visibleRuns(shown).some(run => 'code' in run);
  return (
    <div class="stack-tight">
      {hidden && (
        <Notice tone="warning" title={t('desk.review.hidden')} hint={t('desk.review.hidden.hint')} />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a section cannot keep the text's line breaks by itself */}
      <pre class="review-text" role="region" aria-label={label} tabIndex={0} dir="auto">
        {lines.length > MARKED_LINES ? (
          <Runs text={shown} />
        ) : (
          lines.map((line, at) => (
            <Fragment key={at}>
              <Runs text={line} />
              {at < lines.length - 1 && <span class="line-end" aria-hidden="true" />}
              {at < lines.length - 1 && '\n'}
            </Fragment>
          ))
        )}
      </pre>
      {shown.length < text.length && (
        <div class="row">
          <span class="small muted">
            {t('desk.review.shown', { shown: number(shown.length), total: number(text.length) })}
          </span>
          <Button small onClick={() => setAll(true)}>
            {t('desk.review.show-text')}
          </Button>
        </div>
      )}
    </div>
  );
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
