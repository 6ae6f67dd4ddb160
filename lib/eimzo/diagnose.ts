import { dial, discard, TLS_REFUSED } from './dial.ts';
import type { Dispatcher, Route, SiteVerdict } from './dispatcher.ts';
import { DEFAULT_ENDPOINTS, type Endpoint } from './endpoints.ts';
import { ModuleError, type ModuleErrorCode } from './errors.ts';
import type { SocketPort, TimerPort } from './ports.ts';
import { VERBS, type VerbName } from './verb-table.ts';
import { listPfx } from './verbs/files.ts';
import { isTooOld, MINIMUM, type ModuleVersion } from './versions.ts';

/** What one address said to a bare connection attempt. */
export interface Probe {
  readonly endpoint: Endpoint;
  readonly outcome: 'open' | 'closed' | 'silent';
  /** Close code as the browser tells it (1006 for nearly everything); null when there was none. */
  readonly closeCode: number | null;
  readonly milliseconds: number;
}

/** The facts behind a finding; no names, no keys, nothing personal. */
export interface Evidence {
  readonly probes: readonly Probe[];
  readonly version: ModuleVersion | null;
  readonly route: Route | null;
  /** The domain under which the module knows, and refuses, our own origin. */
  readonly refusedDomain: string | null;
  readonly site: SiteVerdict;
  readonly milliseconds: number;
}

export type Finding =
  /** Calls work. `keys`: key files listed. */
  | { readonly kind: 'fine'; readonly keys: number }
  /**
   * Neither address opens. Nobody listens, or something blocks both, or the plain one is blocked and the browser does
   * not trust the certificate of the other: Chromium closes with 1006 for each of these (measured).
   */
  | { readonly kind: 'not-running' }
  /** The same, and the browser says that it was the certificate: Firefox does. */
  | { readonly kind: 'certificate-not-trusted' }
  /** Something is there, but does not answer. `verb`: the call without an answer, or 'connect'. */
  | { readonly kind: 'hung'; readonly verb: string }
  /** Answers, but not as a module would: another program on its port, or a broken one. */
  | { readonly kind: 'strange-answer'; readonly verb: string; readonly code: ModuleErrorCode }
  | { readonly kind: 'too-old'; readonly minimum: string }
  | {
      readonly kind: 'origin-refused';
      readonly domain: string | null;
      /** 'invalid': a pair for this domain is in the settings, but the module does not accept it. */
      readonly apiKey: 'none' | 'invalid';
      readonly moduleReason: string | null;
    }
  /** The module is at work for another program. */
  | { readonly kind: 'busy-elsewhere' }
  /** A call of our own is waiting for a person; nothing else was tried. */
  | { readonly kind: 'busy-here'; readonly verb: string; readonly since: number }
  /** It answers and refuses, for a reason of its own. */
  | {
      readonly kind: 'refused';
      readonly verb: string;
      readonly code: ModuleErrorCode;
      readonly status: number | null;
      readonly moduleReason: string | null;
    };

export type Diagnosis = Finding & { readonly evidence: Evidence };

export interface DiagnoseDeps {
  readonly dispatcher: Dispatcher;
  readonly sockets: SocketPort;
  readonly timer: TimerPort;
  readonly current: () => { readonly verb: string; readonly since: number } | null;
  /** Called when another call begins; the function it gives ends that. */
  readonly onChange: (listener: () => void) => () => void;
}

/** A list was seen to take 12 s; longer, and developer mode has probably asked its person first. */
const LONG_MS = 15_000;
const asksByNature = (verb: string): boolean => VERBS[verb as VerbName]?.asksPerson === true;

async function probe(endpoint: Endpoint, sockets: SocketPort, timer: TimerPort): Promise<Probe> {
  const began = timer.now();
  const result = await dial(endpoint, sockets, timer).done;
  const milliseconds = timer.now() - began;
  if (!result.open) {
    const outcome = result.how === 'silent' ? 'silent' : 'closed';
    return { endpoint, outcome, closeCode: result.closeCode, milliseconds };
  }
  discard(result.socket);
  return { endpoint, outcome: 'open', closeCode: null, milliseconds };
}

