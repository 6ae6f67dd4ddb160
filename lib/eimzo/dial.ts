import type { ModuleSocket, SocketPort, TimerPort } from './ports.ts';

/**
 * How long one address may take to accept. On loopback that is a matter of milliseconds, but Chromium holds a socket
 * back by up to 5 s once many have failed (measured), as they do while the module is not running: whoever gave up
 * sooner would not notice that it has been started. Beyond this, something takes the connection and says nothing.
 */
const CONNECT_MS = 6500;
/** What Firefox closes with when it does not accept the certificate (measured); Chromium says 1006 as for everything. */
export const TLS_REFUSED = 1015;

/** `closed`: refused or broken off (code as the browser tells it, mostly 1006); `silent`: neither yes nor no. */
export type Dialled =
  | { readonly open: true; readonly socket: ModuleSocket }
  | {
      readonly open: false;
      readonly how: 'closed' | 'silent' | 'cancelled';
      readonly closeCode: number | null;
    };

export interface Dialling {
  /** Never rejects. */
  readonly done: Promise<Dialled>;
  cancel(): void;
}

/** Lets go of a socket for good: whatever it still says is heard by nobody. */
export function discard(socket: ModuleSocket): void {
  socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
  try {
    socket.close();
  } catch {
    // closing what is closed is fine
  }
}

/** Opens one socket at one address. */
export function dial(url: string, sockets: SocketPort, timer: TimerPort): Dialling {
  let end: (result: Dialled) => void = () => {};
  const done = new Promise<Dialled>(resolve => {
    let socket: ModuleSocket;
    try {
      socket = sockets.open(url);
    } catch {
      resolve({ open: false, how: 'closed', closeCode: null });
      return;
    }
    const patience = timer.setTimeout(() => end({ open: false, how: 'silent', closeCode: null }), CONNECT_MS);
    end = result => {
      end = () => {};
      timer.clearTimeout(patience);
      if (!result.open) discard(socket);
      else socket.onopen = socket.onclose = null;
      resolve(result);
    };
    socket.onopen = () => end({ open: true, socket });
    socket.onclose = event => end({ open: false, how: 'closed', closeCode: event.code });
    socket.onerror = () => {}; // a close with the code follows
  });
  return { done, cancel: () => end({ open: false, how: 'cancelled', closeCode: null }) };
}
