import type { MessageKey } from '../../lib/i18n/messages.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import type { CardView } from '../../lib/messages/views/card.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import { isUnclear, type JobAction, type JobRecord } from '../../lib/signing/job.ts';

const DONE: Partial<Record<JobAction, MessageKey>> = {
  'didox-accept': 'card.done.accepted',
  'didox-reject': 'card.done.rejected',
  'didox-cancel': 'card.done.cancelled',
  'didox-delete-draft': 'card.done.deleted',
  'didox-offer': 'card.done.offer',
};

/** A job's state in one sentence and a hint. */
export function jobStatus(job: JobRecord, texts: Translator): CardView['status'] {
  const { t, find } = texts;
  const { state } = job;
  switch (state.step) {
    case 'done':
      return {
        tone: 'done',
        text: state.warning ? t('card.done.warning') : t(DONE[job.action] ?? 'card.done'),
        hint: t('card.done.hint'),
        words: state.warning,
      };
    case 'failed': {
      const said = failed(state.failure, texts);
      return {
        ...said,
        hint: together(said.hint, mayHaveArrived(job, state.failure) ? t('job.sent.unknown') : null),
      };
    }
    case 'asking':
      return {
        tone: 'busy',
        text: t('card.step.asking'),
        hint: t('card.step.asking.hint'),
        words: state.because.words,
      };
    case 'cancelled':
    case 'interrupted':
      return {
        tone: 'warning',
        text: t(`card.step.${state.step}`),
        hint: find(`card.step.${state.step}.hint`),
        words: null,
      };
    case 'unlocking':
    case 'signing':
      return {
        tone: 'waiting',
        text: t(`card.step.${state.step}`),
        hint: t(`card.step.${state.step}.hint`),
        words: null,
      };
    default:
      return {
        tone: 'busy',
        text: t(`card.step.${state.step}`),
        hint: find(`card.step.${state.step}.hint`),
        words: null,
      };
  }
}

export function failed(reason: Failure, texts: Translator): CardView['status'] {
  const { title, hint, words } = wordFailure(reason, texts);
  // What a person did on purpose is said, not shouted.
  const tone = reason.code === 'module-cancelled' ? 'warning' : 'error';
  return { tone, text: title, hint, words };
}

/** Where the reason itself does not say so. */
const mayHaveArrived = (job: JobRecord, { code }: Failure): boolean =>
  isUnclear(job) && code !== 'ambiguous-submit';

/** The window that is open now is that of the sign-in. */
export function renewing(signIn: JobRecord, texts: Translator): CardView['status'] {
  const status = jobStatus(signIn, texts);
  return { ...status, hint: together(texts.t('card.renewing'), status.hint) };
}

const together = (...sentences: readonly (string | null)[]): string | null =>
  sentences.filter(Boolean).join(' ') || null;
