import type * as z from 'zod/mini';
import { pairFor } from './api-keys.ts';
import type { Connection } from './connection.ts';
import { ModuleError, type ModuleErrorCode } from './errors.ts';
import type { ApiKeyPair, SiteTransport, TimerPort } from './ports.ts';
import type { Queue } from './queue.ts';
import { callOverSite } from './site-route.ts';
import { OF_THE_MODULE } from './status-table.ts';
import { ADMISSION_MS, VERBS, type VerbName } from './verb-table.ts';
import type { Caller } from './verbs/caller.ts';
import { askVersion, sendApiKey } from './verbs/meta.ts';
import { isTooOld, type ModuleVersion, supports } from './versions.ts';
import { encodeRequest, readAnswer } from './wire.ts';

/** By which way calls go: our own socket, or a socket that the user's open Didox tab opens. */
export type Route = 'own-origin' | 'site';

/** What came of the site route when it was last needed. `refused`: the site itself has not yet used E-IMZO. */
export type SiteVerdict = 'untried' | 'unavailable' | 'works' | 'refused' | 'blocked';

/** What the dispatcher has learnt. Only successes are remembered as reasons to skip a step. */
export interface Learnt {
  /** Version of the module that answers now; null until it has answered, and again after it went away. */
  readonly version: ModuleVersion | null;
  /** The way that worked last; null before the first plugin call succeeded. */
  readonly route: Route | null;
  /** The module refused our own origin at the last try; `domain` as it named us, where it did. */
  readonly refused: { readonly domain: string | null } | null;
  /** Our own origin was admitted after a key that this worker sent; false also where one sent by an earlier life still counts. */
  readonly byKey: boolean;
  readonly site: SiteVerdict;
  /** Code of the last call that failed for the module's or the way's sake; null after one that was answered. */
  readonly lastFailure: ModuleErrorCode | null;
}

export interface Dispatcher {
  /** Queues one call: handshake, route and repeat included. */
  readonly call: Caller;
  /** Asks the module's version, anew. */
  version(signal?: AbortSignal): Promise<ModuleVersion>;
  /** The version, from memory when it is known. */
  knownVersion(signal?: AbortSignal): Promise<ModuleVersion>;
  /** One place in the queue for several calls in a row (the diagnosis); calls inside it do not queue again. */
  exclusive<T>(
    name: string,
    signal: AbortSignal | undefined,
    task: (turn: Pick<Dispatcher, 'call' | 'version'>) => Promise<T>,
  ): Promise<T>;
  /** Whether this call may be waiting for a person: at a password, a PIN, or developer mode's question. */
  mayAsk(verb: string): boolean;
  /** Nobody was there for a bare connection either: whatever was remembered of the module is of before. */
  nobodyThere(why: 'not-running' | 'certificate-not-trusted' | 'no-reply'): void;
  /** A socket has connected without a call: whoever was thought absent is asked again by the next one that looks. */
  wayIsOpen(): void;
  /** Begin with our own origin again, whatever worked last. */
  preferOwnOrigin(): void;
  learnt(): Learnt;
}

export interface DispatcherDeps {
  readonly connection: Connection;
  readonly queue: Queue;
  readonly timer: TimerPort;
  /** The pairs from the settings, read when needed. */
  readonly apiKeys: () => Promise<readonly ApiKeyPair[]>;
  readonly site?: SiteTransport | undefined;
  readonly onChange?: () => void;
}

/** Calls that the module answers to any origin, and that need no version first. */
const META: ReadonlySet<VerbName> = new Set(['version', 'apidoc', 'apikey']);
/** Failures of our own side, and a catalogue with a gap: neither proves that the module is well, nor that it is not. */
const NO_NEWS: ReadonlySet<ModuleErrorCode> = new Set(['aborted', 'too-large', 'function-missing']);
/** The module has seen to the request itself, whatever it made of it: it had let us in before. */
const letIn = (error: unknown): boolean =>
  error instanceof ModuleError && !OF_THE_MODULE.has(error.code) && !NO_NEWS.has(error.code);
