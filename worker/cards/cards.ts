import { readAddress } from '../../lib/didox/address.ts';
import {
  loadDocument,
  type PreparedDocument,
  type PreparePorts,
  prepareDocument,
  prepareRefusal,
} from '../../lib/didox/prepare.ts';
import { type DidoxServer, serverOfSite } from '../../lib/didox/servers.ts';
import type { Account } from '../../lib/didox/session.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import { subjectOf } from '../../lib/didox/target.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { CardActionId, CardView } from '../../lib/messages/views.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import { evidenceOf, type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import { goesOnWithoutSigning } from '../../lib/signing/reusable.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Didox } from '../didox.ts';
import { createDifferences } from '../differences.ts';
import { failureOf } from '../failures.ts';
import type { Gate } from '../gate.ts';
import { documentJob } from '../jobs.ts';
import { type KeyRing, TOKENS } from '../key-ring.ts';
import type { CardTab, WorkerPlatform } from '../platform.ts';
import type { SignIns } from '../sign-ins.ts';
import { signersFor } from '../signers.ts';
import type { CardState, KeyChoice } from './card-state.ts';
import type { CardStore, ShownCard } from './card-store.ts';
import { viewOfCard } from './card-view.ts';

export interface CardPorts {
  readonly platform: WorkerPlatform;
  readonly settings: SettingsStore;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly gate: Gate;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly signIns: SignIns;
  readonly store: CardStore;
  readonly texts: () => Promise<Translator>;
  /** A click that cannot be proved visible: the same thing, in an extension page. */
  readonly openReview: (
    state: Extract<CardState, { kind: 'document' }>,
    action: CardActionId,
    comment: string | undefined,
  ) => Promise<void>;
  /** The public offer is not on the card: it is shown in a review before it can be signed. */
  readonly openOffer: (server: DidoxServer, account: Account) => Promise<void>;
  readonly waiting: () => Promise<number | null>;
}

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

/** A view older than this is fetched and compared once more before its bytes are signed. */
const FRESH_MS = 10 * 60_000;
/** Actions that change nothing at the service and need no proof of visibility. */
const HARMLESS: ReadonlySet<CardActionId> = new Set([
  'stop',
  'open-desk',
  'open-options',
  'open-health',
  'open-site',
  'choose-key',
  'retry',
]);

