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
 * The extension API as a content script needs it, without the polyfill (blueprint, decision 12): both browsers answer
 * with promises in MV3.
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
const api = ((globalThis as { browser?: unknown }).browser ??
  (globalThis as { chrome?: unknown }).chrome) as ExtensionApi;

/** False once the extension was updated or removed: this script is an orphan then and takes its card away. */
export function alive(): boolean {
  try {
    return api.runtime.id !== undefined;
  } catch {
    return false;
  }
}

/** Asks the worker; null when it refuses or is gone (the card says so in its own way). */
export async function ask<K extends MessageName>(
  name: K,
  request: RequestOf<K>,
): Promise<ResponseOf<K> | null> {
  try {
    const reply = (await api.runtime.sendMessage({ imzochi: name, request })) as
      | Reply<ResponseOf<K>>
      | undefined;
    return reply?.ok ? reply.value : null;
  } catch {
    return null;
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
