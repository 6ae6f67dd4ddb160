import type browserApi from 'webextension-polyfill';
import type { MessageName, RequestOf } from '../lib/messages/protocol.ts';

/** A question to the worker. */
export type Question = { [K in MessageName]: readonly [K, RequestOf<K>] }[MessageName];

/** Something that was asked for early. */
interface Asked {
  readonly promise: Promise<unknown>;
  /** What came, once it has; nothing of a failure. */
  came?: unknown;
}

/** What was asked for before the page's own scripts were read, by a small script of its own. */
interface HeadStart {
  /** The worker's replies, by question. */
  readonly replies: Map<string, Asked>;
  /** Files of `locales/`, by name without `.json`. */
  readonly texts: Map<string, Asked>;
}

const page = globalThis as {
  imzochiHeadStart?: HeadStart;
  /** The bare API: the polyfill would be most of that small script. Both browsers give promises. */
  readonly browser?: typeof browserApi;
  readonly chrome?: typeof browserApi;
};

/** Asks the worker; `takeReply` hands over what came, once. */
export function askEarly(questions: readonly Question[]): void {
  for (const [name, request] of questions) {
    headStart().replies.set(keyOf(name, request), asked(runtime().sendMessage({ imzochi: name, request })));
  }
}

/** Reads files of `locales/`; `takeText` hands over what came, once. */
export function readEarly(texts: readonly string[]): void {
  for (const name of texts) {
    const file = fetch(runtime().getURL(`/locales/${name}.json`));
    headStart().texts.set(name, asked(file.then(read => read.json())));
  }
}

export function takeReply(name: MessageName, request: object): Promise<unknown> | undefined {
  return take(page.imzochiHeadStart?.replies, keyOf(name, request));
}

export function takeText(name: string): Promise<unknown> | undefined {
  return take(page.imzochiHeadStart?.texts, name);
}

/** The reply when it is there already, so that what it says can be drawn at once. It stays where it is. */
export function seeReply(name: MessageName, request: object): unknown {
  return page.imzochiHeadStart?.replies.get(keyOf(name, request))?.came;
}

/** Waits until the reply is there or has failed, for so many ms at most; not at all where nothing was asked. */
export async function whenReplied(name: MessageName, request: object, ms: number): Promise<void> {
  const reply = page.imzochiHeadStart?.replies.get(keyOf(name, request));
  if (!reply) return;
  const enough = new Promise(resolve => setTimeout(resolve, ms));
  await Promise.race([reply.promise, enough]).catch(() => undefined);
}

const runtime = () => ((page.browser ?? page.chrome) as typeof browserApi).runtime;
const headStart = () => (page.imzochiHeadStart ??= { replies: new Map(), texts: new Map() });
const keyOf = (name: MessageName, request: object) => `${name} ${JSON.stringify(request)}`;

function take(from: Map<string, Asked> | undefined, key: string): Promise<unknown> | undefined {
  const taken = from?.get(key);
  from?.delete(key);
  return taken?.promise;
}

function asked(promise: Promise<unknown>): Asked {
  const asked: Asked = { promise };
  promise.then(
    came => {
      asked.came = came;
    },
    // Nobody may take it, and then nobody is told that it failed.
    () => undefined,
  );
  return asked;
}
