import type * as z from 'zod/mini';
import { FlowError, failure } from '../signing/failure.ts';
import { type Endpoint, readRefusal } from './refusal.ts';
import { DIDOX_SERVERS, type DidoxServer } from './servers.ts';

/** The browser's fetch, or a test's. */
export type FetchPort = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpPorts {
  readonly fetch: FetchPort;
  /** The integrator's token, sent when configured; `locked` when it lies in a closed vault. */
  readonly partnerToken: (
    server: DidoxServer,
  ) => Promise<{ state: 'none' } | { state: 'locked' } | { state: 'open'; token: string }>;
  /** `ru` or `uz`: the two languages Didox speaks. */
  readonly locale: () => 'ru' | 'uz';
  readonly now: () => number;
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
const REQUEST_DEADLINE_MS = 60_000;
/** Answers above this are refused: no document list or print form comes near it. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

export interface DidoxHttp {
  /** The body of a 2xx answer as text. Throws FlowError: a refusal by name, `network-gone`, `service-malformed`. */
  text(call: Call): Promise<string>;
  /** The same, parsed and checked against a schema. */
  json<T extends z.ZodMiniType>(call: Call, schema: T): Promise<z.infer<T>>;
  bytes(call: Call): Promise<{ bytes: Uint8Array; type: string }>;
}

export function createDidoxHttp(ports: HttpPorts): DidoxHttp {
  const send = async (call: Call): Promise<Response> => {
    const partner = await ports.partnerToken(call.server);
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': ports.locale() };
    if (partner.state === 'open') headers['Partner-Authorization'] = partner.token;
    if (call.userKey) headers['user-key'] = call.userKey;
    if (call.body !== undefined) headers['Content-Type'] = 'application/json; charset=utf-8';
    const deadline = AbortSignal.timeout(REQUEST_DEADLINE_MS);
    let response: Response;
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
    } catch (cause) {
      if (call.signal?.aborted) throw new FlowError(failure('aborted'), { cause });
      throw new FlowError(failure(deadline.aborted ? 'service-slow' : 'network-gone'), { cause });
    }
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    const reason = readRefusal(call.endpoint, response.status, body, retryAfter(response, ports.now()));
    throw new FlowError(explainMissingPartner(reason, partner.state));
  };
  const text = async (call: Call) => {
    const response = await send(call);
    try {
      return await response.text();
    } catch (cause) {
      throw new FlowError(failure('network-gone'), { cause });
    }
  };
  return {
    text,
    async json(call, schema) {
      const body = await text(call);
      const parsed = schema.safeParse(parseJson(body));
      if (!parsed.success) throw new FlowError(failure('service-malformed', sample(body)));
      return parsed.data;
    },
    async bytes(call) {
      const response = await send(call);
      const buffer = await response.arrayBuffer().catch(cause => {
        throw new FlowError(failure('network-gone'), { cause });
      });
      if (buffer.byteLength > LARGEST_ANSWER) throw new FlowError(failure('too-large'));
      return { bytes: new Uint8Array(buffer), type: response.headers.get('Content-Type') ?? '' };
    },
  };
}

/**
 * A refused login or request without a partner token is, most likely, about the token: whether the service enforces it
 * is disputed (docs: Didox API and web app facts, section 2.1), so we only ask for it now.
 */
function explainMissingPartner(reason: ReturnType<typeof readRefusal>, partner: 'none' | 'locked' | 'open') {
  if (reason.code !== 'partner-token-wrong' || partner === 'open') return reason;
  return { ...reason, code: partner === 'locked' ? 'partner-token-locked' : 'partner-token-missing' };
}

function retryAfter(response: Response, now: number): number | null {
  const value = response.headers.get('Retry-After');
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function sample(body: string): string | null {
  const start = body.trim().slice(0, 80);
  return start.startsWith('<') ? null : start || null;
}
