import type { Translator } from '../../lib/i18n/translator.ts';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import { wordOnServer } from '../../lib/i18n/word-server.ts';
import { wordTitle } from '../../lib/i18n/word-title.ts';
import type { JobView } from '../../lib/messages/views/job.ts';
import { Icon, type IconName } from '../base/Icon.tsx';
import { IconButton } from '../base/IconButton.tsx';
import { Spinner } from '../base/Spinner.tsx';
import { useTranslator } from '../hooks/backend.tsx';
import { useConfirm } from '../hooks/use-confirm.ts';
import { isEnded } from './settled.ts';

export interface JobRowProps {
  job: JobView;
  /** Why it failed stands beside it: the row need not say it, too. */
  explained?: boolean | undefined;
  onCancel?: ((job: JobView) => void) | undefined;
  onRetry?: ((job: JobView) => void) | undefined;
  onDismiss?: ((job: JobView) => void) | undefined;
  onReceipt?: ((receiptId: string) => void) | undefined;
}

const ICONS: Record<JobView['tone'], IconName | null> = {
  idle: 'clock',
  busy: null,
  waiting: 'lock',
  done: 'check',
  warning: 'alert',
  error: 'alert',
};

/** One job: what, where it stands, and what can be done about it. Trying again may sign: that click must be meant. */
export function JobRow({ job, explained = false, onCancel, onRetry, onDismiss, onReceipt }: JobRowProps) {
  const translator = useTranslator();
  const { t } = translator;
  const { receiptId } = job;
  const title = wordTitle(job, translator);
  const icon = ICONS[job.tone];
  // Production goes without saying.
  const server = job.server === 'production' ? null : wordOnServer(job.server, translator);
  const note = [job.subtitle !== title && job.subtitle, server].filter(Boolean).join(' · ');
  const sentence = jobSentence(job, translator, explained);
  const retry = useConfirm([job.id, job.updatedAt, job.canRetry].join(), () => onRetry?.(job));
  return (
    <div class="thing" data-tone={job.tone}>
      {icon ? <Icon name={icon} /> : <Spinner />}
      <div>
        <p class="thing-title">{title}</p>
        {note && <p class="thing-note">{note}</p>}
        {sentence && <p class="small tone-text">{sentence}</p>}
      </div>
      <div class="row">
        {job.canCancel && onCancel && (
          <IconButton icon="close" label={t('job.cancel', { title })} onClick={() => onCancel(job)} />
        )}
        {job.canRetry && onRetry && (
          <IconButton icon="refresh" label={t('job.retry', { title })} {...retry()} />
        )}
        {receiptId && onReceipt && (
          <IconButton
            icon="receipt"
            label={t('job.receipt', { title })}
            onClick={() => onReceipt(receiptId)}
          />
        )}
        {isEnded(job) && onDismiss && (
          <IconButton icon="close" label={t('job.dismiss', { title })} onClick={() => onDismiss(job)} />
        )}
      </div>
    </div>
  );
}

/** Where a job stands, in one or two sentences; none where what stands beside it says all of that. */
export function jobSentence(job: JobView, translator: Translator, explained = false): string {
  if (!job.error) {
    // "Signed in", "Rejected": what was done says more than that it is done.
    const done = job.step === 'done' ? translator.t(`receipt.action.${job.action}`) : null;
    return job.warning ?? done ?? translator.t(`job.step.${job.step}`);
  }
  const sent = job.sent === 'yes' ? null : translator.t(`job.sent.${job.sent}`);
  if (!explained) return [`${wordFailure(job.error, translator).title}.`, sent].filter(Boolean).join(' ');
  // Whether it failed is just what is not known.
  if (job.sent === 'unknown')
    return job.error.code === 'ambiguous-submit' ? '' : translator.t('job.sent.unknown');
  return [`${translator.t('job.step.failed')}.`, sent].filter(Boolean).join(' ');
}
