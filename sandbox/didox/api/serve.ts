import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../faults.ts';
import { environmentOf, hostName } from '../hosts.ts';
import { type Exchange, json, type Reply, readBody } from '../http/exchange.ts';
import type { RequestRecord } from '../types.ts';
import type { World } from '../world/world.ts';
import { answer, matchEndpoint, serialise } from './answer.ts';
import { faultReply } from './fault-replies.ts';

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Accept-Language, user-key, Partner-Authorization',
};

/** What is remembered of a request: names of headers, never their values. */
export function recordOf(
  request: IncomingMessage,
  server: RequestRecord['server'],
  at: Date,
  rest: Pick<RequestRecord, 'endpoint' | 'documentId' | 'status' | 'fault'>,
): RequestRecord {
  return {
    at,
    server,
    method: request.method ?? 'GET',
    path: (request.url ?? '/').split('?')[0] ?? '/',
    host: hostName(request.headers.host),
    environment: server === 'api' ? environmentOf(request.headers.host) : null,
    headerNames: Object.keys(request.headers).sort(),
    origin: request.headers.origin ?? null,
    hasPartnerToken: !!request.headers['partner-authorization'],
    hasUserKey: !!request.headers['user-key'],
    ...rest,
  };
}

function write(
  world: World,
  response: ServerResponse,
  endpoint: string | null,
  reply: Reply,
  cut = false,
): void {
  const body = serialise(world, endpoint, reply);
  const length = Buffer.byteLength(body);
  response.writeHead(reply.status, {
    'Content-Type': reply.type,
    'Content-Length': length,
    'Cache-Control': 'no-cache, private',
    Server: 'nginx',
    ...(world.settings.cors ? corsHeaders : {}),
    ...reply.headers,
  });
  if (!cut) {
    response.end(body);
    return;
  }
  // Half of what Content-Length promised, then silence for good.
  response.write(Buffer.from(body).subarray(0, Math.floor(length / 2)), () => response.socket?.destroy());
}

/** The fault's own answer, or what is left of the real one. */
function spoilt(fault: Fault, real: Reply | null, exchange: Exchange): Reply | 'drop' {
  if (fault.when !== 'late' && (fault.answer === 'slow' || fault.answer === 'partial'))
    return real ?? json(500, { message: 'Server Error' });
  return faultReply(fault, exchange.language) ?? 'drop';
}

/** Handles one API request: faults, latency, the endpoint, the record. */
export function createApiHandler(
  world: World,
  requests: RequestRecord[],
  wait: (ms: number) => Promise<unknown>,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = world.now();
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'https://didox.invalid');
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      environment: environmentOf(request.headers.host),
      language: /^\s*uz/i.test(request.headers['accept-language'] ?? '') ? 'uz' : 'ru',
      body: body ?? new Uint8Array(),
    };
    if (exchange.method === 'OPTIONS') {
      response.writeHead(204, world.settings.cors ? corsHeaders : {});
      response.end();
      return;
    }
    const matched = matchEndpoint(exchange);
    const endpoint = matched?.endpoint.name ?? null;
    const documentId = matched?.params.id?.toUpperCase() ?? null;
    const form = matched?.params.form ?? null;
    const { settings, mischief, underWay } = world;
    if (endpoint) underWay.push(endpoint);
    response.once('close', () => {
      if (endpoint) underWay.splice(underWay.indexOf(endpoint), 1);
    });
    const fault = endpoint
      ? mischief.fault(settings.faults, { endpoint, documentId, form, environment: exchange.environment })
      : null;
    const remember = (status: number): void => {
      requests.push(
        recordOf(request, 'api', at, { endpoint, documentId, status, fault: fault?.answer ?? null }),
      );
    };

    const latency = settings.latencyMs[endpoint ?? ''] ?? settings.latencyMs.default ?? 0;
    if (latency > 0) await wait(latency);
    if (fault?.answer === 'slow') await wait(fault.delayMs ?? 3000);

    const later = fault?.when === 'late';
    const acts =
      !fault || fault.when === 'after' || (!later && (fault.answer === 'slow' || fault.answer === 'partial'));
    const real =
      body === null
        ? json(413, { message: 'Payload Too Large' })
        : acts
          ? answer(world, exchange, matched)
          : null;
    const reply = fault ? spoilt(fault, real, exchange) : (real as Reply);
    if (fault?.answer === 'hang') await wait(fault.delayMs ?? 60_000);
    if (later) {
      const { day } = world;
      void wait(fault.effectAfterMs ?? 5_000).then(
        () => day === world.day && answer(world, exchange, matched),
      );
    }
    if (reply === 'drop') {
      remember(0);
      request.socket.destroy();
      return;
    }
    remember(reply.status);
    write(world, response, endpoint, reply, fault?.answer === 'partial');
  };
}
