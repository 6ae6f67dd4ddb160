import './findings.css';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Spinner } from '../../../components/base/Spinner.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { InspectReport } from '../../../lib/containers/report.ts';
import type { InspectSource } from '../route.ts';
import { DropZone } from '../shared/DropZone.tsx';
import { Section } from '../shared/Section.tsx';
import { goTo } from '../shared/use-route.ts';
import { FindingView } from './FindingView.tsx';
import { type Input, inputOfFile, inputOfText } from './input.ts';
import type { Inspector } from './inspector.ts';
import { PasteBox } from './PasteBox.tsx';
import { useDropAndPaste } from './use-drop-and-paste.ts';
import { useInspection } from './use-inspection.ts';
import { documentsOf, summaryWords } from './words.ts';

export interface InspectProps {
  /** What to look at; null: whatever the person drops, pastes or picks. */
  source: InspectSource | null;
  /** Tests hand in one without a worker. */
  createInspector?: (() => Inspector) | undefined;
}

/** The desk's "Inspect": what is inside a file, who signed it, and what of it holds. */
export function Inspect({ source, createInspector }: InspectProps) {
  const translator = useTranslator();
  const { t } = translator;
  const { state, inspect, stop, reset } = useInspection(source, createInspector);
  const picker = useRef<HTMLInputElement>(null);
  const report = state.step === 'done' ? state.report : null;

  const give = (inputs: Input[]) => inspect(inputs, report && isWaiting(report) ? 'join' : 'replace');
  const giveFiles = (files: readonly File[]) => give(files.map(inputOfFile));
  const giveText = (text: string) => give([inputOfText(t('inspect.paste.name'), text)]);
  const over = useDropAndPaste(({ files, text }) => (files.length > 0 ? giveFiles(files) : giveText(text)));
  const add = () => picker.current?.click();
  const again = () => {
    reset();
    if (source) goTo({ section: 'inspect', source: null });
  };

  return (
    <Section
      title={t('inspect.title')}
      lead={t('inspect.lead')}
      actions={
        report && (
          <>
            <Button icon="plus" onClick={add}>
              {t('inspect.add')}
            </Button>
            <Button icon="refresh" onClick={again}>
              {t('inspect.again')}
            </Button>
          </>
        )
      }
    >
      <div class="stack-wide inspect" data-over={over || undefined} data-step={state.step}>
        {(state.step === 'empty' || state.step === 'gone') && (
          <>
            {state.step === 'gone' && (
              <EmptyState icon="search" title={t('inspect.gone')} hint={t('inspect.gone.hint')} />
            )}
            <DropZone
              title={t(over ? 'inspect.drop.now' : 'inspect.drop.title')}
              hint={t('inspect.drop.hint')}
              button={t('inspect.drop.button')}
              onFiles={giveFiles}
            />
            <PasteBox onText={giveText} />
          </>
        )}
        {state.step === 'busy' && (
          <div class="row">
            <Spinner />
            <span>{busyWords(state.progress, t)}</span>
            <Button icon="stop" onClick={stop}>
              {t('inspect.cancel')}
            </Button>
          </div>
        )}
        {state.step === 'failed' && (
          <Notice
            tone="error"
            live="alert"
            title={translator.find(`error.${state.failure.code}.title`) ?? t('inspect.failed')}
            hint={translator.find(`error.${state.failure.code}.hint`) ?? t('inspect.failed.hint')}
            words={
              state.failure.words ? { label: t('inspect.failed.words'), text: state.failure.words } : null
            }
          >
            <Button onClick={again}>{t('inspect.again')}</Button>
          </Notice>
        )}
        {report && <Report report={report} onAdd={add} />}
        <Status unseen>
          {report ? summaryWords(report, translator) : state.step === 'busy' ? t('inspect.reading') : ''}
        </Status>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={event => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            if (files.length > 0) inspect(files.map(inputOfFile), 'join');
          }}
        />
      </div>
    </Section>
  );
}

function Report({ report, onAdd }: { report: InspectReport; onAdd: () => void }) {
  const translator = useTranslator();
  const heading = useRef<HTMLHeadingElement>(null);
  // Every new report takes the focus: its first line says what it found.
  useEffect(() => heading.current?.focus(), [report]);
  return (
    <>
      <h2 ref={heading} class="inspect-summary" tabIndex={-1}>
        {summaryWords(report, translator)}
      </h2>
      {report.findings.map((finding, index) => (
        <FindingView key={index} finding={finding} onAdd={onAdd} />
      ))}
    </>
  );
}

/** A detached signature is here without its document: what comes next probably is the document. */
function isWaiting(report: InspectReport): boolean {
  return documentsOf(report).some(document => document.origin === 'missing');
}

function busyWords(
  progress: { readonly done: number; readonly total: number } | null,
  t: ReturnType<typeof useTranslator>['t'],
): string {
  if (!progress || progress.total === 0) return t('inspect.reading');
  return t('inspect.checking', { done: Math.min(progress.done + 1, progress.total), total: progress.total });
}