/** Neither address is open: why, as far as that can be told. One that is open is all we need. */
function unreachable(
  probes: readonly Probe[],
): Extract<Finding, { kind: 'not-running' | 'certificate-not-trusted' | 'hung' }> | null {
  if (probes.some(({ outcome }) => outcome === 'open')) return null;
  if (probes.some(({ closeCode }) => closeCode === TLS_REFUSED)) return { kind: 'certificate-not-trusted' };
  // Taken, but the handshake never answered. On loopback that is a module that hangs rather than a firewall [G].
  return probes.some(({ outcome }) => outcome === 'silent')
    ? { kind: 'hung', verb: 'connect' }
    : { kind: 'not-running' };
}

function findingFor(error: ModuleError): Finding {
  const { code, verb, status, domain, moduleReason } = error;
  switch (code) {
    case 'no-reply':
      return { kind: 'hung', verb };
    case 'dropped':
    case 'malformed-answer':
      return { kind: 'strange-answer', verb, code };
    case 'origin-refused':
      return { kind: 'origin-refused', domain, apiKey: 'none', moduleReason };
    case 'invalid-api-key':
      return { kind: 'origin-refused', domain, apiKey: 'invalid', moduleReason };
    case 'busy':
      return { kind: 'busy-elsewhere' };
    case 'not-running':
    case 'certificate-not-trusted':
      return { kind: code };
    default:
      return { kind: 'refused', verb, code, status, moduleReason };
  }
}

/**
 * Goes along the whole chain: addresses, version, origin, a list of keys. Begins with our own origin even when the site
 * route is in use, so that it notices when the person has switched on developer mode. Never rejects for what it finds;
 * rejects with 'aborted' only.
 */
export async function diagnose(deps: DiagnoseDeps, signal?: AbortSignal): Promise<Diagnosis> {
  const { dispatcher, sockets, timer } = deps;
  const began = timer.now();
  let probes: readonly Probe[] = [];
  let version: ModuleVersion | null = null;
  const conclude = (finding: Finding): Diagnosis => {
    const { route, refused, site } = dispatcher.learnt();
    const milliseconds = timer.now() - began;
    return {
      ...finding,
      evidence: { probes, version, route, refusedDomain: refused?.domain ?? null, site, milliseconds },
    };
  };
  // A person may take minutes at a window; anything else of ours is over soon, and is waited for.
  const leaving = new AbortController();
  let ahead: ReturnType<typeof deps.current> = null;
  const look = () => {
    const busy = deps.current();
    if (!busy || !dispatcher.mayAsk(busy.verb)) return;
    if (!asksByNature(busy.verb) && timer.now() - busy.since <= LONG_MS) return;
    ahead ??= busy;
    leaving.abort();
  };
  const inLine = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  const unwatch = deps.onChange(look);
  look();
  const examined = dispatcher.exclusive('diagnose', inLine, async turn => {
    unwatch();
    // Side by side: connections that carry no call are no calls that overlap.
    probes = await Promise.all(DEFAULT_ENDPOINTS.map(endpoint => probe(endpoint, sockets, timer)));
    const nobody = unreachable(probes);
    if (nobody) {
      dispatcher.nobodyThere(nobody.kind === 'hung' ? 'no-reply' : nobody.kind);
      return conclude(nobody);
    }
    try {
      version = await turn.version(signal);
      if (isTooOld(version)) return conclude({ kind: 'too-old', minimum: MINIMUM.join('.') });
      dispatcher.preferOwnOrigin();
      return conclude({ kind: 'fine', keys: (await listPfx(turn.call, signal)).length });
    } catch (error) {
      if (!(error instanceof ModuleError) || error.code === 'aborted') throw error;
      return conclude(findingFor(error));
    }
  });
  try {
    return await examined;
  } catch (error) {
    if (ahead === null || signal?.aborted) throw error;
    const { verb, since } = ahead;
    return conclude({ kind: 'busy-here', verb, since });
  } finally {
    unwatch();
  }
}