/** What an answered question for the version leaves standing: it is answered to everybody, at any time. */
const BEYOND_VERSION: ReadonlySet<ModuleErrorCode> = new Set([
  'origin-refused',
  'invalid-api-key',
  'site-blocked',
  'busy',
]);
/** After these the module may be another one when it answers again. */
const GONE: ReadonlySet<ModuleErrorCode> = new Set([
  'not-running',
  'certificate-not-trusted',
  'dropped',
  'no-reply',
]);
/** Failures of the way, not of the request. */
const LOST: ReadonlySet<ModuleErrorCode> = new Set([...GONE, 'aborted']);

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { connection, queue, timer, site, onChange = () => {} } = deps;
  let learnt: Learnt = {
    version: null,
    route: null,
    refused: null,
    byKey: false,
    site: 'untried',
    lastFailure: null,
  };

  function learn(news: Partial<Learnt>): void {
    learnt = { ...learnt, ...news };
    if ('version' in news) connection.setReuse(!!news.version && !supports(news.version, 'closesAfterReply'));
    onChange();
  }

  /** One request by one way; a harmless question is asked again when the socket breaks under it. */
  const ask = async <S extends z.core.$ZodType>(
    verb: VerbName,
    answer: S,
    once: () => Promise<string>,
  ): Promise<z.output<S>> => {
    try {
      const reply = await once().catch(error => {
        if (VERBS[verb].question && error instanceof ModuleError && error.code === 'dropped') return once();
        throw error;
      });
      return readAnswer(verb, reply, answer);
    } catch (error) {
      if (error instanceof ModuleError && GONE.has(error.code)) learn({ version: null });
      throw error;
    }
  };

  const patience = (verb: VerbName, way: Route): number => {
    const { deadlineMs } = VERBS[verb];
    return META.has(verb) || learnt.route === way ? deadlineMs : Math.max(deadlineMs, ADMISSION_MS);
  };

  const own: Caller = async (verb, args, answer, signal) => {
    const text = encodeRequest(verb, args);
    const deadlineMs = patience(verb, 'own-origin');
    return await ask(verb, answer, () => connection.call({ verb, text, deadlineMs, signal }));
  };

  /** The same, and after a refusal of our origin one try with the pair it names (never any other). */
  const ownWithHandshake: Caller = async (verb, args, answer, signal) => {
    try {
      return await own(verb, args, answer, signal);
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code !== 'origin-refused') throw error;
      // Settings that cannot be read hold no pairs: then the refusal stands, and is what the person must see.
      const pair = pairFor(error.domain, await deps.apiKeys().catch(() => []));
      if (!pair) throw error;
      await sendApiKey(own, pair, signal).catch(thrown => {
        // A pair that does not verify is worth its own word; any other refusal here leaves us where we were.
        const telling =
          thrown instanceof ModuleError && (thrown.code === 'invalid-api-key' || LOST.has(thrown.code));
        throw telling ? thrown : error;
      });
      learn({ byKey: true });
      return await own(verb, args, answer, signal);
    }
  };

  const siteAvailable = async (): Promise<boolean> => {
    const available = site !== undefined && (await site.available().catch(() => false));
    if (!available) learn({ site: 'unavailable' });
    return available;
  };

  /** Over the user's tab. Only 'site-blocked' and 'origin-refused' say that the way itself is closed. */
  const overSite: Caller = async (verb, args, answer, signal) => {
    try {
      const text = encodeRequest(verb, args);
      const deadlineMs = patience(verb, 'site');
      const once = () => callOverSite(site!, timer, verb, text, deadlineMs, signal);
      const read = await ask(verb, answer, once);
      learn({ route: 'site', site: 'works' });
      return read;
    } catch (error) {
      if (letIn(error)) learn({ route: 'site', site: 'works' });
      if (closed(error)) {
        if (error.code === 'origin-refused') learn({ site: 'refused' });
        // No socket opened there: it may not, or there is no tab any more.
        else if (await siteAvailable()) learn({ site: 'blocked' });
      }
      throw error;
    }
  };
  const closed = (error: unknown): error is ModuleError =>
    error instanceof ModuleError && (error.code === 'site-blocked' || error.code === 'origin-refused');

  const routed: Caller = async (verb, args, answer, signal) => {
    if (META.has(verb)) return await own(verb, args, answer, signal);
    const wasSite = learnt.route === 'site' && (await siteAvailable());
    if (wasSite) {
      try {
        return await overSite(verb, args, answer, signal);
      } catch (error) {
        if (!closed(error)) throw error;
      }
    }
    try {
      const read = await ownWithHandshake(verb, args, answer, signal);
      learn({ route: 'own-origin', refused: null });
      return read;
    } catch (error) {
      if (letIn(error)) learn({ route: 'own-origin', refused: null });
      const ourOrigin =
        error instanceof ModuleError && (error.code === 'origin-refused' || error.code === 'invalid-api-key');
      if (!ourOrigin) throw error;
      learn({ route: null, refused: { domain: error.domain }, byKey: false });
      if (wasSite || !(await siteAvailable())) throw error;
      return await overSite(verb, args, answer, signal).catch(siteFailure => {
        throw closed(siteFailure) ? error : siteFailure;
      });
    }
  };

  const freshVersion = async (signal?: AbortSignal): Promise<ModuleVersion> => {
    const version = await askVersion(own, signal);
    learn({ version: isTooOld(version) ? null : version });
    return version;
  };

  const knownVersion = async (signal?: AbortSignal): Promise<ModuleVersion> => {
    if (learnt.version) return learnt.version;
    const version = await freshVersion(signal);
    if (isTooOld(version)) throw new ModuleError('too-old', { verb: 'version' });
    return version;
  };

  const well = () => {
    if (learnt.lastFailure) learn({ lastFailure: null });
  };
  /** Remembers whether the module is well. A cancelled window or a wrong password is an answer like any other. */
  const tracked = async <T>(task: () => Promise<T>, answered: (result: T) => void = well): Promise<T> => {
    try {
      const result = await task();
      answered(result);
      return result;
    } catch (error) {
      if (letIn(error)) well();
      else if (error instanceof ModuleError && OF_THE_MODULE.has(error.code))
        learn({ lastFailure: error.code });
      throw error;
    }
  };
  const trackedVersion = (ask: () => Promise<ModuleVersion>): Promise<ModuleVersion> =>
    tracked(ask, version => {
      if (isTooOld(version)) learn({ lastFailure: 'too-old' });
      else if (learnt.lastFailure && !BEYOND_VERSION.has(learnt.lastFailure)) well();
    });

  const direct: Caller = (verb, args, answer, signal) =>
    tracked(async () => {
      if (!META.has(verb)) await knownVersion(signal);
      return await routed(verb, args, answer, signal);
    });
  const directVersion = (signal?: AbortSignal) => trackedVersion(() => freshVersion(signal));

  return {
    call: (verb, args, answer, signal) => queue.run(verb, signal, () => direct(verb, args, answer, signal)),
    version: signal => queue.run('version', signal, () => directVersion(signal)),
    knownVersion: signal => queue.run('version', signal, () => trackedVersion(() => knownVersion(signal))),
    exclusive: (name, signal, task) =>
      queue.run(name, signal, () => task({ call: direct, version: directVersion })),
    mayAsk: verb =>
      VERBS[verb as VerbName]?.asksPerson === true || (learnt.route === null && !META.has(verb as VerbName)),
    nobodyThere: why => learn({ version: null, lastFailure: why }),
    wayIsOpen() {
      if (learnt.lastFailure === 'not-running' || learnt.lastFailure === 'certificate-not-trusted') well();
    },
    preferOwnOrigin() {
      if (learnt.route === 'site') learn({ route: null });
    },
    learnt: () => learnt,
  };
}
