import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { FlowError } from '../signing/failure.ts';
import {
  type Call,
  createDidoxHttp,
  type HttpPorts,
  type PartnerToken,
  REQUEST_DEADLINE_MS,
} from './http.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const GET: Call = { server: 'production', endpoint: 'document', method: 'GET', path: '/v1/x?owner=1' };

function setUp(
  answers: (Response | Error)[],
  partner: PartnerToken = { state: 'none' },
  mayReach?: HttpPorts['mayReach'],
) {
  const sent: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const http = createDidoxHttp({
    fetch: async (url, init) => {
      sent.push({ url, init });
      const next = answers.shift() ?? new Error('no more answers');
      if (next instanceof Error) throw next;
      return next;
    },
    partnerToken: async () => partner,
    mayReach,
    locale: () => 'uz',
    now: () => NOW,
    wait: async ms => void waits.push(ms),
  });
  return { http, sent, waits };
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    error => (error instanceof FlowError ? error.failure.code : `not a FlowError: ${error}`),
  );
const refused = (status: number, body = '', headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });

afterEach(() => vi.restoreAllMocks());

describe('a request', () => {
  it('leaves nothing behind, carries no cookies and follows nobody', async () => {
    const { http, sent } = setUp([new Response('ok')]);
    await http.text({ ...GET, userKey: 'user-token' });
    expect(sent[0]?.url).toBe('https://api-partners.didox.uz/v1/x?owner=1');
    expect(sent[0]?.init).toMatchObject({
      method: 'GET',
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: { 'Accept-Language': 'uz', 'user-key': 'user-token' },
    });
    expect(sent[0]?.init.body).toBeUndefined();
    expect(sent[0]?.init.headers).not.toHaveProperty('Partner-Authorization');
  });

  it('goes to the server asked for, with its body as JSON', async () => {
    const { http, sent } = setUp([new Response('ok')]);
    await http.text({ ...GET, server: 'test', method: 'POST', body: { comment: 'Ў' } });
    expect(sent[0]?.url).toContain('https://testapi3.didox.uz/');
    expect(sent[0]?.init.body).toBe('{"comment":"Ў"}');
  });

  it.each([
    ['is kept from the site', false, 'document', 'server-not-permitted'],
    ['is not', true, 'document', 'network-gone'],
    // What became of these is found out as after any other lost answer.
    ['is kept from it, and something may have been done', false, 'submit', 'network-gone'],
  ] as const)('says why it did not arrive where the browser %s', async (_, may, endpoint, code) => {
    const asked: string[] = [];
    const { http } = setUp([new TypeError('Failed to fetch')], undefined, async server => {
      asked.push(server);
      return may;
    });
    expect(await codeOf(http.text({ ...GET, endpoint }))).toBe(code);
    expect(asked).toEqual(endpoint === 'submit' ? [] : ['production']);
  });

  it.each(['abc.def', ' abc.def\n', 'Bearer abc.def'])('sends the partner token bare: %j', async token => {
    const { http, sent } = setUp([new Response('ok')], { state: 'open', token });
    await http.text(GET);
    expect(sent[0]?.init.headers).toMatchObject({ 'Partner-Authorization': 'abc.def' });
  });

  it('names a token that cannot stand in a header, without asking anybody', async () => {
    const { http, sent } = setUp([], { state: 'open', token: 'токен' });
    const asked = http.text({ ...GET, server: 'test' });
    await expect(asked).rejects.toMatchObject({
      failure: { code: 'partner-token-wrong', data: { server: 'test' } },
    });
    expect(sent).toEqual([]);
  });

  it.each([
    [{ state: 'none' }, 'partner-token-missing'],
    [{ state: 'locked' }, 'partner-token-locked'],
    [{ state: 'open', token: 't' }, 'partner-token-wrong'],
  ] as const)('asks for the partner token only when it is refused: %j', async (partner, code) => {
    const { http } = setUp([refused(401, '{"message":"Invalid partner token"}')], partner);
    // Each server has one of its own.
    const failure = { code, data: { server: 'old-test' } };
    await expect(http.text({ ...GET, server: 'old-test' })).rejects.toMatchObject({ failure });
  });
});

