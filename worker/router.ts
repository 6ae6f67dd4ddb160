import type {
  MessageName,
  ProtocolMap,
  Reply,
  RequestOf,
  ResponseOf,
  Sender,
} from '../lib/messages/protocol.ts';
import { requestSchemas } from '../lib/messages/schemas.ts';
import { failureOf } from './failures.ts';
import type { CardTab } from './platform.ts';

/** Who sent a message, as the browser says (never as the message says). */
export interface TrustedSender {
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly origin: string | undefined;
  readonly tabId: number | undefined;
  readonly frameId: number | undefined;
  /** Where the tab is now: `url` stays what it was at loading when a single-page app moves on (measured, Chromium). */
  readonly tabUrl?: string | undefined;
}

export interface Caller {
  readonly tab: CardTab | null;
  /** The page's address at the time of sending, from the browser. */
  readonly href: string;
}

export type Handlers = {
  readonly [K in MessageName]: {
    readonly from: ProtocolMap[K]['from'];
    run(request: RequestOf<K>, caller: Caller): Promise<ResponseOf<K>>;
  };
};

export interface Router {
  /** undefined: not a message of ours; leave it to others. */
  handle(message: unknown, sender: TrustedSender): Promise<Reply<unknown>> | undefined;
}

const DIDOX_PAGES = new Set(['https://didox.uz', 'https://test3.didox.uz']);

/**
 * Takes a message only from whom the protocol names, decided by what the browser says about the sender, and only in the
 * shape the schema gives. A refusal says no more than its code: pages learn nothing from trying.
 */
export function createRouter(handlers: Handlers, self: { id: string; origin: string }): Router {
  return {
    handle(message, sender) {
      if (typeof message !== 'object' || message === null || !('imzochi' in message)) return undefined;
      const { imzochi: name, request } = message as { imzochi: unknown; request?: unknown };
      if (sender.id !== self.id) return Promise.resolve(refused('foreign-sender'));
      if (typeof name !== 'string' || !Object.hasOwn(requestSchemas, name))
        return Promise.resolve(refused('unknown-message'));
      const known = name as MessageName;
      const who = senderKind(sender, self.origin);
      if (!allowed(handlers[known].from, who)) return Promise.resolve(refused('not-for-this-sender'));
      const here = sender.frameId === 0 ? (sender.tabUrl ?? sender.url) : sender.url;
      const reply = run(known, request, { tab: tabOf(sender), href: here ?? '' });
      return who === 'extension' ? reply : reply.then(withoutWords);
    },
  };

  async function run<K extends MessageName>(
    name: K,
    request: unknown,
    caller: Caller,
  ): Promise<Reply<ResponseOf<K>>> {
    const parsed = requestSchemas[name].safeParse(request);
    if (!parsed.success) return refused('malformed-message');
    try {
      return { ok: true, value: await handlers[name].run(parsed.data, caller) };
    } catch (error) {
      const reason = failureOf(error);
      return { ok: false, code: reason.code, detail: reason.words ?? '', data: reason.data };
    }
  }
}

/** eUgoda pages may be any site the user pointed at (activeTab); Didox pages are named hosts. */
function senderKind(sender: TrustedSender, ownOrigin: string): Sender | null {
  const url = URL.parse(sender.url ?? '');
  if (!url) return null;
  if (`${url.protocol}//${url.host}` === ownOrigin) return 'extension';
  // Cards stand in top frames only: a page of Didox inside another one asks for nothing.
  if (sender.tabId === undefined || sender.frameId !== 0) return null;
  if (url.protocol !== 'https:' && url.protocol !== 'http:' && url.protocol !== 'file:') return null;
  return DIDOX_PAGES.has(url.origin) ? 'didox-page' : 'eugoda-page';
}

/** Nobody speaks for somebody else: not even an extension page for a card. */
function allowed(wanted: Sender, actual: Sender | null): boolean {
  return actual === wanted;
}

function tabOf(sender: TrustedSender): CardTab | null {
  return sender.tabId === undefined ? null : { tabId: sender.tabId, frameId: sender.frameId ?? 0 };
}

/** Whatever went wrong inside is none of a page's business: it gets the code. */
function withoutWords<T>(reply: Reply<T>): Reply<T> {
  return reply.ok ? reply : refused(reply.code);
}

function refused(code: string): { ok: false; code: string; detail: string } {
  return { ok: false, code, detail: '' };
}
