import { fittingActions } from '../../lib/didox/statuses.ts';
import type { MessageKey } from '../../lib/i18n/messages.ts';
import { shortDigest } from '../../lib/i18n/short-digest.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { CardAction, CardActionId, CardView, Tone } from '../../lib/messages/views.ts';
import type { Fact } from '../../lib/signing/fact.ts';
import { evidenceOf, type Failure } from '../../lib/signing/failure.ts';
import type { JobAction, JobRecord } from '../../lib/signing/job.ts';
import { goesOnWithoutSigning } from '../../lib/signing/reusable.ts';
import type { SignatureSummary } from '../../lib/signing/signature-summary.ts';
import { wordFact, wordFailure } from '../words.ts';
import type { CardState } from './card-state.ts';

type Body = Pick<
  CardView,
  'title' | 'facts' | 'counterparty' | 'key' | 'keyChoices' | 'keyChosen' | 'status' | 'actions' | 'digest'
>;

/** Words a card. Content scripts carry no dictionary, so everything leaves here ready to print. */
export function viewOfCard(state: CardState, viewId: string, texts: Translator): CardView {
  const t = texts.t;
  return {
    viewId,
    language: texts.language,
    name: t('card.name'),
    keyChoicesLabel: t(state.kind === 'sign-in' ? 'card.choose-company' : 'card.choose-key'),
    ...bodyOf(state, texts),
    chrome: {
      collapse: t('card.collapse'),
      expand: t('card.expand'),
      moreFacts: t('card.moreFacts'),
      notVisible: t('card.notVisible'),
      back: t('card.back'),
    },
  };
}

const empty: Body = {
  title: '',
  facts: [],
  counterparty: null,
  key: null,
  keyChoices: [],
  keyChosen: null,
  status: { tone: 'idle', text: '', hint: null, words: null },
  actions: [],
  digest: null,
};

function bodyOf(state: CardState, texts: Translator): Body {
  const { t } = texts;
  switch (state.kind) {
    case 'list':
      return {
        ...empty,
        title: t('card.list.title'),
        status: {
          ...empty.status,
          text: state.waiting === null ? t('card.list.hint') : t('card.list.waiting', { n: state.waiting }),
        },
        actions: [action(texts, 'open-desk', true)],
      };
    case 'error':
      return {
        ...empty,
        title: t('card.title.loading'),
        status: failed(state.failure, texts),
        actions: waysForward(state.failure, texts, true),
      };
    case 'sign-in':
      return signIn(state, texts);
    case 'settled':
      return {
        ...empty,
        title: titleOf(state.document.doctype, state.facts, texts),
        facts: factsOf(state.facts, texts),
        status: state.job
          ? jobStatus(state.job, texts)
          : {
              ...empty.status,
              tone: state.document.status === 3 ? 'done' : 'idle',
              text: state.onSite
                ? t('card.on-site')
                : t('card.nothing', { status: statusName(state.document.status, texts) }),
              hint: state.document.statusComment,
            },
        actions:
          state.job?.state.step === 'done'
            ? [action(texts, 'reload', true)]
            : state.onSite
              ? [action(texts, 'open-site', true)]
              : [],
      };
    case 'document':
      return documentCard(state, texts);
  }
}

function documentCard(state: Extract<CardState, { kind: 'document' }>, texts: Translator): Body {
  const { t } = texts;
  const { prepared, key } = state;
  // What stands in the way now matters more than how the last try ended.
  const over = state.job?.open === 0 && state.job.state.step !== 'done';
  const job = state.unusable && over ? null : state.job;
  const running = job !== null && job.open === 1;
  const finished = job?.state.step === 'done';
  const asksKey = !key && state.candidates.length > 1 && !job;
  const main: CardActionId = prepared.action;
  const offered = fittingActions(prepared.document).actions;
  let actions: CardAction[] = [];
  if (finished) actions = [action(texts, 'reload', true)];
  else if (running)
    actions =
      job.state.step === 'submitting' || job.state.step === 'asking' ? [] : [action(texts, 'stop', false)];
  else if (state.unusable) actions = waysForward(state.unusable, texts, true);
  else if (job && goesOnWithoutSigning(job)) actions = [action(texts, 'retry', true)];
  else
    actions = [
      // Taking back what was sent is nobody's main purpose.
      action(texts, main, main !== 'cancel'),
      ...offered.filter(other => other !== main).map(other => action(texts, other, false)),
    ];
  if (job?.state.step === 'failed')
    actions.push(...waysForward(job.state.failure, texts, false).filter(way => way.id !== 'retry'));

  const waits = main === 'cancel';
  const idle = state.unusable
    ? failed(state.unusable, texts)
    : waits
      ? {
          tone: 'idle' as Tone,
          text: t('card.nothing', { status: statusName(prepared.document.status, texts) }),
          hint: prepared.document.statusComment,
          words: null,
        }
      : {
          tone: 'idle' as Tone,
          text: t(prepared.action === 'accept' ? 'card.ready.accept' : 'card.ready'),
          hint: t('card.ready.hint'),
          words: null,
        };
  return {
    title: titleOf(prepared.document.doctype, prepared.facts, texts),
    facts: factsOf(prepared.facts, texts),
    counterparty: prepared.theirSignature ? counterpartyOf(prepared.theirSignature, texts) : null,
    key: key ? keyLine(key, texts) : null,
    keyChoices: asksKey
      ? state.candidates.map(candidate => ({
          id: candidate.id,
          label: `${candidate.holder}${candidate.validTo ? ` · ${texts.date(candidate.validTo)}` : ''}`,
        }))
      : [],
    keyChosen: null,
    status: job ? jobStatus(job, texts) : idle,
    actions,
    digest: job?.sha256 ? { label: t('card.digest'), value: shortDigest(job.sha256) } : null,
  };
}