describe('an answer', () => {
  it('that breaks off is a network that is gone', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(3));
        controller.error(new TypeError('network error'));
      },
    });
    expect(await codeOf(setUp([new Response(body)]).http.text(GET))).toBe('network-gone');
    expect(await codeOf(setUp([new TypeError('Failed to fetch')]).http.text(GET))).toBe('network-gone');
  });

  it('that was not waited for says so', async () => {
    const abort = new AbortController();
    abort.abort();
    expect(await codeOf(setUp([new Error('aborted')]).http.text({ ...GET, signal: abort.signal }))).toBe(
      'aborted',
    );
  });

  it('that takes too long is slow, not gone', async () => {
    const deadline = AbortSignal.abort();
    const asked = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline);
    expect(await codeOf(setUp([new Error('timeout')]).http.text(GET))).toBe('service-slow');
    expect(asked).toHaveBeenCalledWith(REQUEST_DEADLINE_MS);
  });

  it('of monstrous size is not read', async () => {
    const answer = new Response('x', { headers: { 'Content-Length': String(65 * 1024 * 1024) } });
    expect(await codeOf(setUp([answer]).http.text(GET))).toBe('too-large');
  });

  it('that is a web page is malformed, and not quoted', async () => {
    const work = setUp([new Response('<html>502</html>')]).http.json(GET, z.object({}));
    await expect(work).rejects.toMatchObject({ failure: { code: 'service-malformed', words: null } });
    const garbage = setUp([new Response('{"data":tru')]).http.json(GET, z.object({}));
    await expect(garbage).rejects.toMatchObject({
      failure: { code: 'service-malformed', words: '{"data":tru' },
    });
  });

  it('as bytes keeps its type', async () => {
    const { http } = setUp([
      new Response(Uint8Array.of(1, 2), { headers: { 'Content-Type': 'application/pdf' } }),
    ]);
    expect(await http.bytes(GET)).toEqual({ bytes: Uint8Array.of(1, 2), type: 'application/pdf' });
  });
});

describe('waiting', () => {
  it.each([
    ['2', 2000],
    [' 0 ', 0],
    ['20', 20_000],
    [new Date(NOW + 3000).toUTCString(), 3000],
    [new Date(NOW - 3000).toUTCString(), 0],
  ])('as told by Retry-After %j, a reader asks again', async (header, ms) => {
    const { http, waits, sent } = setUp([refused(429, '', { 'Retry-After': header }), new Response('ok')]);
    expect(await http.text(GET)).toBe('ok');
    expect(waits).toEqual([ms]);
    expect(sent).toHaveLength(2);
  });

  it('ends after two tries, and does not begin when nobody said how long or it is too long', async () => {
    const again = () => refused(503, '', { 'Retry-After': '1' });
    const three = setUp([again(), again(), again(), new Response('ok')]);
    expect(await codeOf(three.http.text(GET))).toBe('service-unavailable');
    expect(three.sent).toHaveLength(3);
    for (const answer of [
      refused(503),
      refused(429, '', { 'Retry-After': '600' }),
      refused(429, '', { 'Retry-After': 'soon' }),
    ])
      await expect(setUp([answer]).http.text(GET)).rejects.toBeInstanceOf(FlowError);
  });

  it('is done for a POST that only reads', async () => {
    const { http, sent } = setUp([refused(503, '', { 'Retry-After': '2' }), new Response('ok')]);
    expect(await http.text({ ...GET, method: 'POST', endpoint: 'tosign', body: {} })).toBe('ok');
    expect(sent).toHaveLength(2);
  });

  it('is never done for a request with an effect', async () => {
    const { http, sent, waits } = setUp([refused(429, '', { 'Retry-After': '1' }), new Response('ok')]);
    const work = http.text({ ...GET, method: 'POST', endpoint: 'submit', body: {} });
    await expect(work).rejects.toMatchObject({
      failure: { code: 'rate-limited', data: { retryAfterMs: 1000 } },
    });
    expect([sent.length, waits.length]).toEqual([1, 0]);
  });
});
