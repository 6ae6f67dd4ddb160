import { serverFacts } from '../../lib/didox/servers.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import { shortDigest } from '../../lib/i18n/short-digest.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import { factLabel, factValue } from '../../lib/i18n/word-fact.ts';
import { wordTitle } from '../../lib/i18n/word-title.ts';
import type { CardAction, CardView } from '../../lib/messages/views/card.ts';
import type { Tone } from '../../lib/messages/views/tone.ts';
import type { Fact } from '../../lib/signing/fact.ts';
import { withHiddenShown } from '../../lib/signing/hidden-characters.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import type { SignatureSummary } from '../../lib/signing/signature-summary.ts';
import { action, waysForward } from './card-buttons.ts';
import { choiceOf, goesOn } from './card-jobs.ts';
import type { CardState, DocumentCard } from './card-state.ts';
import { failed, jobStatus, renewing } from './card-status.ts';

type Body = Pick<
  CardView,
  'title' | 'facts' | 'counterparty' | 'key' | 'keyChoices' | 'keyChosen' | 'status' | 'actions' | 'digest'
>;

/**
 * Words a card. Content scripts carry no dictionary, so everything leaves here ready to print: also what the other side
 * wrote, as a reason or into a certificate, and what a service said.
 */
export function viewOfCard(state: CardState, viewId: string, texts: Translator): CardView {
  const view = JSON.stringify(wordsOf(state, viewId, texts));
  return JSON.parse(view, (_name, value) => (typeof value === 'string' ? withHiddenShown(value) : value));
}

function wordsOf(state: CardState, viewId: string, texts: Translator): CardView {
  const t = texts.t;
  return {
    viewId,
    language: texts.language,
    name: t('card.name'),
    keyChoicesLabel: t(state.kind === 'sign-in' ? 'card.choose-company' : 'card.key.label'),
    ...bodyOf(state, texts),
    chrome: {
      collapse: t('card.collapse'),
      expand: t('card.expand'),
      moreFacts: t('card.moreFacts'),
      ownWords: t('common.ownWords'),
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
        facts: serverOf(state, texts),
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
        facts: serverOf(state, texts),
        status: failed(state.failure, texts),
        actions: waysForward(state.failure, texts, true),
      };
    case 'sign-in':
      return signIn(state, texts);
    case 'settled':
      return {
        ...empty,
        title: wordTitle({ title: '', facts: state.facts }, texts),
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
        // What is done on the site is done on this very page: there is nowhere to lead to.
        actions: state.job?.state.step === 'done' ? [action(texts, 'reload', true)] : [],
      };
    case 'document':
      return documentCard(state, texts);
  }
}

function documentCard(state: DocumentCard, texts: Translator): Body {
  const { t } = texts;
  const { prepared, key } = state;
  const { job, actions } = underTheFacts(state, texts);
  const asksKey = !key && !job;
  return {
    title: wordTitle({ title: '', facts: prepared.facts }, texts),
    facts: factsOf(prepared.facts, texts),
    counterparty: prepared.theirSignature ? counterpartyOf(prepared.theirSignature, texts) : null,
    key: key ? keyLine(key, texts) : null,
    keyChoices: asksKey
      ? state.candidates.map(candidate => ({
          id: candidate.id,
          // One person can have two keys that end on one day.
          label: [
            candidate.holder,
            candidate.file,
            candidate.kind !== 'pfx' && t(`keys.kind.${candidate.kind}`),
            candidate.validTo && texts.date(candidate.validTo),
          ]
            .filter(Boolean)
            .join(' · '),
        }))
      : [],
    keyChosen: null,
    status: state.signIn
      ? renewing(state.signIn, texts)
      : job
        ? jobStatus(job, texts)
        : idleStatus(state, texts),
    actions,
    digest: job?.sha256 ? { label: t('card.digest'), value: shortDigest(job.sha256) } : null,
  };
}

