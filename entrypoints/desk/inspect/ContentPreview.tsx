import { useState } from 'preact/hooks';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { DocumentFinding } from '../../../lib/containers/report.ts';
import { visibleRuns } from '../review/visible-text.ts';
import { indentJson } from './indent-json.ts';

/** Enough to read; a longer text is saved and opened elsewhere. */
const SHOWN = 20_000;

/** The content as text, nothing in it hidden; only for what is text. Built when it is opened. */
export function ContentPreview({ document }: { document: DocumentFinding }) {
  const { t } = useTranslator();
  const [open, setOpen] = useState(false);
  const { content, type } = document;
  if (!content || (type !== 'text' && type !== 'json' && type !== 'xml')) return null;
  return (
    <Disclosure summary={t('inspect.preview')} open={open} onToggle={setOpen}>
      {open && <Text content={content} json={type === 'json'} />}
    </Disclosure>
  );
}

function Text({ content, json }: { content: Uint8Array; json: boolean }) {
  const { t } = useTranslator();
  // A character is at most four bytes: decode no more than what can be shown.
  const text = new TextDecoder().decode(content.subarray(0, SHOWN * 4)).slice(0, SHOWN);
  const cut = content.length > SHOWN * 4 || new TextEncoder().encode(text).length < content.length;
  const shown = json ? indentJson(text) : text;
  return (
    <div class="stack-tight">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="inspect-text" tabIndex={0} aria-label={t('inspect.preview')}>
        {visibleRuns(shown).map((run, index) =>
          'plain' in run ? run.plain : <mark key={`${index} ${run.code}`}>{run.code}</mark>,
        )}
      </section>
      {shown !== text && <p class="muted small">{t('inspect.preview.formatted')}</p>}
      {cut && <p class="muted small">{t('inspect.preview.cut')}</p>}
    </div>
  );
}
