import * as z from 'zod/mini';
import { FlowError, failure } from '../signing/failure.ts';
import type { DidoxServer } from './servers.ts';

/** Tokens live 360 minutes; nothing in them tells the end (docs: section 2.2). A minute is kept in reserve. */
export const TOKEN_LIFETIME_MS = 359 * 60_000;

/** Session storage: gone with the browser, out of reach of content scripts. */
export interface TokenStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

const RelatedCompany = z.object({ tin: z.string(), name: z.string(), roles: z.array(z.number()) });
const Account = z.object({
  /** `tin:300000019` for a company, `person:<PINFL or uid>` for a person. */
  owner: z.string(),
  taxId: z.string(),
  title: z.string(),
  token: z.string(),
  until: z.number(),
  relatedCompanies: z.array(RelatedCompany),
  branches: z.array(z.string()),
  /** The owner whose own token opened this one (a person who entered a company). */
  via: z.nullable(z.string()),
});
export type Account = z.infer<typeof Account>;
const Accounts = z.array(Account);

export interface DidoxSession {
  /** Accounts with a live token, for one server. */
  accounts(server: DidoxServer): Promise<Account[]>;
  account(server: DidoxServer, owner: string): Promise<Account | null>;
  put(server: DidoxServer, account: Account): Promise<void>;
  forget(server: DidoxServer, owner: string | null): Promise<void>;
  /**
   * Calls with the owner's token. A 401 about the token forgets it, signs in once more (the key may ask for its
   * password) and repeats the call once; several calls at once share that one sign-in.
   */
  withToken<T>(server: DidoxServer, owner: string, call: (userKey: string) => Promise<T>): Promise<T>;
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

  const read = async (server: DidoxServer): Promise<Account[]> => {
    const parsed = Accounts.safeParse(await ports.store.get(storageKey(server)));
    return parsed.success ? parsed.data.filter(account => account.until > ports.now()) : [];
  };
  const update = (server: DidoxServer, change: (accounts: Account[]) => Account[]): Promise<void> => {
    const work = async () => ports.store.set(storageKey(server), change(await read(server)));
    const result = writing.then(work, work);
    writing = result.catch(() => undefined);
    return result;
  };
  const account = async (server: DidoxServer, owner: string) =>
    (await read(server)).find(candidate => candidate.owner === owner) ?? null;
  const forget = (server: DidoxServer, owner: string | null) =>
    update(server, accounts =>
      owner === null ? [] : accounts.filter(candidate => candidate.owner !== owner),
    );

  const renew = (server: DidoxServer, owner: string): Promise<void> => {
    const key = `${server}|${owner}`;
    const current = renewing.get(key);
    if (current) return current;
    const attempt = ports.renew(server, owner).finally(() => renewing.delete(key));
    renewing.set(key, attempt);
    return attempt;
  };

  return {
    accounts: read,
    account,
    put: (server, next) =>
      update(server, accounts => [...accounts.filter(candidate => candidate.owner !== next.owner), next]),
    forget,
    async withToken(server, owner, call) {
      let known = await account(server, owner);
      if (!known) {
        await renew(server, owner);
        known = await account(server, owner);
        if (!known) throw new FlowError(failure('session-expired'));
      }
      try {
        return await call(known.token);
      } catch (error) {
        if (!(error instanceof FlowError) || error.failure.code !== 'session-expired') throw error;
        const latest = await account(server, owner);
        // Another call may have renewed it meanwhile.
        if (!latest || latest.token === known.token) {
          await forget(server, owner);
          await renew(server, owner);
        }
        const fresh = await account(server, owner);
        if (!fresh) throw error;
        return call(fresh.token);
      }
    },
  };
}

function storageKey(server: DidoxServer): string {
  return `didox.accounts.${server}`;
}
