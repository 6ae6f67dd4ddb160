import type * as z from 'zod/mini';
import { type Failure, FlowError, failure } from '../signing/failure.ts';
import { parseJson } from './loose.ts';
import { type Endpoint, readRefusal } from './refusal.ts';
import { DIDOX_SERVERS, type DidoxServer } from './servers.ts';

/** The browser's fetch, or a test's. */
export type FetchPort = (url: string, init: RequestInit) => Promise<Response>;

export type PartnerToken =
  | { readonly state: 'none' }
  | { readonly state: 'locked' }
  | { readonly state: 'open'; readonly token: string };

export interface HttpPorts {
  readonly fetch: FetchPort;
  /** The integrator's token, sent when configured; `locked` when it lies in a closed vault. */
  readonly partnerToken: (server: DidoxServer) => Promise<PartnerToken>;
  /**
   * False where the browser keeps us from that server: who uses it may take the site away at any time. Asked once a request
   * has failed, because the browser itself says no more than when there is no network.
   */
  readonly mayReach?: ((server: DidoxServer) => Promise<boolean>) | undefined;
  /** `ru` or `uz`: the two languages Didox speaks. */
  readonly locale: () => 'ru' | 'uz';
  readonly now: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Call {
  readonly server: DidoxServer;
  readonly endpoint: Endpoint;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly userKey?: string | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Longest a single request may take. A submit that takes longer is ambiguous, not failed. */
export const REQUEST_DEADLINE_MS = 60_000;
/** Answers above this are refused: no document list or print form comes near it. */
const LARGEST_ANSWER = 64 * 1024 * 1024;
/**
 * A reading request waits as the service asks (429, 503), this often and no longer than this: somebody may be looking,
 * and a worker in which nothing happens dies after 30 s. Who has more patience (a batch) waits by himself.
 */
const READ_AGAIN = 2;
const LONGEST_READ_WAIT_MS = 20_000;
/** Reading in all but name: what is to be signed is asked for by POST. */
const READ_BY_POST: ReadonlySet<Endpoint> = new Set<Endpoint>(['tosign']);
/** What may have been done although no answer came: of these nothing else is said. */
const WITH_EFFECT: ReadonlySet<Endpoint> = new Set<Endpoint>(['submit', 'login', 'company-login']);

export interface DidoxHttp {
  /** The body of a 2xx answer as text. Throws FlowError: a refusal by name, `network-gone`, `service-slow`, `too-large`. */
  text(call: Call): Promise<string>;
  /** The same, parsed and checked against a schema; `service-malformed` when it does not fit. */
  json<T extends z.ZodMiniType>(call: Call, schema: T): Promise<z.infer<T>>;
  bytes(call: Call): Promise<{ bytes: Uint8Array; type: string }>;
}

export function createDidoxHttp(ports: HttpPorts): DidoxHttp {
  const once = async (call: Call): Promise<{ bytes: Uint8Array; type: string }> => {
    const partner = await ports.partnerToken(call.server);
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': ports.locale() };
    if (partner.state === 'open') headers['Partner-Authorization'] = bareToken(partner.token, call.server);
    if (call.userKey) headers['user-key'] = call.userKey;
    if (call.body !== undefined) headers['Content-Type'] = 'application/json; charset=utf-8';
    const deadline = AbortSignal.timeout(REQUEST_DEADLINE_MS);
    const broken = (cause: unknown) => {
      if (call.signal?.aborted) return new FlowError(failure('aborted'), { cause });
      return new FlowError(failure(deadline.aborted ? 'service-slow' : 'network-gone'), { cause });
    };
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await ports.fetch(DIDOX_SERVERS[call.server].api + call.path, {
        method: call.method,
        headers,
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        // A plain fetch leaves answers in the HTTP cache on disk (measured); cookies and redirects have no place here.
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: call.signal ? AbortSignal.any([call.signal, deadline]) : deadline,
      });
      if (Number(response.headers.get('Content-Length') ?? 0) > LARGEST_ANSWER) {
        void response.body?.cancel().catch(() => undefined);
        throw new FlowError(failure('too-large'));
      }
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      if (cause instanceof FlowError) throw cause;
      const reason = broken(cause);
      throw (await isKeptAway(call, reason.failure))
        ? new FlowError(failure('server-not-permitted'), { cause })
        : reason;
    }
    if (bytes.length > LARGEST_ANSWER) throw new FlowError(failure('too-large'));
    if (response.ok) return { bytes, type: response.headers.get('Content-Type') ?? '' };
    const words = new TextDecoder().decode(bytes);
    const reason = readRefusal(call.endpoint, response.status, words, retryAfter(response, ports.now()));
    throw new FlowError(explainPartner(reason, partner.state, call.server));
  };
  const isKeptAway = async ({ endpoint, server }: Call, reason: Failure) =>
    reason.code === 'network-gone' &&
    !WITH_EFFECT.has(endpoint) &&
    (await ports.mayReach?.(server)) === false;
  const bytes = async (call: Call) => {
    const reads = call.method === 'GET' || READ_BY_POST.has(call.endpoint);
    for (let again = 0; ; again += 1) {
      try {
        return await once(call);
      } catch (error) {
        const pause = again < READ_AGAIN && reads ? pauseAsked(error) : null;
        if (pause === null) throw error;
        await ports.wait(pause, call.signal);
      }
    }
  };
  const text = async (call: Call) => new TextDecoder().decode((await bytes(call)).bytes);
  return {
    bytes,
    text,
    async json(call, schema) {
      const body = await text(call);
      const parsed = schema.safeParse(parseJson(body));
      if (!parsed.success) throw new FlowError(failure('service-malformed', sample(body)));
      return parsed.data;
    },
  };
}

/** How long the service asked a reader to wait; null when it did not, or asked for too long. */
function pauseAsked(error: unknown): number | null {
  if (!(error instanceof FlowError)) return null;
  const { code, data } = error.failure;
  if (code !== 'rate-limited' && code !== 'service-unavailable') return null;
  const pause = data.retryAfterMs;
  return typeof pause === 'number' && pause <= LONGEST_READ_WAIT_MS ? pause : null;
}

/**
 * The header wants the bare token; people paste it with "Bearer ". What cannot stand in a header at
 * all is named here: fetch would only say that the network is gone.
 */
function bareToken(token: string, server: DidoxServer): string {
  const bare = token.trim().replace(/^bearer\s+/i, '');
  if (!/^[\x21-\x7e]+$/.test(bare)) throw new FlowError(failure('partner-token-wrong', null, { server }));
  return bare;
}

const PARTNER_CODES = {
  open: 'partner-token-wrong',
  locked: 'partner-token-locked',
  none: 'partner-token-missing',
} as const;

/**
 * A refused login or request without a partner token is, most likely, about the token: whether the service enforces it
 * is disputed, so we only ask for it now. Each server has a token of its own: which one is meant is said with it.
 */
function explainPartner(reason: Failure, partner: PartnerToken['state'], server: DidoxServer): Failure {
  if (reason.code !== 'partner-token-wrong') return reason;
  return { ...reason, code: PARTNER_CODES[partner], data: { ...reason.data, server } };
}

/** RFC 9110, 10.2.3: seconds, or an HTTP date. */
function retryAfter(response: Response, now: number): number | null {
  const value = response.headers.get('Retry-After')?.trim();
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** The beginning of an answer that could not be read, unless it is a web page. */
function sample(body: string): string | null {
  const start = body.trim().slice(0, 80);
  return start.startsWith('<') ? null : start || null;
}
