import { request } from 'node:https';
import { createPkcs7, getIdentity } from '../../pki/index.ts';
import type { DidoxStandIn } from '../start.ts';
import { PARTNER_TOKEN } from '../world/known-ids.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly bytes: Uint8Array;
  // biome-ignore lint/suspicious/noExplicitAny: tests read many shapes.
  readonly json: any;
}

interface Sending {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly host?: string;
  readonly partner?: string | null;
  readonly userKey?: string;
}

/** One HTTPS request that trusts any certificate; rejects when the connection drops. */
export function send(url: string, method: string, path: string, options: Sending = {}): Promise<Answer> {
  const partner = options.partner === undefined ? PARTNER_TOKEN : options.partner;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url + path,
      {
        method,
        rejectUnauthorized: false,
        agent: false,
        headers: {
          ...(options.host ? { Host: options.host } : {}),
          ...(partner === null ? {} : { 'Partner-Authorization': partner }),
          ...(options.userKey ? { 'user-key': options.userKey } : {}),
          ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...options.headers,
        },
      },
      response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          const text = bytes.toString('utf8');
          let json: unknown;
          try {
            json = JSON.parse(text);
          } catch {
            json = undefined;
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes, json });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}

/** Somebody with a key who talks to the API, step by step as a client must. */
export function actor(didox: DidoxStandIn, identityId: string, host = 'api-partners.didox.uz') {
  const identity = getIdentity(identityId);
  let userKey = '';
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send(didox.api, method, path, {
      host,
      ...(body === undefined ? {} : { body }),
      ...(userKey ? { userKey } : {}),
      ...(headers ? { headers } : {}),
    });
  const bare = (content: Uint8Array | string) =>
    createPkcs7({
      content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      identity,
      detached: false,
    });
  const stamped = async (content: Uint8Array | string): Promise<string> => {
    const { pkcs7, signatureHex } = bare(content);
    const answer = await call('POST', '/v1/dsvs/timestamp', {
      pkcs7: Buffer.from(pkcs7).toString('base64'),
      signatureHex,
    });
    return answer.json.timeStampTokenB64;
  };
  return {
    identity,
    call,
    bare,
    stamped,
    get userKey() {
      return userKey;
    },
    use(token: string) {
      userKey = token;
    },
    async login(taxId = identity.tin ?? identity.pinfl): Promise<Answer> {
      const answer = await call('POST', `/v1/auth/${taxId}/token/ru`, { signature: await stamped(taxId) });
      if (answer.status === 200) userKey = answer.json.token;
      return answer;
    },
    /** GET, sign and stamp an outgoing document. */
    async signedOutgoing(id: string): Promise<string> {
      const { json } = await call('GET', `/v1/documents/${id}?owner=1`);
      return stamped(JSON.stringify(json.data.json));
    },
    /** Theirs and ours joined, in the order asked for. */
    async joined(id: string, swapped = false): Promise<string> {
      const { json } = await call('GET', `/v1/documents/${id}?owner=0`);
      const content = await call('GET', `/v1/documents/${id}/documentBase64`);
      const ours = await stamped(Buffer.from(content.text, 'base64'));
      const pair = swapped ? [ours, json.data.toSign] : [json.data.toSign, ours];
      const answer = await call('POST', '/v1/dsvs/signature/join', {
        signature1: pair[0],
        signature2: pair[1],
      });
      return answer.json.pkcs7B64;
    },
  };
}
