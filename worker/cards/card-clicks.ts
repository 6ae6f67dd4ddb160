import { readAddress } from '../../lib/didox/address.ts';
import { type PreparePorts, prepareRefusal } from '../../lib/didox/prepare.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import type { RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import { evidenceOf, type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import { FINAL_STEPS, isUnclear } from '../../lib/signing/job.ts';
import { failureOf } from '../failures.ts';
import { inboxRoute } from '../inbox/inbox-route.ts';
import { documentJob } from '../jobs.ts';
import { actionOf, goesOn, isAboutWhatIsShown } from './card-jobs.ts';
import { type CardPorts, REMEMBERED_ACCOUNT } from './card-ports.ts';
import type { CardState, DocumentCard } from './card-state.ts';
import type { CardStates } from './card-states.ts';
import type { ShownCard } from './card-store.ts';

type Click = RequestOf<'card/act'>;
type Outcome = ResponseOf<'card/act'>;

export interface ClickPorts extends CardPorts {
  readonly states: CardStates;
  readonly preparePorts: PreparePorts;
  /** The page asks anew what to show. */
  readonly refresh: (card: ShownCard) => Promise<void>;
  readonly push: (card: ShownCard, state: CardState) => Promise<void>;
}

/** Actions that change nothing at the service and need no proof of visibility; a "Try again" that submits is none. */
const HARMLESS: ReadonlySet<CardActionId> = new Set([
  'stop',
  'open-desk',
  'open-options',
  'open-health',
  'retry',
]);
const STARTED: Outcome = { outcome: 'started' };
const REFUSED: Outcome = { outcome: 'refused' };
const STALE: Outcome = { outcome: 'stale' };
const REVIEW_OPENED: Outcome = { outcome: 'review-opened' };

