import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { makeArchive } from './archives.ts';
import { authenticate, type Parameters, Refusal } from './checks.ts';
import { deliverArchive } from './delivery.ts';
import type { Registry } from './registry.ts';
import { linkReply, type Reply, refusalReply } from './replies.ts';
import type { EugodaSettings } from './settings.ts';
import type { Signer } from './signer.ts';
import type { RequestRecord } from './types.ts';

export interface ApiParts {
  readonly settings: () => EugodaSettings;
  readonly registry: Registry;
  readonly signers: readonly Signer[];
  /** The service's clock, milliseconds. */
  readonly clock: () => number;
  /** Address of a signing page, on the host that was asked. */
  readonly linkFor: (host: string, token: string) => string;
  readonly record: (entry: RequestRecord) => void;
}

/** The four calls of the demo page, and OPTIONS. */
export function createApi(
  parts: ApiParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { settings, registry, signers, clock } = parts;

  return async (request, response) => {
    const now = settings();
    const url = new URL(request.url ?? '/', 'https://eugoda.com');
    const entry: RequestRecord = {
      at: Date.now(),
      method: request.method ?? '',
      host: request.headers.host ?? '',
      path: url.pathname,
      origin: request.headers.origin ?? null,
      cookies: request.headers.cookie !== undefined,
      parameters: {},
      status: 0,
      refusal: null,
    };
    parts.record(entry);
    response.on('close', () => {
      entry.status = response.headersSent ? response.statusCode : 0;
    });
    response.setHeader('Date', new Date(clock()).toUTCString());
    if (now.cors) allow(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (now.latencyMs > 0) await pause(now.latencyMs);
    try {
      const parameters = await readParameters(request, url, now.limit);
      Object.assign(entry, { parameters: withoutContent(parameters) });
      await answer(request, response, url.pathname, parameters, now);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('failure', 500);
      entry.refusal = refusal.code;
      if (!response.headersSent) send(response, refusalReply(refusal.code, refusal.status, now));
      if (!(error instanceof Refusal)) throw error;
    }
  };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    parameters: Parameters,
    now: EugodaSettings,
  ): Promise<void> {
    const call = `${request.method} ${path}`;
    const known = [
      'POST /api/signing',
      'POST /api/signing/template',
      'POST /api/signing/share',
      'GET /api/signing/document',
    ];
    if (!known.includes(call)) throw new Refusal('not-found', 404);
    if (request.method === 'POST' && now.fault === 'fail-before') throw new Refusal('failure', 500);
    if (request.method === 'POST' && now.fault === 'drop-before') return void response.destroy();
    const { application, externalId } = authenticate(parameters, now, clock());
    if (call === known[3]) {
      return deliver(response, registry.find(application, externalId), now);
    }
    const step =
      call === known[0]
        ? registry.registerFile
        : call === known[1]
          ? registry.registerTemplate
          : registry.share;
    const agreement = step(application, externalId, parameters);
    if (now.fault === 'fail-after') throw new Refusal('failure', 500);
    if (now.fault === 'drop-after') return void response.destroy();
    send(
      response,
      linkReply(agreement, parts.linkFor(request.headers.host ?? '', agreement.link.token), now),
    );
  }

  async function deliver(
    response: ServerResponse,
    agreement: ReturnType<Registry['find']>,
    now: EugodaSettings,
  ): Promise<void> {
    if (!registry.isComplete(agreement)) {
      const status = Number(now.beforeSigned);
      if (status >= 300) throw new Refusal('not-signed', status);
      const { body, contentType } = refusalReply('not-signed', status, { ...now, errors: 'success-false' });
      return send(response, { status, contentType, body });
    }
    const archive = makeArchive(agreement, signers, now.archive);
    if (agreement.removeOnCompleted && now.deleteWhen === 'asked') agreement.removed = true;
    if (!(await deliverArchive(response, archive, now, settings))) return;
    agreement.deliveries += 1;
    if (agreement.removeOnCompleted) agreement.removed = true;
  }
}

function allow(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  response.setHeader('Access-Control-Allow-Headers', 'content-type');
  response.setHeader('Access-Control-Expose-Headers', 'content-disposition');
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { 'Content-Type': reply.contentType });
  response.end(reply.body);
}

async function readParameters(request: IncomingMessage, url: URL, limit: number): Promise<Parameters> {
  if (request.method === 'GET') return Object.fromEntries(url.searchParams);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to its end all the same: a client still writing would see a reset instead of the answer.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new Refusal('too-large', 413);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('malformed', 415);
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Parameters;
  } catch {
    // refused below
  }
  throw new Refusal('malformed', 400);
}

function withoutContent(parameters: Parameters): Parameters {
  const { content } = parameters;
  return typeof content === 'string' ? { ...parameters, content: content.length } : parameters;
}
