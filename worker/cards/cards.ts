import type { PreparePorts } from '../../lib/didox/prepare.ts';
import type { RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { CardView } from '../../lib/messages/views/card.ts';
import { FlowError } from '../../lib/signing/failure.ts';
import { FINAL_STEPS, type JobRecord } from '../../lib/signing/job.ts';
import { isOvertaken } from '../../lib/signing/reusable.ts';
import { createDifferences } from '../differences.ts';
import { failureOf } from '../failures.ts';
import { inboxRoute } from '../inbox/inbox-route.ts';
import { pause } from '../pause.ts';
import type { CardTab } from '../platform.ts';
import { createCardClicks } from './card-clicks.ts';
import {
  actionOf,
  goesOn,
  isAboutWhatIsShown,
  isSignInAt,
  opens,
  seenAs,
  signsIn,
  subjectShown,
} from './card-jobs.ts';
import type { CardPorts } from './card-ports.ts';
import type { CardState } from './card-state.ts';
import { createCardStates } from './card-states.ts';
import type { ShownCard } from './card-store.ts';
import { viewOfCard } from './card-view.ts';

export interface Cards {
  show(tab: CardTab, request: RequestOf<'card/show'>): Promise<ResponseOf<'card/show'>>;
  act(tab: CardTab, href: string, request: RequestOf<'card/act'>): Promise<ResponseOf<'card/act'>>;
  leave(tab: CardTab): Promise<void>;
  /** A job moved: every card that shows its document says so. */
  jobMoved(job: JobRecord): Promise<void>;
  /** After a rebirth: cards that still show a job under way learn what became of it. */
  catchUp(): Promise<void>;
  /** Opens the review of whatever the address shows; without a document there, the desk's inbox. */
  review(href: string | null): Promise<void>;
  /** Sign-in, language, key choice: every card looks again. */
  refreshAll(): Promise<void>;
  preparePorts: PreparePorts;
}

/** The cards on all Didox pages: what each shows, and the news that reach it. */
export function createCards(ports: CardPorts): Cards {
  const { platform, didox, journal, store } = ports;
  const now = () => platform.timer.now();
  const preparePorts: PreparePorts = {
    didox: didox.service,
    inspectTheirs: pkcs7 => ports.gate.inspect(pkcs7),
    account: ref => didox.session.known(ref.server, ref.owner),
    keepDifference: createDifferences(platform.database, now),
  };
  const states = createCardStates(ports, preparePorts);
  const click = createCardClicks({ ...ports, states, preparePorts, refresh, push });

  async function put(tab: CardTab, href: string, state: CardState, fleeting = false) {
    const subject = subjectShown(state);
    const shown = 'job' in state ? state.job : null;
    const job = shown ?? (subject ? await states.latestJob(subject).catch(() => null) : null);
    const card: ShownCard = {
      viewId: crypto.randomUUID(),
      tab,
      href,
      subject,
      jobSeen: job ? seenAs(job) : null,
      shownAt: now(),
    };
    const written = store.put(card, state, { fleeting });
    return { shown: card, view: viewOfCard(state, card.viewId, await ports.texts()), written };
  }

  async function present(tab: CardTab, href: string, state: CardState): Promise<CardView> {
    const { view, written } = await put(tab, href, state);
    await written;
    return view;
  }

  async function push(card: ShownCard, state: CardState): Promise<void> {
    const underWay =
      ('job' in state && state.job !== null) || (state.kind === 'document' && state.signIn !== null);
    // A worker that dies before the page has it asks that page to look again.
    const { shown, view, written } = await put(card.tab, card.href, state, true);
    // Not waited for: a tab that does not answer must not keep the news from the others.
    void platform.tabs
      .send(card.tab, { imzochi: 'card/view', href: card.href, view })
      .then(reached =>
        inSequence(async () => {
          if ((await store.get(card.tab))?.viewId !== view.viewId) return;
          if (!reached) await store.remove(card.tab);
          // What stays on screen is kept once it is there: a click on it may wake the next worker.
          else if (!underWay) await store.put(shown, state);
        }),
      )
      .catch(() => undefined);
    await written;
  }

  async function refresh(card: ShownCard): Promise<void> {
    void platform.tabs
      .send(card.tab, { imzochi: 'card/refresh' })
      .then(reached => (reached ? undefined : store.remove(card.tab)))
      .catch(() => undefined);
  }

  /** Somebody signed in while this card was being made to ask for it. */
  async function isSignedInMeanwhile(state: CardState): Promise<boolean> {
    if (state.kind !== 'sign-in') return false;
    const accounts = await didox.session.accounts(state.server);
    return accounts.some(account => state.choices.some(choice => opens(choice) === account.owner));
  }

  /** News of jobs reach the cards in their order: an older step must not stay on screen behind a newer one. */
  let telling: Promise<unknown> = Promise.resolve();
  /** Not yet told, by job: whoever is slow hears the newest step, not all of them. */
  const news = new Map<string, JobRecord>();
  /** How often each page has asked what to show. */
  const questions = new Map<string, number>();
  const inSequence = <T>(tell: () => Promise<T>): Promise<T> => {
    const result = telling.then(tell, tell);
    telling = result.catch(() => undefined);
    return result;
  };

  async function moved(job: JobRecord): Promise<void> {
    for (const card of await store.all()) {
      if (card.subject !== job.subject && job.action !== 'didox-sign-in') continue;
      const state = await store.state(card);
      if (state?.kind === 'document' && card.subject === job.subject) {
        // Something was done to the document since this card showed it: what it says and what fits it only the service knows.
        const outdated = isOvertaken(job) || (state.job?.state.step === 'done' && state.job.id !== job.id);
        const told = (await isAboutWhatIsShown(job, state.prepared)) ? job : null;
        if (outdated) await refresh(card);
        else await push(card, { ...state, job: told, unusable: null });
      } else if (state?.kind === 'document' && signsIn(job, state)) {
        // E-IMZO's window is open for the company of this document.
        if (job.open === 1) await push(card, { ...state, signIn: job });
        else if (state.signIn) await push(card, { ...state, signIn: null });
      } else if (state?.kind === 'sign-in' && isSignInAt(state, job)) {
        if (job.state.step === 'done') await refresh(card);
        else await push(card, { ...state, job });
      }
    }
  }

  return {
    preparePorts,
    async show(tab, { href, taxIds, since }) {
      const lookedAt = now();
      const place = `${tab.tabId}:${tab.frameId}`;
      const question = (questions.get(place) ?? 0) + 1;
      questions.set(place, question);
      const state = await states.at(href, taxIds);
      return inSequence(async () => {
        // The page takes the answer to its last question only: that one says what is on screen, not a slower earlier one.
        if (questions.get(place) !== question) return null;
        if (!state) {
          await store.remove(tab);
          return null;
        }
        const current = await states
          .upToDate(state, Math.min(since ?? lookedAt, lookedAt))
          .catch((error): CardState => ({ kind: 'error', server: state.server, failure: failureOf(error) }));
        const view = await present(tab, href, current);
        const card = (await isSignedInMeanwhile(state)) ? await store.get(tab) : null;
        if (card) await refresh(card);
        return view;
      });
    },
    async act(tab, href, request) {
      const card = await store.get(tab);
      const state = card ? await store.state(card) : null;
      return card && state ? click(card, state, href, request) : { outcome: 'stale' };
    },
    leave: tab => store.remove(tab),
    async review(href) {
      const state = href ? await states.at(href, []) : null;
      if (state?.kind === 'error') throw new FlowError(state.failure);
      if (state?.kind !== 'document')
        return platform.tabs.openDesk(state ? await inboxRoute(didox, state.server) : 'inbox');
      const { job, prepared } = state;
      // What is under way, or goes on without another signature, is shown; nothing is begun beside it.
      if (job && (job.open === 1 || goesOn(job, prepared)))
        return ports.openReview(state, actionOf(job), { job });
      await ports.openReview(state, prepared.action);
    },
    jobMoved(job) {
      const waiting = news.has(job.id);
      news.set(job.id, job);
      if (waiting) return Promise.resolve();
      return inSequence(async () => {
        // The job's own next step goes first: drawing a card takes as long as checking a signature.
        if (!FINAL_STEPS.has(job.state.step)) await pause(platform.timer, 0);
        const latest = news.get(job.id);
        news.delete(job.id);
        if (latest) await moved(latest);
      });
    },
    catchUp: () =>
      inSequence(async () => {
        for (const card of await store.all()) {
          const state = await store.state(card);
          // The worker died while it was writing down what this card shows: the page asks anew.
          if (!state) {
            await refresh(card);
            continue;
          }
          // No news of a sign-in will come again either.
          if (state.kind === 'document' && state.signIn) {
            const signIn = await journal.get(state.signIn.id);
            if (signIn?.open !== 1) await refresh(card);
          }
          const job = card.subject
            ? await states.latestJob(card.subject)
            : 'job' in state && state.job
              ? ((await journal.get(state.job.id)) ?? null)
              : null;
          if (job && seenAs(job) !== card.jobSeen) await moved(job);
          else if (!job && card.jobSeen) await refresh(card);
        }
      }),
    async refreshAll() {
      for (const card of await store.all()) await refresh(card);
    },
  };
}