/** What a click on a card does. Never throws: what goes wrong is shown on the card that was clicked. */
export function createCardClicks(ports: ClickPorts) {
  const { platform, didox, keys, engine, journal, store } = ports;

  async function act(card: ShownCard, state: CardState, click: Click): Promise<Outcome> {
    switch (click.action) {
      case 'open-desk':
        await platform.tabs.openDesk(evidenceRoute(state) ?? (await inboxRoute(didox, state.server)));
        return STARTED;
      case 'open-options':
        await platform.tabs.openOptions();
        return STARTED;
      case 'open-health':
        await platform.tabs.openDesk('health');
        return STARTED;
      case 'stop':
        return stop(card, state);
      case 'retry':
        return retry(card, state, click);
      case 'sign-in':
        return state.kind === 'sign-in' ? signIn(card, state, click) : REFUSED;
      case 'offer':
        if (state.kind !== 'document') return REFUSED;
        await ports.openOffer(state.server, state.account);
        return REVIEW_OPENED;
      default:
        return state.kind === 'document' ? commit(card, state, click) : REFUSED;
    }
  }

  /** A card that missed the end of its job says so no longer than until somebody presses "Stop". */
  async function stop(card: ShownCard, state: CardState): Promise<Outcome> {
    const jobs = ['job' in state ? state.job : null, state.kind === 'document' ? state.signIn : null];
    for (const job of jobs) {
      if (!job) continue;
      const now = await journal.get(job.id);
      if (!now || FINAL_STEPS.has(now.state.step)) await ports.refresh(card);
      else await engine.cancel(job.id);
    }
    return STARTED;
  }

  /** What is signed already is not signed again; everything else is looked at anew, and signed by its own button. */
  async function retry(card: ShownCard, state: CardState, click: Click): Promise<Outcome> {
    const shown = 'job' in state ? state.job : null;
    const job = shown ? await journal.get(shown.id) : undefined;
    // Beside another trouble the button only looks again: see card-view.ts.
    const told = state.kind === 'document' && job && (state.unusable === null || isUnclear(job));
    if (told && goesOn(job, state.prepared)) {
      // It may submit: a click that must count, on exactly what was shown.
      if (card.viewId !== click.viewId || !(await isAboutWhatIsShown(job, state.prepared))) return STALE;
      if (!click.visible) {
        await ports.openReview(state, actionOf(job), { job });
        return REVIEW_OPENED;
      }
      if ((await engine.retry(job.id))?.id !== job.id) await ports.refresh(card);
      return STARTED;
    }
    if (job) ports.states.putAside(job);
    // The key may have been plugged in meanwhile: the list is asked for anew, and the card then looks again.
    if (lacksKey(state))
      void keys
        .refresh()
        .finally(() => ports.refresh(card))
        .catch(() => undefined);
    else await ports.refresh(card);
    return STARTED;
  }

  async function signIn(
    card: ShownCard,
    state: Extract<CardState, { kind: 'sign-in' }>,
    click: Click,
  ): Promise<Outcome> {
    // Signing in signs, too (the TIN): unseen, it waits in the desk.
    if (!click.visible) {
      await platform.tabs.openDesk(await inboxRoute(didox, state.server));
      return REVIEW_OPENED;
    }
    const wanted = click.keyId ?? state.chosen;
    const choice =
      state.choices.find(({ id }) => id === wanted) ??
      (state.choices.length === 1 ? state.choices[0] : undefined);
    if (!choice) throw new FlowError(failure('several-keys'));
    await rememberAccount(choice.id).catch(() => undefined);
    const { id, owner, company, branch } = choice;
    const job = await ports.signIns.start(state.server, owner, company ? { company, branch } : { keyId: id });
    // A company that was entered without a signature has no job that would bring the news.
    if (job.open === 0) await ports.refresh(card);
    return STARTED;
  }

  /** A convenience for the next time: what one came for does not hang on it. */
  async function rememberAccount(id: string): Promise<void> {
    const { chosenKeys } = await ports.settings.get();
    if (chosenKeys[REMEMBERED_ACCOUNT] === id) return;
    await ports.settings.update(now => ({ chosenKeys: { ...now.chosenKeys, [REMEMBERED_ACCOUNT]: id } }));
  }

  /** The clicks that count: ADR 3 is checked here, on the trusted side, as far as it can be. */
  async function commit(card: ShownCard, state: DocumentCard, click: Click): Promise<Outcome> {
    const { action, visible, keyId } = click;
    if (!fittingActions(state.prepared.document).actions.some(fitting => fitting === action)) return REFUSED;
    const reason = action === 'reject' ? click.reason : undefined;
    if (action === 'reject' && !reason?.trim()) return REFUSED;
    if (!visible) {
      await ports.openReview(state, action, { comment: reason });
      return REVIEW_OPENED;
    }
    const starting = start(state, action, keyId, reason);
    // What a refusal signs comes from the service, and for that somebody may have to sign in, which is not waited for.
    if (action === 'reject' || action === 'cancel')
      void starting.catch(error => complain(card, failureOf(error)).catch(() => undefined));
    else await starting;
    return STARTED;
  }

  async function start(
    state: DocumentCard,
    action: CardActionId,
    keyId: string | undefined,
    comment: string | undefined,
  ): Promise<unknown> {
    let { prepared } = state;
    const key = action === 'delete-draft' ? null : await keyFor(state, keyId);
    if (action === 'reject' || action === 'cancel') {
      const refusalPorts = { ...ports.preparePorts, didox: didox.renewing };
      const refusal = await prepareRefusal(refusalPorts, prepared, action, comment);
      // The click was on what the card shows: the rest is shown first.
      if (refusal.saysMore) return ports.openReview(state, action, { comment });
      prepared = refusal;
    } else if (action === 'delete-draft') prepared = { ...prepared, action, content: null };
    const job = await documentJob(prepared, state.account, key, {
      server: state.server,
      comment,
      now: platform.timer.now(),
      id: crypto.randomUUID(),
    });
    return engine.start(job.record, { ...(job.content ? { content: job.content } : {}), theirs: job.theirs });
  }

  async function keyFor(state: DocumentCard, keyId: string | undefined) {
    const picked = state.candidates.find(candidate => candidate.id === keyId) ?? state.key;
    if (!picked) throw new FlowError(failure('several-keys'));
    if (keyId !== undefined && state.key?.id !== picked.id) await keys.remember(state.whose, picked.id);
    return picked;
  }

  /** A failure that is about this click, not about a job: shown on the card that was clicked, if that is still there. */
  async function complain(clicked: ShownCard, reason: Failure): Promise<void> {
    const card = await store.get(clicked.tab);
    const state = card ? await store.state(card) : null;
    if (!card || !state || card.href !== clicked.href) return;
    // Whoever is signed out sees how to sign in, not why this click was in vain.
    if (reason.code === 'session-expired') return ports.refresh(card);
    await ports.push(
      card,
      state.kind === 'document'
        ? { ...state, unusable: reason }
        : { kind: 'error', server: state.server, failure: reason },
    );
  }

  return async (clicked: ShownCard, state: CardState, href: string, click: Click): Promise<Outcome> => {
    if (!samePage(clicked.href, href)) return STALE;
    if (clicked.viewId !== click.viewId && !HARMLESS.has(click.action)) return STALE;
    try {
      return await act(clicked, state, click);
    } catch (error) {
      await complain(clicked, failureOf(error));
      return REFUSED;
    }
  };
}

/** Where the desk shows the bytes that a failure is about, if they are kept. */
function evidenceRoute(state: CardState): string | null {
  const job = 'job' in state ? state.job : null;
  const reason =
    state.kind === 'error' ? state.failure : job?.state.step === 'failed' ? job.state.failure : null;
  const place = reason && evidenceOf(reason);
  return place ? `inspect/${place}` : null;
}

/** No key that could sign: the one case in which the list of keys itself is out of date. */
function lacksKey(state: CardState): boolean {
  const reason = state.kind === 'error' ? state.failure : state.kind === 'document' ? state.unusable : null;
  return reason !== null && /^(no-key-for-company|key-expired|key-not-yet-valid)$/.test(reason.code);
}

/** A navigation voids the click: the tab must still be at the document that was shown. */
function samePage(shown: string, current: string): boolean {
  const a = readAddress(shown);
  const b = readAddress(current);
  if (a?.page === 'document' && b?.page === 'document') return a.documentId === b.documentId;
  return a?.page === b?.page;
}
