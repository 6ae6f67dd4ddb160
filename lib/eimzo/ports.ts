/** An event handler that a real WebSocket's stricter handlers fit too (method shape: compared loosely). */
type Handler<E> = { handle(event: E): void }['handle'];

/** What we use of a WebSocket; the browser's own fits as it is. `readyState`: 0 connecting, 1 open, 2 closing, 3 closed. */
export interface ModuleSocket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: Handler<unknown> | null;
  onmessage: Handler<{ readonly data: unknown }> | null;
  onclose: Handler<{ readonly code: number }> | null;
  onerror: Handler<unknown> | null;
}

/** Opens sockets: `{ open: url => new WebSocket(url) }`. A throw counts as "nothing there". */
export interface SocketPort {
  open(url: string): ModuleSocket;
}

/** Clock (milliseconds since 1970) and timers. */
export interface TimerPort {
  now(): number;
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

/**
 * Keeps the background alive. `hold` is called once per pending call; the function it returns ends that hold.
 * (The real one calls a browser API every 20 s: a silent worker dies at 30 s while a password window lasts minutes.)
 */
export interface WakePort {
  hold(): () => void;
}

/** Where keyIds live between calls (session storage: they outlive the worker, never the browser). Keyed by `Key.id`. */
export interface KeyIdStore {
  get(key: string): Promise<string | null>;
  set(key: string, keyId: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/**
 * The site route: a content script on the user's own Didox tab opens the socket, one request and one reply.
 * Rejects with a ModuleError: 'site-blocked' when no socket opened there, so that nothing was sent; 'dropped' when the
 * tab or the socket went away under the call. Anything else it throws is read as 'dropped'.
 */
export interface SiteTransport {
  available(): Promise<boolean>;
  /** Once `signal` is aborted it closes the tab's socket, and settles when that is done. */
  call(requestText: string, signal: AbortSignal): Promise<string>;
}

/** A vendor-issued API key for one domain (128 hex digits). */
export interface ApiKeyPair {
  readonly domain: string;
  readonly key: string;
}