/** The job that is told about, and what can be done now. */
function underTheFacts(
  state: DocumentCard,
  texts: Translator,
): { job: JobRecord | null; actions: CardAction[] } {
  const { prepared, unusable, signIn } = state;
  // What stands in the way now matters more than how the last try ended.
  // But not more than that it may have arrived: to find that out needs no key.
  const over = state.job?.open === 0 && state.job.state.step !== 'done' && !isUnclear(state.job);
  const job = unusable && over ? null : state.job;
  if (job?.state.step === 'done') return { job, actions: [action(texts, 'reload', true)] };
  if (job?.open === 1 || signIn) {
    const tooLate = job?.state.step === 'submitting' || job?.state.step === 'asking';
    return { job, actions: tooLate && !signIn ? [] : [action(texts, 'stop', false)] };
  }
  if (unusable && !job) return { job, actions: waysForward(unusable, texts, true) };
  const failed = job?.state.step === 'failed' ? job.state.failure : null;
  const main = prepared.action;
  const others = fittingActions(prepared.document).actions.filter(other => other !== main);
  return {
    job,
    actions: [
      ...(job && goesOn(job, prepared)
        ? [action(texts, 'retry', true)]
        : [action(texts, main, true), ...others.map(other => action(texts, other, false))]),
      ...(failed ? waysForward(failed, texts, false).filter(way => way.id !== 'retry') : []),
    ],
  };
}

function idleStatus(state: DocumentCard, texts: Translator): CardView['status'] {
  const { t } = texts;
  const { action: main, document } = state.prepared;
  if (state.unusable) return failed(state.unusable, texts);
  if (main === 'sign' || main === 'accept')
    return {
      ...empty.status,
      text: t(!state.key ? 'card.choose-key' : main === 'accept' ? 'card.ready.accept' : 'card.ready'),
      hint: t('card.ready.hint'),
    };
  return {
    ...empty.status,
    text: fittingActions(document).onSite
      ? t('card.on-site')
      : t('card.nothing', { status: statusName(document.status, texts) }),
    hint: document.statusComment,
  };
}

function signIn(state: Extract<CardState, { kind: 'sign-in' }>, texts: Translator): Body {
  const { t } = texts;
  const { job, choices } = state;
  const running = job?.open === 1;
  const [only] = choices.length === 1 ? choices : [];
  const unseen =
    state.unseenBy.length > 0 ? t('card.signin.unseen', { names: state.unseenBy.join(', ') }) : null;
  const idle = {
    ...empty.status,
    text: unseen ?? t('card.signin.explain'),
    hint: t('card.signin.explain.hint'),
  };
  const chosen = choices.find(choice => choice.id === state.chosen) ?? only;
  const entering = job && running ? choiceOf(job, choices) : chosen;
  const actions = running
    ? [action(texts, 'stop', false)]
    : [
        {
          ...action(texts, 'sign-in', true),
          // Where one of several can be picked, the name stands beside the one that is.
          label: only ? t('action.sign-in.with', { name: only.label }) : t('action.sign-in'),
        },
        ...(job?.state.step === 'failed'
          ? waysForward(job.state.failure, texts, false).filter(way => way.id !== 'retry')
          : unseen
            ? [action(texts, 'open-desk', false)]
            : []),
      ];
  return {
    ...empty,
    title: t('card.title.signin'),
    facts: serverOf(state, texts),
    key: entering ? { label: t('card.key.label'), value: entering.label, note: null } : null,
    keyChosen: chosen?.id ?? null,
    keyChoices: running || only ? [] : choices.map(({ id, label }) => ({ id, label })),
    status: job && job.state.step !== 'done' ? jobStatus(job, texts) : idle,
    actions,
  };
}

function factsOf(facts: readonly Fact[], texts: Translator): CardView['facts'] {
  return facts
    .filter(fact => fact.label !== 'doctype')
    .map(fact => ({ label: factLabel(fact, texts), value: factValue(fact, texts), strong: fact.strong }));
}

/** Of what has no document to say it: which server it is about. */
function serverOf({ server }: CardState, texts: Translator): CardView['facts'] {
  return factsOf(serverFacts(server), texts);
}

function statusName(status: number, texts: Translator): string {
  return texts.find(`status.${status}`) ?? texts.t('status.unknown', { code: status });
}

function keyLine(key: DocumentCard['key'] & object, texts: Translator): CardView['key'] {
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
