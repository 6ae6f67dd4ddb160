import * as z from 'zod/mini';
import { FlowError, failure } from '../signing/failure.ts';
import type { WatchedKeyValuePort } from '../vault/ports.ts';
import { createRemembered, type Remembered, watchOf } from '../vault/remembered.ts';
import type { DidoxServer } from './servers.ts';

/** Tokens live 360 minutes; nothing in them tells the end. A minute is kept in reserve. */
export const TOKEN_LIFETIME_MS = 359 * 60_000;

/** Session storage: gone with the browser, out of reach of content scripts. */
export type TokenStore = WatchedKeyValuePort;

const RelatedCompany = z.object({ tin: z.string(), name: z.string(), roles: z.array(z.number()) });
const Branch = z.object({ number: z.string(), name: z.nullable(z.string()), tin: z.nullable(z.string()) });
const Account = z.object({
  /** `tin:300000019` for a company, `person:<PINFL or uid>` for a person. */
  owner: z.string(),
  /** What was signed to get in: TIN of the company, PINFL or uid of the person. */
  taxId: z.string(),
  title: z.string(),
  /** Epoch ms when the token ends; 0 once the service refused it. */
  until: z.number(),
  relatedCompanies: z.array(RelatedCompany),
  /** Branches that can be entered; `tin`: of which company, where the service says so. */
  branches: z.array(Branch),
  /** The owner whose own token opened this one (a person who entered a company): that person's key signs for it. */
  via: z.nullable(z.string()),
  /** The branch that was entered. */
  branch: z.nullable(z.string()),
  /** Permission roles, known only of companies that a person entered; null: nobody said. */
  roles: z.nullable(z.array(z.number())),
});
/** Who is signed in. Holds no token: accounts are kept beside reviews and cards in the database, tokens never are. */
export type Account = z.infer<typeof Account>;
const Entry = z.object({
  account: Account,
  token: z.string(),
  /** All that is kept of whom a person signed out, until a person signs in: whatever is under way must not. */
  signedOut: z.optional(z.boolean()),
});
type Entry = z.infer<typeof Entry>;

export interface DidoxSession {
  /** Accounts with a live token, for one server. */
  accounts(server: DidoxServer): Promise<Account[]>;
  account(server: DidoxServer, owner: string): Promise<Account | null>;
  /** The same, also when its token has ended: how it was opened is needed to open it again. */
  known(server: DidoxServer, owner: string): Promise<Account | null>;
  /** All accounts, also those whose tokens have ended. */
  allKnown(server: DidoxServer): Promise<Account[]>;
  /** Nothing is taken of whom a person signed out meanwhile. */
  put(server: DidoxServer, account: Account, token: string): Promise<void>;
  /** A person signs out: one owner, or all of them. */
  forget(server: DidoxServer, owner: string | null): Promise<void>;
  /** A person signs in: these are signed out no longer. */
  readmit(server: DidoxServer, owners: readonly string[]): Promise<void>;
  /**
   * Signs in (the key may ask for its password) when there is no live token; several at once share one sign-in. Rejects
   * with `session-expired` for whom a person signed out.
   */
  ensure(server: DidoxServer, owner: string): Promise<void>;
  /**
   * Calls with the owner's token. A 401 about the token ends it, signs in once more and repeats the call once. Only for
   * calls without an effect.
   */
  withToken<T>(server: DidoxServer, owner: string, call: (userKey: string) => Promise<T>): Promise<T>;
  /** Calls once, with a live token only: never asks for a password. Throws `session-expired` without one. */
  withLiveToken<T>(server: DidoxServer, owner: string, call: (userKey: string) => Promise<T>): Promise<T>;
}

export interface SessionPorts {
  readonly store: TokenStore;
  readonly now: () => number;
  /** Signs in again as this owner; rejects with the reason it could not. */
  readonly renew: (server: DidoxServer, owner: string) => Promise<void>;
}

