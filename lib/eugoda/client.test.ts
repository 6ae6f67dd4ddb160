import { describe, expect, it } from 'vitest';
import { createEugoda } from './client.ts';
import type { ArchiveSink, FetchInit, FetchPort } from './ports.ts';
import { defaultRegistrationOptions as options } from './requests.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const access = { applicationId: 'umbrella', secret: 'umbrella-secret', port: 3000 };
const link = 'https://eugoda.com/sign/a1b2c3d4';
const file = { externalId: 'x-1', fileName: 'a.txt', bytes: new Uint8Array(900).fill(65), options };
const share = { externalId: 'x-1', isNew: true, removeOnCompleted: false, lifetime: 7200 };
/** An empty zip, made longer than any text that is base64 by chance. */
const base64Zip = Buffer.from(`PK\x05\x06${'\0'.repeat(60)}`, 'latin1').toString('base64');

type Reply = Response | Error | ((init: FetchInit) => Response);

/** OPTIONS is answered by itself; everything else takes the next reply. */
function service(...replies: Reply[]) {
  const asked: { url: string; init: FetchInit }[] = [];
  let reachable = true;
  const fetch: FetchPort = async (url, init) => {
    asked.push({ url, init });
    if (init.method === 'OPTIONS') {
      if (!reachable) throw new TypeError('Failed to fetch');
      return new Response(null, { status: 204 });
    }
    const reply = replies.shift();
    if (reply === undefined || reply instanceof Error) throw reply ?? new Error('one request too many');
    return typeof reply === 'function' ? reply(init) : reply;
  };
  const eugoda = createEugoda({ fetch, clock: { now: () => now }, timeouts: { stall: 50 } });
  const posts = () => asked.filter(one => one.init.method === 'POST');
  return { eugoda, asked, posts, block: () => (reachable = false) };
}

function memorySink(failAt = Number.POSITIVE_INFINITY) {
  const log: string[] = [];
  const chunks: Uint8Array[] = [];
  const sink: ArchiveSink = {
    open: async info => void log.push(`open ${info.contentType} ${info.expected}`),
    write: async chunk => {
      if (chunks.length >= failAt) throw new Error('disk full');
      chunks.push(chunk.slice());
    },
    close: async end => void log.push(`close ${end.complete}`),
  };
  return { sink, log, text: () => Buffer.concat(chunks).toString() };
}

const streamed = (parts: (string | Error | 'hang')[], headers: Record<string, string> = {}) => {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else if (part instanceof Error) controller.error(part);
      else if (part === 'hang') return new Promise(() => {});
      else controller.enqueue(new TextEncoder().encode(part));
      return undefined;
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/zip', ...headers } });
};

/** A byte now and then, for ever. */
function dripping(): Response {
  let timer: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(Uint8Array.of(0x20)), 10);
    },
    cancel: () => clearInterval(timer),
  });
  return new Response(body);
}

it('takes the fetch of browsers and Node as it is', () => {
  const port: FetchPort = globalThis.fetch;
  expect(port).toBeTypeOf('function');
});

