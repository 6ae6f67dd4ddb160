import type {
  MessageName,
  Reply,
  RequestOf,
  ResponseOf,
  RouteCall,
  RoutePort,
  RouteReply,
  ToCard,
} from '../../lib/messages/protocol.ts';

/**
 * The extension API as a content script needs it, without the polyfill (ADR 4): both browsers answer with promises in
 * MV3. Under the name that both have: where there is no `browser`, a page's element with that id is found (measured).
 */
interface ExtensionApi {
  readonly runtime: {
    readonly id?: string;
    sendMessage(message: unknown): Promise<unknown>;
    readonly onConnect: {
      addListener(listener: (port: RoutePort<RouteCall | null, RouteReply>) => void): void;
    };
    readonly onMessage: {
      addListener(
        listener: (
          message: unknown,
          sender: { id?: string },
          respond: (answer: unknown) => void,
        ) => boolean | undefined,
      ): void;
    };
  };
}
const api = (globalThis as { chrome?: unknown }).chrome as ExtensionApi;

/** False once the extension was updated or removed: this script is an orphan then and takes its card away. */
export function alive(): boolean {
  try {
    return api.runtime.id !== undefined;
  } catch {
    return false;
  }
}

/** How often an orphan is looked for while there is a card to take away. */
const ALIVE_EVERY_MS = 2_000;

/** Ends the life of an orphan. Looks only while a card is shown: a page without one has nothing running on it. */
export function endsAsOrphan(life: AbortController): (shown: boolean) => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const check = () => {
    if (alive()) return;
    stop();
    life.abort();
  };
  return shown => {
    if (shown) timer ??= setInterval(check, ALIVE_EVERY_MS);
    else stop();
  };
}

/** Asks the worker; undefined when it refuses or is gone: then what was shown stays, for all that is known. */
export async function ask<K extends MessageName>(
  name: K,
  request: RequestOf<K>,
): Promise<ResponseOf<K> | undefined> {
  try {
    const reply = (await api.runtime.sendMessage({ imzochi: name, request })) as
      | Reply<ResponseOf<K>>
      | undefined;
    return reply?.ok ? reply.value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes calls for the module. Only the extension itself can open a port to its content script. */
export function takeCalls(carry: (port: RoutePort<RouteCall | null, RouteReply>) => void): void {
  api.runtime.onConnect.addListener(carry);
}

/** Listens to the worker only: a message of another extension or page never gets here, but it is checked all the same. */
export function listen(
  handle: (message: ToCard, respond: (answer: unknown) => void) => boolean | undefined,
): void {
  const own = api.runtime.id;
  api.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== own || typeof message !== 'object' || message === null || !('imzochi' in message))
      return undefined;
    return handle(message as ToCard, respond);
  });
}