export function createSession(ports: SessionPorts): DidoxSession {
  const renewing = new Map<string, Promise<void>>();
  /** Writes of the list follow each other, so that two sign-ins at once do not lose one. */
  let writing: Promise<unknown> = Promise.resolve();

  const readStored = async (server: DidoxServer): Promise<readonly Entry[]> => {
    const stored = await ports.store.get(storageKey(server));
    if (!Array.isArray(stored)) return [];
    return stored.map(entry => Entry.safeParse(entry)).flatMap(entry => (entry.success ? [entry.data] : []));
  };
  const remembered = new Map<DidoxServer, Remembered<readonly Entry[]>>();
  const entriesOf = (server: DidoxServer) => {
    const known =
      remembered.get(server) ??
      createRemembered(() => readStored(server), [watchOf(ports.store, storageKey(server))]);
    remembered.set(server, known);
    return known;
  };
  const read = (server: DidoxServer) => entriesOf(server).get();
  const update = (
    server: DidoxServer,
    change: (entries: readonly Entry[]) => readonly Entry[],
  ): Promise<void> => {
    const work = async () => {
      await ports.store.set(storageKey(server), change(await readStored(server)));
      entriesOf(server).forget();
    };
    const result = writing.then(work, work);
    writing = result.catch(() => undefined);
    return result;
  };
  const find = async (server: DidoxServer, owner: string) =>
    (await read(server)).find(entry => entry.account.owner === owner && !entry.signedOut) ?? null;
  const live = async (server: DidoxServer, owner: string) => {
    const entry = await find(server, owner);
    return entry && entry.account.until > ports.now() ? entry : null;
  };
  /** Ends one very token; a newer one of the same owner stays. */
  const lapse = (server: DidoxServer, owner: string, token: string) =>
    update(server, entries =>
      entries.map(entry =>
        entry.account.owner === owner && entry.token === token
          ? { account: { ...entry.account, until: 0 }, token: '' }
          : entry,
      ),
    );
  const renew = (server: DidoxServer, owner: string): Promise<void> => {
    const key = `${server}|${owner}`;
    const current = renewing.get(key);
    if (current) return current;
    const attempt = ports.renew(server, owner).finally(() => renewing.delete(key));
    renewing.set(key, attempt);
    return attempt;
  };
  const ensure = async (server: DidoxServer, owner: string) => {
    if (await live(server, owner)) return;
    const entries = await read(server);
    const via = (await find(server, owner))?.account.via;
    if (isSignedOut(entries, owner) || (via && isSignedOut(entries, via)))
      throw new FlowError(failure('session-expired'));
    await renew(server, owner);
  };
  const withLiveToken: DidoxSession['withLiveToken'] = async (server, owner, call) => {
    const entry = await live(server, owner);
    if (!entry) throw new FlowError(failure('session-expired'));
    try {
      return await call(entry.token);
    } catch (error) {
      if (isAboutToken(error)) await lapse(server, owner, entry.token);
      throw error;
    }
  };

  return {
    accounts: async server =>
      (await read(server)).map(({ account }) => account).filter(({ until }) => until > ports.now()),
    account: async (server, owner) => (await live(server, owner))?.account ?? null,
    known: async (server, owner) => (await find(server, owner))?.account ?? null,
    allKnown: async server =>
      (await read(server)).filter(entry => !entry.signedOut).map(({ account }) => account),
    put: (server, account, token) =>
      update(server, entries =>
        isSignedOut(entries, account.owner)
          ? entries
          : [...entries.filter(entry => entry.account.owner !== account.owner), { account, token }],
      ),
    forget: (server, owner) =>
      update(server, entries =>
        owner === null
          ? entries.map(({ account }) => signedOut(account.owner))
          : [...entries.filter(({ account }) => account.owner !== owner), signedOut(owner)],
      ),
    readmit: (server, owners) =>
      update(server, entries =>
        entries.filter(entry => !entry.signedOut || !owners.includes(entry.account.owner)),
      ),
    ensure,
    withLiveToken,
    async withToken(server, owner, call) {
      await ensure(server, owner);
      try {
        return await withLiveToken(server, owner, call);
      } catch (error) {
        if (!isAboutToken(error)) throw error;
        await ensure(server, owner);
        return withLiveToken(server, owner, call);
      }
    },
  };
}

function isSignedOut(entries: readonly Entry[], owner: string): boolean {
  return entries.some(entry => entry.signedOut && entry.account.owner === owner);
}

function signedOut(owner: string): Entry {
  const nothing = { taxId: '', title: '', until: 0, relatedCompanies: [], branches: [] };
  return { account: { owner, ...nothing, via: null, branch: null, roles: null }, token: '', signedOut: true };
}

function isAboutToken(error: unknown): boolean {
  return error instanceof FlowError && error.failure.code === 'session-expired';
}

function storageKey(server: DidoxServer): string {
  return `didox.accounts.${server}`;
}