describe('a registration', () => {
  it('goes out once, guarded against caches, cookies and redirects, and gives the link', async () => {
    const { eugoda, asked, posts } = service(Response.json({ id: 'e-1', link, validUntil: now + 7_200_000 }));
    const answer = await eugoda.registerFile(access, file);
    expect(answer.reading).toMatchObject({ understood: true, eugodaId: 'e-1', link });
    expect(posts()).toHaveLength(1);
    for (const { init } of asked)
      expect(init).toMatchObject({ cache: 'no-store', credentials: 'omit', redirect: 'error' });
  });

  it('is not sent at all when the service cannot be reached', async () => {
    const { eugoda, posts, block } = service();
    block();
    await expect(eugoda.registerFile(access, file)).rejects.toMatchObject({
      problem: { code: 'unreachable', mayHaveHappened: false, port: 3000 },
    });
    expect(posts()).toHaveLength(0);
  });

  it.each([
    ['the connection dies', new TypeError('Failed to fetch')],
    ['the service fails', new Response('oops', { status: 500 })],
    ['the answer breaks off', streamed(['{"id":', new Error('reset')])],
    ['the answer stops', streamed(['{"id":', 'hang'])],
    ['the answer never ends', dripping],
  ])('is ambiguous, and not repeated, when %s', async (_, reply) => {
    const { eugoda, posts } = service(reply);
    await expect(eugoda.registerFile(access, file)).rejects.toMatchObject({
      problem: { code: 'ambiguous', mayHaveHappened: true },
    });
    expect(posts()).toHaveLength(1);
  });

  it('is done, though not understood, when the answer holds no link', async () => {
    const { eugoda } = service(Response.json({ message: 'Created' }, { status: 201 }));
    expect(await eugoda.registerFile(access, file)).toMatchObject({
      reading: { understood: false },
      status: 201,
    });
  });

  it('is refused by a known message even with status 200', async () => {
    const { eugoda } = service(Response.json({ message: 'Invalid timestamp' }));
    await expect(eugoda.registerFile(access, file)).rejects.toMatchObject({ problem: { code: 'clock-off' } });
  });

  it('keeps of an echoing answer neither the MAC nor the content nor template data', async () => {
    const echo = (init: FetchInit) => Response.json({ link, ...JSON.parse(init.body!) });
    const { eugoda } = service(echo, echo);
    const data = { name: 'Іван Петренко', passportNo: 'МЕ123456', salary: 50_000 };
    const answers = [
      await eugoda.registerFile(access, file),
      await eugoda.registerTemplate(access, { externalId: 'x-2', name: 'N', templateId: 't', data, options }),
    ];
    for (const { raw } of answers) {
      expect(raw).toContain(link);
      expect(raw).not.toMatch(/[0-9a-f]{32}|QUFB|Петренко|МЕ123456|50000/);
    }
  });

  it('keeps no name that the service repeats, nor a short value', async () => {
    const { eugoda } = service(({ body }) => {
      const { name, data } = JSON.parse(body!);
      return Response.json({ link, title: `${name}.pdf`, who: data.name, amount: 5 });
    });
    const contract = { externalId: 'x-2', name: 'Лі - Контракт', templateId: 't' };
    const { raw } = await eugoda.registerTemplate(access, {
      ...contract,
      data: { name: 'Лі', days: 5 },
      options,
    });
    expect(JSON.parse(raw)).toEqual({ link, title: '•••.pdf', who: '•••', amount: 5 });
  });

  it('takes nothing that the service repeats for its id', async () => {
    const { eugoda } = service(({ body }) => {
      const { validationString, data } = JSON.parse(body!);
      return Response.json({ link, validationString, ...data });
    });
    const contract = {
      externalId: 'x-2',
      name: 'N',
      templateId: 't',
      data: { passport: 'AB123456', pay: 5000 },
    };
    const { reading } = await eugoda.registerTemplate(access, { ...contract, options });
    expect(reading).toMatchObject({ understood: true, eugodaId: null, link });
  });

  it('measures the clock from the Date header', async () => {
    const headers = { date: new Date(now - 600_000).toUTCString() };
    const { eugoda } = service(new Response('{}', { status: 401, headers }));
    await expect(eugoda.share(access, share)).rejects.toMatchObject({
      failure: { code: 'eugoda-clock-off', data: { minutes: 10 } },
    });
  });

  it('puts no secret and no MAC into its errors', async () => {
    const leak = new TypeError('request to https://eugoda.com:3000/?validationString=abc failed');
    const { eugoda } = service(leak);
    const error = await eugoda.fetchDocument(access, { externalId: 'x-1' }, memorySink().sink).catch(e => e);
    expect(error).toMatchObject({ problem: { code: 'unreachable' } });
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toMatch(
      /umbrella-secret|validationString=/,
    );
  });

  it('can be given up before it is sent', async () => {
    const { eugoda, posts } = service();
    await expect(eugoda.registerFile(access, file, AbortSignal.abort())).rejects.toMatchObject({
      problem: { code: 'cancelled' },
    });
    expect(posts()).toHaveLength(0);
  });
});

