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
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Didox } from '../didox.ts';
import { failureOf } from '../failures.ts';
import type { Gate } from '../gate.ts';
import { documentJob } from '../jobs.ts';
import type { KeyRing } from '../key-ring.ts';
import type { CardTab, WorkerPlatform } from '../platform.ts';
import type { SignIns } from '../sign-ins.ts';
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
    accountTin: async ref => {
      const account = await didox.session.account(ref.server, ref.owner);
      return account?.owner.startsWith('tin:') ? account.taxId : null;
    },
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
    const { candidates, settled, unusable } = await keys.forOwner(account.owner);
    // A cancelled or failed job stays in view only until the document is looked at anew.
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
    const choices: KeyChoice[] = groups.flatMap(group => {
      const key = group.keys.find(candidate => candidate.id === group.chosen);
      return key ? [{ id: key.id, owner: group.owner, label: group.title }] : [];
    });
    if (choices.length === 0) {
      return {
        kind: 'error',
        server,
        failure: failure(accounts.length > 0 ? 'document-gone' : 'no-key-for-company', null, { company: '' }),
      };
    }
    const { chosenKeys } = await ports.settings.get();
    const remembered = choices.find(choice => choice.id === chosenKeys[REMEMBERED_ACCOUNT]);
    const suggested = taxIds.flatMap(tin => choices.filter(choice => choice.owner === `tin:${tin}`))[0];
    const open = (await journal.open()).find(
      job => job.action === 'didox-sign-in' && choices.some(choice => choice.owner === targetOwner(job)),
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

  async function present(tab: CardTab, href: string, state: CardState): Promise<CardView> {
    const card: ShownCard = {
      viewId: crypto.randomUUID(),
      tab,
      href,
      subject: subjectShown(state),
      shownAt: now(),
    };
    await store.put(card, state);
    return viewOfCard(state, card.viewId, await ports.texts());
  }

  async function push(card: ShownCard, state: CardState): Promise<void> {
    const view = await present(card.tab, card.href, state);
    if (!(await platform.tabs.send(card.tab, { imzochi: 'card/view', view }))) await store.remove(card.tab);
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

  return {
    preparePorts,
    async show(tab, { href, taxIds }) {
      const state = await stateFor(href, taxIds);
      if (!state) {
        await store.remove(tab);
        return null;
      }
      return present(tab, href, state);
    },
    async act(tab, href, { viewId, action, visible, keyId, reason }) {
      const card = await store.get(tab);
      const state = card ? await store.state(card) : null;
      if (!card || !state || !samePage(card.href, href)) return { outcome: 'stale' };
      if (card.viewId !== viewId && !HARMLESS.has(action)) return { outcome: 'stale' };
      switch (action) {
        case 'open-desk':
          await platform.tabs.openDesk('inbox');
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
          const job = 'job' in state ? state.job : null;
          if (state.kind === 'document' && job?.state.step === 'failed' && job.state.sent === 'unknown')
            await engine.retry(job.id);
          else await refresh(card);
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
    async jobMoved(job) {
      for (const card of await store.all()) {
        const state = await store.state(card);
        if (!state) continue;
        if (state.kind === 'document' && card.subject === job.subject)
          await push(card, { ...state, job, unusable: null });
        else if (
          state.kind === 'sign-in' &&
          job.action === 'didox-sign-in' &&
          state.choices.some(choice => choice.owner === targetOwner(job))
        ) {
          if (job.state.step === 'done') await refresh(card);
          else await push(card, { ...state, job });
        }
      }
    },
    async refreshAll() {
      for (const card of await store.all()) await refresh(card);
    },
  };

  async function refresh(card: ShownCard): Promise<void> {
    if (!(await platform.tabs.send(card.tab, { imzochi: 'card/refresh' }))) await store.remove(card.tab);
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
