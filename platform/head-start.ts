import type browserApi from 'webextension-polyfill';
import type { MessageName, RequestOf } from '../lib/messages/protocol.ts';

/** A question to the worker. */
export type Question = { [K in MessageName]: readonly [K, RequestOf<K>] }[MessageName];

/** What was asked before the page's own scripts were read, by a small script of its own. */
interface HeadStart {
  /** The worker's replies, as they come. */
  readonly replies: Map<string, Promise<unknown>>;
  /** Files of `locales/`, without `.json`. */
  readonly texts: Map<string, Promise<unknown>>;
}

const page = globalThis as {
  imzochiHeadStart?: HeadStart;
  /** The bare API: the polyfill would be most of that small script. Both browsers give promises. */
  readonly browser?: typeof browserApi;
  readonly chrome?: typeof browserApi;
};

/** Asks the worker and reads texts; `takeReply` and `takeText` hand over what came, once each. */
export function beginHeadStart(questions: readonly Question[], texts: readonly string[]): void {
  const { runtime } = (page.browser ?? page.chrome) as typeof browserApi;
  page.imzochiHeadStart = {
    replies: new Map(
      questions.map(([name, request]) => [
        keyOf(name, request),
        quietly(runtime.sendMessage({ imzochi: name, request })),
      ]),
    ),
    texts: new Map(
      texts.map(name => [
        name,
        quietly(fetch(runtime.getURL(`/locales/${name}.json`)).then(file => file.json())),
      ]),
    ),
  };
}

export function takeReply(name: MessageName, request: object): Promise<unknown> | undefined {
  return take(page.imzochiHeadStart?.replies, keyOf(name, request));
}

export function takeText(name: string): Promise<unknown> | undefined {
  return take(page.imzochiHeadStart?.texts, name);
}

function take(from: Map<string, Promise<unknown>> | undefined, key: string): Promise<unknown> | undefined {
  const taken = from?.get(key);
  from?.delete(key);
  return taken;
}

const keyOf = (name: MessageName, request: object) => `${name} ${JSON.stringify(request)}`;

/** Nobody may take it, and then nobody is told that it failed. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