describe('fetching the document', () => {
  const fetchInto = (reply: Reply, target = memorySink()) =>
    service(reply).eugoda.fetchDocument(access, { externalId: 'x-1' }, target.sink);

  it('stores every chunk and says that it is whole', async () => {
    const target = memorySink();
    const delivered = await fetchInto(streamed(['PK', 'abc'], { 'content-length': '5' }), target);
    expect(delivered.delivery).toEqual({ outcome: 'whole', size: 5 });
    expect([target.text(), target.log]).toEqual(['PKabc', ['open application/zip 5', 'close true']]);
  });

  it.each([
    ['the connection dies', ['PK', 'ab', new Error('reset')], {}],
    ['it ends before its length', ['PK', 'ab'], { 'content-length': '9' }],
    ['no byte comes any more', ['PK', 'ab', 'hang' as const], {}],
  ])('keeps what was delivered when %s', async (_, parts, headers) => {
    const target = memorySink();
    const delivered = await fetchInto(streamed(parts, headers), target);
    expect(delivered.delivery).toMatchObject({ outcome: 'broken', size: 4 });
    expect([target.text(), target.log.at(-1)]).toEqual(['PKab', 'close false']);
  });

  it('takes as long as it takes: the time for an answer is over once its head is there', async () => {
    const fetch: FetchPort = async (_url, { signal }) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          signal.addEventListener('abort', () => controller.error(signal.reason));
          controller.enqueue(new TextEncoder().encode('PK'));
          setTimeout(() => {
            controller.enqueue(new TextEncoder().encode('abc'));
            controller.close();
          }, 60);
        },
      });
      return new Response(body, { headers: { 'content-length': '5' } });
    };
    const timeouts = { ask: 5, stall: 10_000 };
    const eugoda = createEugoda({ fetch, clock: { now: () => now }, timeouts });
    const target = memorySink();
    const { delivery } = await eugoda.fetchDocument(access, { externalId: 'x-1' }, target.sink);
    expect([delivery, target.text()]).toEqual([{ outcome: 'whole', size: 5 }, 'PKabc']);
  });

  it('loses nothing of what came while the storage was still busy when the connection died', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('PKab'));
        setTimeout(() => controller.error(new Error('reset')), 5);
      },
    });
    const target = memorySink();
    const slow = { ...target.sink, open: () => new Promise<void>(resolve => setTimeout(resolve, 30)) };
    const reply = new Response(body, { headers: { 'content-type': 'application/zip' } });
    await fetchInto(reply, { ...target, sink: slow });
    expect(target.text()).toBe('PKab');
  });

  it('hands over what the storage did not take', async () => {
    const delivered = await fetchInto(streamed(['PK', 'ab', 'cd', 'ef']), memorySink(2));
    expect(delivered.delivery).toMatchObject({ outcome: 'unstored', size: 4, complete: true });
    if (delivered.delivery.outcome === 'unstored')
      expect(Buffer.from(delivered.delivery.rest).toString()).toBe('cdef');
  });

  it('does not believe the length of a compressed answer', async () => {
    const delivered = await fetchInto(
      streamed(['PKabc'], { 'content-length': '900', 'content-encoding': 'gzip' }),
    );
    expect(delivered.delivery.outcome).toBe('whole');
  });

  it('stores even what turns out to be a refusal, then says so', async () => {
    const target = memorySink();
    await expect(fetchInto(streamed(['{"error":"Ще не підписано"}']), target)).rejects.toMatchObject({
      problem: { code: 'not-signed-yet', words: 'Ще не підписано' },
    });
    expect(target.text()).toContain('Ще не');
  });

  it.each([
    [
      'a page that comes as a named file',
      '<!doctype html>',
      { 'content-disposition': 'attachment; filename="a.html"' },
    ],
    ['an object with an archive in it', JSON.stringify({ error: 'none', content: base64Zip }), {}],
  ])('takes %s for the delivery it is', async (_, text, headers) => {
    const delivered = await fetchInto(streamed([text], headers));
    expect(delivered.delivery).toEqual({ outcome: 'whole', size: text.length });
  });

  it('keeps the raw answer of a refusal, without the MAC', async () => {
    const echo = (init: FetchInit) =>
      Response.json({ error: 'no', sent: JSON.parse(init.body!) }, { status: 403 });
    const error = await service(echo)
      .eugoda.share(access, share)
      .catch(e => e);
    expect(error.raw).toContain('"x-1"');
    expect(error.raw).not.toMatch(/[0-9a-f]{32}/);
  });

  it('opens no sink for a refusal with its own status', async () => {
    const target = memorySink();
    await expect(fetchInto(new Response('{}', { status: 409 }), target)).rejects.toMatchObject({
      problem: { code: 'not-signed-yet', status: 409 },
    });
    expect(target.log).toEqual([]);
  });
});
