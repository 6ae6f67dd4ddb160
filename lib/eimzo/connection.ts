import { type Dialled, type Dialling, dial, discard, TLS_REFUSED } from './dial.ts';
import { DEFAULT_ENDPOINTS, type Endpoint } from './endpoints.ts';
import { ModuleError } from './errors.ts';
import type { ModuleSocket, SocketPort, TimerPort } from './ports.ts';

/** One request on its way to one reply. */
export interface Exchange {
  readonly verb: string;
  readonly text: string;
  /** From sending to reply; connecting has a patience of its own. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface Connection {
  /**
   * Sends one request and gives the text of its reply. One at a time: the queue sees to that. Throws ModuleError:
   * 'not-running', 'certificate-not-trusted' (where the browser tells), 'no-reply' (deadline, or a connection that
   * nobody answers), 'dropped' (closed before the reply), 'aborted'.
   */
  call(exchange: Exchange): Promise<string>;
  /** While on, one connected, unused socket stands ready. Off: no socket and no timer. */
  setWorking(on: boolean): void;
  /** May a socket that is still open after a reply carry the next request? (3.x and 4.x only; 6.x closes it.) */
  setReuse(on: boolean): void;
  /** The address that worked last. */
  endpoint(): Endpoint | null;
}

export interface ConnectionDeps {
  readonly sockets: SocketPort;
  readonly timer: TimerPort;
  /** The spare socket has connected: somebody is there. */
  readonly onReady?: () => void;
}

/** Why there is no socket; what one address tells outweighs that the other is closed. */
type NotThere = 'not-running' | 'certificate-not-trusted' | 'no-reply';

function reasonOf({ how, closeCode }: Dialled & { open: false }): NotThere | null {
  if (closeCode === TLS_REFUSED) return 'certificate-not-trusted';
  return how === 'silent' ? 'no-reply' : null;
}

const OPEN = 1;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/**
 * The socket policy (ADR 1). The protocol has no ids, so a reply belongs to a
 * request only because nothing else is on that socket: a call that is given up takes its socket with it.
 */
export function createConnection({ sockets, timer, onReady = () => {} }: ConnectionDeps): Connection {
  let working = false;
  let reuse = false;
  let busy = false;
  let good: Endpoint | null = null; // successes are remembered, failures never
  let spare: ModuleSocket | null = null;
  let dialling: Dialling | null = null;
  let pause: unknown = null;
  let failures = 0;
  let waiting: ((taken: ModuleSocket | NotThere) => void) | null = null;

  /** The address that worked goes first, the others keep their order. */
  const order = () => [...new Set([...(good === null ? [] : [good]), ...DEFAULT_ENDPOINTS])];

  function connect(rest = order(), why: NotThere = 'not-running'): void {
    const [url, ...others] = rest;
    if (url === undefined) {
      const take = waiting;
      waiting = null;
      if (take) take(why);
      else prepareLater();
      return;
    }
    const current = dial(url, sockets, timer);
    dialling = current;
    void current.done.then(result => {
      if (dialling === current) dialling = null;
      if (!result.open) {
        if (result.how !== 'cancelled') connect(others, reasonOf(result) ?? why);
        return;
      }
      good = url;
      const take = waiting;
      waiting = null;
      if (take) take(result.socket);
      else if (working && !busy && !spare) standBy(result.socket);
      else discard(result.socket);
    });
  }

  function standBy(socket: ModuleSocket): void {
    if (socket.readyState !== OPEN) {
      prepareLater();
      return;
    }
    spare = socket;
    const lost = () => {
      if (spare === socket) spare = null;
      discard(socket);
      prepareLater();
    };
    socket.onclose = lost;
    socket.onmessage = lost; // nobody asked: whatever this answers, it must not answer the next request
    onReady();
  }

  /** The successor of a used or lost socket; never during a call, never when nobody works. */
  function prepare(): void {
    if (working && !busy && !spare && !dialling && pause === null) connect();
  }

  /** The same, quietly and slower each time, until a call succeeds. */
  function prepareLater(): void {
    if (!working || pause !== null) return;
    const delay = Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE);
    pause = timer.setTimeout(() => {
      pause = null;
      prepare();
    }, delay);
  }

  function stopPause(): void {
    if (pause !== null) timer.clearTimeout(pause);
    pause = null;
  }

  function stopDialling(): void {
    dialling?.cancel();
    dialling = null;
  }

  function take(then: (taken: ModuleSocket | NotThere) => void): void {
    stopPause();
    const ready = spare;
    spare = null;
    if (ready && ready.readyState === OPEN) {
      then(ready);
      return;
    }
    if (ready) discard(ready);
    waiting = then;
    if (!dialling) connect();
  }

  function call({ verb, text, deadlineMs, signal }: Exchange): Promise<string> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new ModuleError('aborted', { verb }));
        return;
      }
      busy = true;
      let socket: ModuleSocket | null = null;
      let over = false;
      const end = (): boolean => {
        if (over) return false;
        over = true;
        busy = false;
        waiting = null;
        if (deadline !== null) timer.clearTimeout(deadline);
        signal?.removeEventListener('abort', onAbort);
        if (!working) stopDialling();
        return true;
      };
      const fail = (code: 'aborted' | 'dropped' | NotThere) => {
        if (!end()) return;
        if (socket) discard(socket);
        reject(new ModuleError(code, { verb }));
        if (code === 'dropped' || (code !== 'aborted' && socket === null)) prepareLater();
        else prepare();
      };
      const onAbort = () => fail('aborted');
      let deadline: unknown = null;
      signal?.addEventListener('abort', onAbort);
      take(taken => {
        if (typeof taken === 'string') {
          fail(taken);
          return;
        }
        socket = taken;
        deadline = timer.setTimeout(() => fail('no-reply'), deadlineMs);
        taken.onclose = () => fail('dropped');
        taken.onmessage = ({ data }) => {
          if (!end()) return;
          failures = 0;
          if (reuse && working && taken.readyState === OPEN) standBy(taken);
          else discard(taken);
          resolve(typeof data === 'string' ? data : ''); // the protocol is text; anything else reads as malformed
          prepare();
        };
        try {
          taken.send(text);
        } catch {
          fail('dropped');
        }
      });
    });
  }

  return {
    call,
    setWorking(on) {
      working = on;
      if (on) {
        prepare();
        return;
      }
      stopPause();
      failures = 0;
      if (!busy) stopDialling();
      if (spare) discard(spare);
      spare = null;
    },
    setReuse(on) {
      reuse = on;
    },
    endpoint: () => good,
  };
}
