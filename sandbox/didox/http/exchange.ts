import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Environment, Json, JsonObject, Language } from '../types.ts';

/** A request, read whole. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly environment: Environment;
  readonly language: Language;
  readonly body: Uint8Array;
}

/** An answer; a string or bytes go out as they are, anything in `json` as JSON. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly json?: Json;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export const json = (status: number, value: Json): Reply => ({
  status,
  type: 'application/json',
  json: value,
});
export const text = (status: number, body: string): Reply => ({
  status,
  type: 'text/html; charset=UTF-8',
  body,
});
export const file = (
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Reply => ({
  status: 200,
  type,
  body,
  headers,
});

const LIMIT = 8 * 1024 * 1024;

/** Reads a body whole; null when it is larger than any document. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > LIMIT) return null;
    parts.push(part as Buffer);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The body as a JSON object; anything else, nothing included, is an empty object. */
export function bodyOf(exchange: Exchange): JsonObject {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(exchange.body)) as Json;
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

export const header = (exchange: Exchange, name: string): string | null => {
  const value = exchange.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};
