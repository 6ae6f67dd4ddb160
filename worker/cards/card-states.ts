import { type DidoxAddress, readAddress } from '../../lib/didox/address.ts';
import { type PreparePorts, prepareDocument } from '../../lib/didox/prepare.ts';
import { type DidoxServer, serverOfSite } from '../../lib/didox/servers.ts';
import type { LoadedDocument } from '../../lib/didox/service.ts';
import type { Account } from '../../lib/didox/session.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import { subjectOf } from '../../lib/didox/target.ts';
import { failure } from '../../lib/signing/failure.ts';
import { isUnclear, type JobRecord } from '../../lib/signing/job.ts';
import { failureOf } from '../failures.ts';
import { TOKENS } from '../keys/key-view.ts';
import { signersFor } from '../keys/signers.ts';
import { isAboutWhatIsShown, isSignInAt, opens, signsIn, subjectShown } from './card-jobs.ts';
import { type CardPorts, REMEMBERED_ACCOUNT } from './card-ports.ts';
import type { CardState, KeyChoice } from './card-state.ts';
import { companyChoices } from './company-choices.ts';

export interface CardStates {
  /** What a card at this address has to say; null: there is no card. What went wrong is a state, too. */
  at(href: string, taxIds: readonly string[]): Promise<CardState | null>;
  /** While the document was being fetched its job may have begun, moved or ended: no news of that will come again. */
  upToDate(state: CardState, since: number): Promise<CardState>;
  latestJob(subject: string): Promise<JobRecord | null>;
  /** Somebody has read about this job, and wants to see the document as if it had not been. */
  putAside(job: JobRecord): void;
}

/** Finds out what a card has to say. Only looks: nobody is asked for a password because a page was opened. */
export function createCardStates(
  ports: Pick<CardPorts, 'didox' | 'keys' | 'journal' | 'settings' | 'waiting'>,
  preparePorts: PreparePorts,
): CardStates {
  const { didox, keys, journal } = ports;
  const aside = new Set<string>();

  async function at(href: string, taxIds: readonly string[]): Promise<CardState | null> {
    const address = readAddress(href);
    if (!address || address.page === 'other') return null;
    const site = new URL(href).hostname;
    // Known before anything can fail: a card says whose it is whatever it says.
    let server = serverOfSite(site, 'production');
    try {
      server = serverOfSite(site, await didox.serverChosen());
      if (address.page === 'list') return { kind: 'list', server, waiting: await ports.waiting(server) };
      await didox.requireServer(server);
      const { seen, unseenBy } = await look(server, address);
      return seen
        ? await documentState(seen.document, seen.account, server)
        : await signInState(server, unseenBy, taxIds);
    } catch (error) {
      return { kind: 'error', server, failure: failureOf(error) };
    }
  }

  /** The document as one of the signed-in accounts sees it. Two of one's own companies may see it from its two sides. */
  async function look(server: DidoxServer, address: Extract<DidoxAddress, { page: 'document' }>) {
    const { documentId, outgoing } = address;
    const unseenBy: string[] = [];
    const views: { readonly document: LoadedDocument; readonly account: Account }[] = [];
    for (const account of await didox.session.accounts(server)) {
      try {
        const ref = { server, owner: account.owner, documentId, outgoing };
        const document = await didox.service.document(ref);
        views.push({ document, account });
        if (outgoing === null ? hasMainAction(document) : document.outgoing === outgoing) break;
      } catch (error) {
        const { code } = failureOf(error);
        // Its session is over: it is offered to sign in, as if it never had.
        if (code === 'session-expired') continue;
        if (code !== 'document-gone' && code !== 'no-permission') {
          if (views.length > 0) break;
          throw error;
        }
        unseenBy.push(account.title || account.taxId);
      }
    }
    const rank = (document: LoadedDocument) =>
      (document.outgoing === outgoing ? 2 : 0) + (hasMainAction(document) ? 1 : 0);
    const [seen] = views.sort((a, b) => rank(b.document) - rank(a.document));
    return { seen, unseenBy };
  }

  async function documentState(
    document: LoadedDocument,
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
    const { candidates, settled, unusable: noKey, whose } = await signersFor(keys, account);
    const unusable = noKey ?? prepared.obstacle;
    // How an ended job ended is news on the page that was open then, and on no other: see upToDate.
    const told =
      job && (job.open === 1 || isUnclear(job)) && (await isAboutWhatIsShown(job, prepared)) ? job : null;
    return {
      kind: 'document',
      server,
      account,
      prepared,
      candidates,
      whose,
      key: settled,
      unusable,
      job: told,
      signIn: null,
    };
  }

  async function signInState(
    server: DidoxServer,
    unseenBy: readonly string[],
    taxIds: readonly string[],
  ): Promise<CardState> {
    const accounts = await didox.session.accounts(server);
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
      ...companyChoices(await didox.session.allKnown(server), accounts, groups, taxIds),
    ];
    if (choices.length === 0) {
      const reason = accounts.length > 0 ? failure('document-gone') : await keys.noneUsable();
      return { kind: 'error', server, failure: reason };
    }
    const { chosenKeys } = await ports.settings.get();
    const named = taxIds.flatMap(tin => choices.filter(choice => opens(choice) === `tin:${tin}`));
    const last = choices.find(choice => choice.id === chosenKeys[REMEMBERED_ACCOUNT]);
    // A page that names another of the companies is not answered with the last one's name.
    const remembered = named.length === 0 || named.some(choice => choice.id === last?.id) ? last : undefined;
    const open = (await journal.open()).find(job => isSignInAt({ choices, server }, job));
    return {
      kind: 'sign-in',
      server,
      choices,
      chosen: (remembered ?? named[0])?.id ?? null,
      unseenBy,
      job: open ?? null,
    };
  }

  async function latestJob(subject: string): Promise<JobRecord | null> {
    const jobs = await journal.bySubject(subject);
    return jobs.sort((a, b) => b.createdAt - a.createdAt)[0] ?? null;
  }

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
    const ended = job !== null && job.updatedAt >= since && !aside.has(job.id);
    const news =
      job !== null &&
      (job.open === 1 ||
        job.id === state.job?.id ||
        (ended && (await isAboutWhatIsShown(job, state.prepared))));
    const signIn = (await journal.open()).find(other => signsIn(other, state)) ?? null;
    return { ...state, job: news ? job : state.job, signIn };
  }

  return { at, upToDate, latestJob, putAside: job => void aside.add(job.id) };
}

/** Something that signs, not merely takes back. */
function hasMainAction(document: LoadedDocument): boolean {
  const [main] = fittingActions(document).actions;
  return main === 'sign' || main === 'accept';
}