export function createCards(ports: CardPorts): Cards {
  const { platform, didox, keys, engine, journal, store } = ports;
  const now = () => platform.timer.now();
  const preparePorts: PreparePorts = {
    didox: didox.service,
    inspectTheirs: pkcs7 => ports.gate.inspect(pkcs7),
    account: ref => didox.session.known(ref.server, ref.owner),
    keepDifference: createDifferences(platform.database, now),
  };

  async function stateFor(href: string, taxIds: readonly string[]): Promise<CardState | null> {
    const address = readAddress(href);
    if (!address || address.page === 'other') return null;
    if (address.page === 'list') return { kind: 'list', waiting: await ports.waiting() };
    const { didoxServer } = await ports.settings.get();
    const server = serverOfSite(new URL(href).hostname, didoxServer);
    try {
      await didox.requireServer(server);
      const accounts = await didox.session.accounts(server);
      const unseenBy: string[] = [];
      for (const account of accounts) {
        try {
          const ref = {
            server,
            owner: account.owner,
            documentId: address.documentId,
            outgoing: address.outgoing,
          };
          return await documentState(await loadDocument(didox.service, ref), account, server);
        } catch (error) {
          const code = failureOf(error).code;
          if (code !== 'document-gone' && code !== 'no-permission') throw error;
          unseenBy.push(account.title || account.taxId);
        }
      }
      return await signInState(server, accounts, unseenBy, taxIds);
    } catch (error) {
      return { kind: 'error', server, failure: failureOf(error) };
    }
  }

  async function documentState(
    document: Parameters<typeof prepareDocument>[1],
    account: Account,
    server: DidoxServer,
  ): Promise<CardState> {
    const job = await latestJob(
      subjectOf({
        service: 'didox',
        server,
        owner: account.owner,
        taxId: account.taxId,
        documentId: document.documentId,
        outgoing: document.outgoing,
      }),
    );
    const fitting = fittingActions(document);
    const prepared = await prepareDocument(preparePorts, document, fitting.actions[0] ?? null);
    if (fitting.actions.length === 0 && !(job?.open === 1)) {
      return {
        kind: 'settled',
        server,
        document,
        facts: prepared.facts,
        onSite: fitting.onSite,
        job: job?.state.step === 'done' ? job : null,
      };
    }
    const { candidates, settled, unusable: noKey } = await signersFor(keys, account);
    const unusable = noKey ?? prepared.obstacle;
    // How an ended job ended is news on the page that was open then, and on no other: see upToDate.
    const shown =
      job && (job.open === 1 || (job.state.step === 'failed' && job.state.sent === 'unknown')) ? job : null;
    return { kind: 'document', server, account, prepared, candidates, key: settled, unusable, job: shown };
  }

  async function signInState(
    server: DidoxServer,
    accounts: readonly Account[],
    unseenBy: readonly string[],
    taxIds: readonly string[],
  ): Promise<CardState> {
    const groups = (await keys.owners()).filter(
      group => !accounts.some(account => account.owner === group.owner),
    );
    const tokens = await keys.namelessTokens();
    const choices: KeyChoice[] = [
      ...groups.flatMap(group => {
        const key = group.keys.find(candidate => candidate.id === group.chosen);
        return key ? [{ id: key.id, owner: group.owner, label: group.title }] : [];
      }),
      ...tokens.map(token => ({ id: token.id, owner: TOKENS, label: token.holder })),
    ];
    if (choices.length === 0) {
      const reason = accounts.length > 0 ? failure('document-gone') : await keys.noneUsable();
      return { kind: 'error', server, failure: reason };
    }
    const { chosenKeys } = await ports.settings.get();
    const named = taxIds.flatMap(tin => choices.filter(choice => choice.owner === `tin:${tin}`));
    const suggested = named[0];
    const last = choices.find(choice => choice.id === chosenKeys[REMEMBERED_ACCOUNT]);
    // A page that names another of the companies is not answered with the last one's name.
    const remembered = named.length === 0 || named.some(choice => choice.id === last?.id) ? last : undefined;
    const open = (await journal.open()).find(
      job => job.action === 'didox-sign-in' && choices.some(choice => isAbout(choice, job)),
    );
    return {
      kind: 'sign-in',
      server,
      choices,
      chosen: remembered?.id ?? null,
      suggested: suggested?.id ?? null,
      unseenBy,
      job: open ?? null,
    };
  }

  async function latestJob(subject: string): Promise<JobRecord | null> {
    const jobs = await journal.bySubject(subject);
    return jobs.sort((a, b) => b.createdAt - a.createdAt)[0] ?? null;
  }

  async function present(tab: CardTab, href: string, state: CardState, fleeting = false): Promise<CardView> {
    const subject = subjectShown(state);
    const job = ('job' in state ? state.job : null) ?? (subject ? await latestJob(subject) : null);
    const card: ShownCard = {
      viewId: crypto.randomUUID(),
      tab,
      href,
      subject,
      jobSeen: job ? seenAs(job) : null,
      shownAt: now(),
    };
    await store.put(card, state, { fleeting });
    return viewOfCard(state, card.viewId, await ports.texts());
  }

  async function push(card: ShownCard, state: CardState): Promise<void> {
    const view = await present(card.tab, card.href, state, 'job' in state && state.job !== null);
    // Not waited for: a tab that does not answer must not keep the news from the others.
    void platform.tabs
      .send(card.tab, { imzochi: 'card/view', href: card.href, view })
      .then(async reached => {
        if (!reached && (await store.get(card.tab))?.viewId === view.viewId) await store.remove(card.tab);
      })
      .catch(() => undefined);
  }

  /** While the document was being fetched its job may have begun, moved or ended: no news of that will come again. */
  async function upToDate(state: CardState, since: number): Promise<CardState> {
    const subject = subjectShown(state);
    if (state.kind === 'sign-in') {
      const job = state.job ? await journal.get(state.job.id) : undefined;
      return job ? { ...state, job } : state;
    }
    if (state.kind === 'settled')
      return state.job && state.job.updatedAt < since ? { ...state, job: null } : state;
    if (state.kind !== 'document' || subject === null) return state;
    const job = await latestJob(subject);
    const news =
      job !== null &&
      (job.open === 1 || job.id === state.job?.id || (job.updatedAt >= since && !putAside.has(job.id)));
    return news ? { ...state, job } : state;
  }

  /** Somebody signed in while this card was being made to ask for it. */
  async function isSignedInMeanwhile(state: CardState): Promise<boolean> {
    if (state.kind !== 'sign-in') return false;
    const accounts = await didox.session.accounts(state.server);
    return accounts.some(account => state.choices.some(choice => choice.owner === account.owner));
  }

  /** A failure that is about this click, not about a job: shown on the card that was clicked. */
  async function complain(card: ShownCard, state: CardState, reason: Failure): Promise<void> {
    if (state.kind === 'document') await push(card, { ...state, unusable: reason });
    else
      await push(card, {
        kind: 'error',
        server: 'server' in state ? state.server : 'production',
        failure: reason,
      });
  }

  async function start(
    state: Extract<CardState, { kind: 'document' }>,
    action: CardActionId,
    keyId: string | undefined,
    comment: string | undefined,
  ): Promise<JobRecord> {
    let { prepared } = state;
    const key = await keyFor(state, keyId);
    if (action === 'reject' || action === 'cancel')
      prepared = await prepareRefusal(preparePorts, prepared, action, comment);
    else if (action === 'delete-draft') prepared = { ...prepared, action, content: null };
    const job = await documentJob(prepared, state.account, action === 'delete-draft' ? null : key, {
      server: state.server,
      comment,
      now: now(),
      id: crypto.randomUUID(),
    });
    return engine.start(job.record, { ...(job.content ? { content: job.content } : {}), theirs: job.theirs });
  }

  async function keyFor(state: Extract<CardState, { kind: 'document' }>, keyId: string | undefined) {
    const picked = state.candidates.find(candidate => candidate.id === keyId) ?? state.key;
    if (!picked) throw new FlowError(failure('several-keys'));
    if (keyId !== undefined && state.key?.id !== picked.id) await keys.choose(state.account.owner, picked.id);
    return picked;
  }

  /** The bytes shown long ago are held against the service once more. */
  async function stillSo(card: ShownCard, prepared: PreparedDocument): Promise<void> {
    if (now() - card.shownAt < FRESH_MS) return;
    const again = await prepareDocument(
      preparePorts,
      await didox.service.document(prepared.document),
      prepared.action,
    );
    const same =
      prepared.content?.base64 === again.content?.base64 &&
      prepared.document.status === again.document.status;
    if (!same) throw new FlowError(failure('document-changed'));
  }

  /** Ended jobs that somebody has read about and put aside by "Try again". */
  const putAside = new Set<string>();

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

  return {
    preparePorts,
    async show(tab, { href, taxIds, since }) {
      const lookedAt = now();
      const place = `${tab.tabId}:${tab.frameId}`;
      const question = (questions.get(place) ?? 0) + 1;
      questions.set(place, question);
      const state = await stateFor(href, taxIds);
      return inSequence(async () => {
        // The page takes the answer to its last question only: that one says what is on screen, not a slower earlier one.
        if (questions.get(place) !== question) return null;
        if (!state) {
          await store.remove(tab);
          return null;
        }
        const view = await present(tab, href, await upToDate(state, Math.min(since ?? lookedAt, lookedAt)));
        const card = (await isSignedInMeanwhile(state)) ? await store.get(tab) : null;
        if (card) await refresh(card);
        return view;
      });
    },
    async act(tab, href, { viewId, action, visible, keyId, reason }) {
      const card = await store.get(tab);
      const state = card ? await store.state(card) : null;
      if (!card || !state || !samePage(card.href, href)) return { outcome: 'stale' };
      if (card.viewId !== viewId && !HARMLESS.has(action)) return { outcome: 'stale' };
      switch (action) {
        case 'open-desk':
          await platform.tabs.openDesk(deskRoute(state));
          return { outcome: 'started' };
        case 'open-options':
          await platform.tabs.openOptions();
          return { outcome: 'started' };
        case 'open-health':
          await platform.tabs.openDesk('health');
          return { outcome: 'started' };
        case 'stop': {
          const job = 'job' in state ? state.job : null;
          if (job) await engine.cancel(job.id);
          return { outcome: 'started' };
        }
        case 'retry': {
          const shown = 'job' in state ? state.job : null;
          const job = shown ? await journal.get(shown.id) : undefined;
          // What is signed already is not signed again; everything else is looked at anew.
          const goesOn = state.kind === 'document' && job !== undefined && goesOnWithoutSigning(job);
          if (!goesOn && job) putAside.add(job.id);
          // The key may have been plugged in meanwhile: the list is asked for anew, and the card then looks again.
          if (lacksKey(state))
            void keys
              .refresh()
              .finally(() => refresh(card))
              .catch(() => undefined);
          else if (!goesOn || (await engine.retry(job.id))?.id !== job.id) await refresh(card);
          return { outcome: 'started' };
        }
        case 'choose-key':
          if (state.kind === 'document' && keyId) {
            await keys.choose(state.account.owner, keyId);
            await refresh(card);
          }
          return { outcome: 'started' };
        case 'sign-in':
        case 'offer':
        case 'sign':
        case 'accept':
        case 'reject':
        case 'cancel':
        case 'delete-draft':
          return commit(card, state, action, { visible, keyId, reason });
        default:
          return { outcome: 'refused' };
      }
    },
    leave: tab => store.remove(tab),
    async review(href) {
      const state = href ? await stateFor(href, []) : null;
      if (state?.kind !== 'document') return platform.tabs.openDesk('inbox');
      await ports.openReview(state, state.prepared.action, undefined);
    },
    jobMoved(job) {
      const waiting = news.has(job.id);
      news.set(job.id, job);
      if (waiting) return Promise.resolve();
      return inSequence(async () => {
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
          const job = card.subject
            ? await latestJob(card.subject)
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

  async function moved(job: JobRecord): Promise<void> {
    for (const card of await store.all()) {
      if (card.subject !== job.subject && job.action !== 'didox-sign-in') continue;
      const state = await store.state(card);
      if (!state) continue;
      if (state.kind === 'document' && card.subject === job.subject) {
        // Something was done to the document since this card showed it: what fits it now only the service knows.
        const outdated = state.job?.state.step === 'done' && state.job.id !== job.id;
        if (outdated) await refresh(card);
        else await push(card, { ...state, job, unusable: null });
      } else if (
        state.kind === 'sign-in' &&
        job.action === 'didox-sign-in' &&
        state.choices.some(choice => isAbout(choice, job))
      ) {
        if (job.state.step === 'done') await refresh(card);
        else await push(card, { ...state, job });
      }
    }
  }

  async function refresh(card: ShownCard): Promise<void> {
    void platform.tabs
      .send(card.tab, { imzochi: 'card/refresh' })
      .then(reached => (reached ? undefined : store.remove(card.tab)))
      .catch(() => undefined);
  }

  /** The clicks that count: decision 6 is checked here, on the trusted side, as far as it can be. */
  async function commit(
    card: ShownCard,
    state: CardState,
    action: CardActionId,
    click: { visible: boolean; keyId: string | undefined; reason: string | undefined },
  ): Promise<ResponseOf<'card/act'>> {
    try {
      if (state.kind === 'sign-in' && action === 'sign-in') {
        // Signing in signs, too (the TIN): unseen, it waits in the desk.
        if (!click.visible) {
          await platform.tabs.openDesk('inbox');
          return { outcome: 'review-opened' };
        }
        const choice =
          state.choices.find(
            candidate => candidate.id === (click.keyId ?? state.chosen ?? state.suggested),
          ) ?? (state.choices.length === 1 ? state.choices[0] : undefined);
        if (!choice) throw new FlowError(failure('several-keys'));
        await rememberAccount(choice.id);
        await ports.signIns.start(state.server, choice.owner, { keyId: choice.id });
        return { outcome: 'started' };
      }
      if (state.kind !== 'document') return { outcome: 'refused' };
      if (action === 'offer') {
        await ports.openOffer(state.server, state.account);
        return { outcome: 'review-opened' };
      }
      if (!fittingActions(state.prepared.document).actions.some(fitting => fitting === action))
        return { outcome: 'refused' };
      if (action === 'reject' && !click.reason?.trim()) return { outcome: 'refused' };
      if (!click.visible) {
        await ports.openReview(state, action, click.reason);
        return { outcome: 'review-opened' };
      }
      await stillSo(card, state.prepared);
      await start(state, action, click.keyId, action === 'reject' ? click.reason : undefined);
      return { outcome: 'started' };
    } catch (error) {
      await complain(card, state, failureOf(error));
      return { outcome: 'refused' };
    }
  }

  async function rememberAccount(keyId: string): Promise<void> {
    const { chosenKeys } = await ports.settings.get();
    if (chosenKeys[REMEMBERED_ACCOUNT] !== keyId)
      await ports.settings.set({ chosenKeys: { ...chosenKeys, [REMEMBERED_ACCOUNT]: keyId } });
  }
}

/** Under which name the settings remember which company signs in on Didox pages. */
const REMEMBERED_ACCOUNT = 'didox';

function subjectShown(state: CardState): string | null {
  if (state.kind !== 'document') return null;
  const { account, prepared, server } = state;
  return subjectOf({
    service: 'didox',
    server,
    owner: account.owner,
    taxId: account.taxId,
    documentId: prepared.document.documentId,
    outgoing: prepared.document.outgoing,
  });
}

/** No key that could sign: the one case in which the list of keys itself is out of date. */
function lacksKey(state: CardState): boolean {
  const reason = state.kind === 'error' ? state.failure : state.kind === 'document' ? state.unusable : null;
  return reason !== null && /^(no-key-for-company|key-expired|key-not-yet-valid)$/.test(reason.code);
}

/** Which job, and how far it was, when a card was last drawn. */
function seenAs(job: JobRecord): string {
  return `${job.id} ${job.state.step}`;
}

/** A token is chosen before its owner is known: then the key itself tells. */
function isAbout(choice: KeyChoice, job: JobRecord): boolean {
  return choice.owner === targetOwner(job) || choice.id === job.signer?.keyId;
}

function targetOwner(job: JobRecord): string | null {
  const target = job.target as { owner?: unknown } | null;
  return typeof target?.owner === 'string' ? target.owner : null;
}

/** A navigation voids the click: the tab must still be at the document that was shown. */
function samePage(shown: string, current: string): boolean {
  const a = readAddress(shown);
  const b = readAddress(current);
  if (a?.page === 'document' && b?.page === 'document') return a.documentId === b.documentId;
  return a?.page === b?.page;
}

/** Where the desk helps with what the card shows: at the bytes that a failure is about, where they are kept. */
function deskRoute(state: CardState): string {
  const job = 'job' in state ? state.job : null;
  const reason =
    state.kind === 'error' ? state.failure : job?.state.step === 'failed' ? job.state.failure : null;
  const place = reason && evidenceOf(reason);
  return place ? `inspect/${place}` : 'inbox';
}