function signIn(state: Extract<CardState, { kind: 'sign-in' }>, texts: Translator): Body {
  const { t } = texts;
  const job = state.job;
  const running = job?.open === 1;
  const chosen =
    state.choices.find(choice => choice.id === state.chosen) ??
    (state.choices.length === 1 ? state.choices[0] : undefined);
  const unseen =
    state.unseenBy.length > 0 ? t('card.signin.unseen', { names: state.unseenBy.join(', ') }) : null;
  const idle = {
    tone: 'idle' as Tone,
    text: unseen ?? t('card.signin.explain'),
    hint: t('card.signin.explain.hint'),
    words: null,
  };
  const actions = running
    ? [action(texts, 'stop', false)]
    : [
        {
          ...action(texts, 'sign-in', true),
          label: chosen ? t('action.sign-in.with', { name: chosen.label }) : t('action.sign-in'),
        },
        ...(job?.state.step === 'failed'
          ? waysForward(job.state.failure, texts, false).filter(way => way.id !== 'retry')
          : []),
      ];
  return {
    ...empty,
    title: t('card.title.signin'),
    key: chosen ? { label: t('card.key.label'), value: chosen.label, note: null } : null,
    keyChosen: state.suggested,
    keyChoices: running || chosen ? [] : state.choices.map(({ id, label }) => ({ id, label })),
    status: job && job.state.step !== 'done' ? jobStatus(job, texts) : idle,
    actions,
  };
}

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
    case 'failed':
      return failed(state.failure, texts);
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

function failed(reason: Failure, texts: Translator): CardView['status'] {
  const { title, hint } = wordFailure(reason, texts);
  return { tone: 'error', text: title, hint, words: reason.words };
}

/** Where a failure leads: the button that helps. */
function waysForward(reason: Failure, texts: Translator, primary: boolean): CardAction[] {
  const code = reason.code;
  const ways: CardActionId[] =
    code.startsWith('partner-token') || code === 'server-not-permitted' || code === 'vault-locked'
      ? ['open-options', 'retry']
      : code === 'offer-not-signed'
        ? ['offer']
        : /^(module|origin|certificate-not-trusted|site-route|too-old|invalid-api-key)/.test(code)
          ? ['retry', 'open-health']
          : code === 'already-signed' ||
              code === 'document-changed' ||
              code === 'wrong-status' ||
              code === 'stale-view'
            ? ['reload']
            : ['retry'];
  if (evidenceOf(reason)) ways.push('open-desk');
  return ways.map((id, at) => action(texts, id, primary && at === 0));
}

function action(texts: Translator, id: CardActionId, primary: boolean): CardAction {
  const label = texts.t(`action.${id}` as MessageKey);
  if (id !== 'reject') return { id, label, primary };
  return {
    id,
    label,
    primary,
    reason: {
      label: texts.t('card.reason.label'),
      placeholder: texts.t('card.reason.placeholder'),
      confirm: texts.t('card.reason.confirm'),
      maxLength: 1000,
    },
  };
}

function titleOf(doctype: string, facts: readonly Fact[], texts: Translator): string {
  const type = doctypeName(doctype, texts);
  const number = facts.find(fact => fact.label === 'number')?.value;
  return number ? texts.t('card.title', { type, number }) : texts.t('card.title.noNumber', { type });
}

function factsOf(facts: readonly Fact[], texts: Translator): CardView['facts'] {
  return facts.filter(fact => fact.label !== 'doctype').map(fact => wordFact(fact, texts));
}

export function doctypeName(code: string, texts: Translator): string {
  return texts.find(`doctype.${code}`) ?? texts.t('doctype.unknown', { code });
}

function statusName(status: number, texts: Translator): string {
  return texts.find(`status.${status}`) ?? texts.t('status.unknown', { code: status });
}

function keyLine(
  key: Extract<CardState, { kind: 'document' }>['key'] & object,
  texts: Translator,
): CardView['key'] {
  const note =
    key.validity === 'expires-soon' && key.validTo
      ? texts.t('card.key.note.until', { date: texts.date(key.validTo) })
      : null;
  return {
    label: texts.t('card.key.label'),
    value: key.organization ? `${key.holder}, ${key.organization}` : key.holder,
    note,
  };
}

function counterpartyOf(signature: SignatureSummary, texts: Translator): CardView['counterparty'] {
  const at = signature.stampedAt ?? signature.signedAt;
  const name = signature.organization ?? signature.holder;
  const tone: Tone =
    signature.outcome === 'verified' ? 'done' : signature.outcome === 'not-valid' ? 'error' : 'warning';
  return {
    tone,
    text: texts.t(`card.counterparty.${signature.outcome}`, {
      name,
      time: at === null ? '–' : texts.dateTime(at),
    }),
  };
}
