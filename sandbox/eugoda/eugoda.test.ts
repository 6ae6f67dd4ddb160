import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EugodaStandIn, startEugoda } from './index.ts';
import { defaultSettings } from './settings.ts';

let standIn: EugodaStandIn;
beforeAll(async () => {
  standIn = await startEugoda();
});
afterAll(() => standIn.stop());
beforeEach(() => standIn.set(defaultSettings()));

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly bytes: Buffer;
  readonly broken: boolean;
}

function ask(path: string, init: { method?: string; body?: unknown; host?: string; page?: boolean } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: init.page ? standIn.pagePort : standIn.apiPort,
        path,
        method: init.method ?? 'GET',
        servername: 'eugoda.com',
        ca: standIn.certificate,
        agent: false,
        headers: { host: init.host ?? 'eugoda.com:3000', 'content-type': 'application/json' },
      },
      incoming => {
        const chunks: Buffer[] = [];
        const done = (broken: boolean) =>
          resolve({
            status: incoming.statusCode!,
            headers: incoming.headers,
            bytes: Buffer.concat(chunks),
            broken,
          });
        incoming.on('data', chunk => chunks.push(chunk));
        incoming.on('end', () => done(!incoming.complete));
        incoming.on('error', () => done(true));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(init.body === undefined ? undefined : JSON.stringify(init.body));
  });
}

let count = 0;
function tuple(externalId = `t-${++count}`, change: Record<string, unknown> = {}) {
  const timestamp = Math.floor(Date.now() / 1000);
  const text = `umbrella|${externalId}|${timestamp}`;
  const validationString = createHmac('md5', 'umbrella-secret').update(text).digest('hex');
  return { applicationId: 'umbrella', externalId, timestamp, validationString, ...change };
}
const content = Buffer.from('Текст договору').toString('base64');
const register = (fields: Record<string, unknown> = {}) =>
  ask('/api/signing', { method: 'POST', body: { ...tuple(), fileName: 'Договір.txt', content, ...fields } });
const query = (externalId: string) =>
  new URLSearchParams(Object.entries(tuple(externalId)).map(([a, b]) => [a, String(b)]));
const fetchDocument = (externalId: string) => ask(`/api/signing/document?${query(externalId)}`);

describe('the API', () => {
  it('registers a file and answers with id, link and end', async () => {
    const answer = await register();
    const { id, link, validUntil } = JSON.parse(answer.bytes.toString());
    expect([answer.status, link.startsWith('https://eugoda.com/sign/')]).toEqual([200, true]);
    expect(id).toBe(standIn.agreements.at(-1)!.id);
    expect(Date.parse(validUntil) - Date.now()).toBeGreaterThan(7_100_000);
  });

  it.each([
    [403, 'validation-string', { validationString: '0'.repeat(32) }],
    [404, 'unknown-application', { applicationId: 'other' }],
    [401, 'timestamp', { timestamp: 1_700_000_000 }],
    [400, 'malformed', { timestamp: 'now' }],
    [400, 'malformed', { content: 'data:text/plain;base64,AAAA' }],
    [400, 'malformed', { removeOnCompleted: 'true' }],
    [400, 'lifetime', { lifetime: 1e9 }],
  ])('refuses with %i what is wrong: %s', async (status, refusal, change) => {
    const before = standIn.agreements.length;
    expect((await register(change)).status).toBe(status);
    expect(standIn.requests.at(-1)).toMatchObject({ refusal, status });
    expect(standIn.agreements).toHaveLength(before);
  });

  it('refuses an upper-case validation string and an external id used before', async () => {
    const one = tuple();
    expect((await register({ ...one, validationString: one.validationString.toUpperCase() })).status).toBe(
      403,
    );
    expect((await register(one)).status).toBe(200);
    expect((await register(one)).status).toBe(409);
  });

  it('checks the timestamp against its own clock', async () => {
    standIn.set({ clockOffset: 900 });
    const answer = await register();
    expect(answer.status).toBe(401);
    expect(Date.parse(String(answer.headers.date)) - Date.now()).toBeGreaterThan(890_000);
  });

  it('refuses what is too large, unknown templates and missing parameters', async () => {
    standIn.set({ limit: 100 });
    expect((await register()).status).toBe(413);
    standIn.set({ limit: 1e6 });
    const template = (fields: object) =>
      ask('/api/signing/template', { method: 'POST', body: { ...tuple(), name: 'N', ...fields } });
    expect((await template({ templateId: 'x', data: {} })).status).toBe(404);
    expect((await template({ templateId: 'contract-1', data: { name: 'N' } })).status).toBe(400);
  });

  it('answers a preflight, and never twice with the same link', async () => {
    expect(await ask('/api/signing', { method: 'OPTIONS' })).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-headers': 'content-type' },
    });
    const first = JSON.parse((await register()).bytes.toString());
    const share = (isNew: boolean) =>
      ask('/api/signing/share', { method: 'POST', body: { ...tuple(first.externalId), isNew } });
    expect(JSON.parse((await share(false)).bytes.toString()).link).toBe(first.link);
    expect(JSON.parse((await share(true)).bytes.toString()).link).not.toBe(first.link);
    expect((await ask(new URL(first.link).pathname, { page: true })).status).toBe(404);
  });

  it('takes effect before or after a fault, as it is told', async () => {
    const before = standIn.agreements.length;
    standIn.set({ fault: 'fail-before' });
    expect((await register()).status).toBe(500);
    expect(standIn.agreements).toHaveLength(before);
    standIn.set({ fault: 'drop-after' });
    await expect(register()).rejects.toThrow();
    expect(standIn.agreements).toHaveLength(before + 1);
  });
});

describe('the document', () => {
  async function signed(fields: Record<string, unknown> = {}) {
    const { externalId } = JSON.parse((await register(fields)).bytes.toString());
    return externalId as string;
  }

  it('comes after everybody signed', async () => {
    const id = await signed({ expectedSignatures: 2 });
    standIn.sign(id);
    expect((await fetchDocument(id)).status).toBe(409);
    standIn.sign(id);
    const answer = await fetchDocument(id);
    expect(Object.keys(unzipSync(answer.bytes))).toEqual([
      'Договір.txt',
      'Договір.txt.p7s',
      'Договір.txt.2.p7s',
    ]);
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''%D0%94");
  });

  it('is gone after its delivery with removeOnCompleted, and only then', async () => {
    const id = await signed({ removeOnCompleted: true });
    standIn.sign(id);
    standIn.set({ breakAfter: 40 });
    expect(await fetchDocument(id)).toMatchObject({ broken: true, bytes: { length: 40 } });
    standIn.set({ breakAfter: null });
    expect((await fetchDocument(id)).status).toBe(200);
    expect((await fetchDocument(id)).status).toBe(404);
    const kept = await signed();
    standIn.sign(kept);
    await fetchDocument(kept);
    expect((await fetchDocument(kept)).status).toBe(200);
  });

  it('can be gone at the request already', async () => {
    const id = await signed({ removeOnCompleted: true });
    standIn.sign(id);
    standIn.set({ breakAfter: 40, deleteWhen: 'asked' });
    await fetchDocument(id);
    expect((await fetchDocument(id)).status).toBe(404);
  });

  it('is as large as announced in every form', async () => {
    const id = await signed();
    standIn.sign(id);
    for (const archive of ['zip', 'asic-e', 'asic-s', 'cms', 'base64', 'json']) {
      standIn.set({ archive, chunkSize: 100 });
      const answer = await fetchDocument(id);
      expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
    }
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  it.skipIf(!openssl)('holds signatures that openssl accepts', async () => {
    const id = await signed();
    standIn.sign(id);
    const folder = mkdtempSync(join(tmpdir(), 'eugoda-'));
    const verify = (cms: Uint8Array, content: Uint8Array | null) => {
      writeFileSync(join(folder, 'a.p7s'), cms);
      if (content !== null) writeFileSync(join(folder, 'a.bin'), content);
      const detached = content === null ? [] : ['-content', join(folder, 'a.bin')];
      const input = ['-inform', 'DER', '-in', join(folder, 'a.p7s'), ...detached];
      return execFileSync('openssl', ['cms', '-verify', '-noverify', '-binary', ...input], {
        stdio: 'pipe',
      });
    };
    try {
      const files = unzipSync((await fetchDocument(id)).bytes);
      expect(verify(files['Договір.txt.p7s']!, files['Договір.txt']!).toString()).toBe('Текст договору');
      expect(() => verify(files['Договір.txt.p7s']!, Buffer.from('інший'))).toThrow();
      standIn.set({ archive: 'asic-e' });
      const asic = unzipSync((await fetchDocument(id)).bytes);
      verify(asic['META-INF/signature001.p7s']!, asic['META-INF/ASiCManifest001.xml']!);
      standIn.set({ archive: 'cms' });
      expect(verify((await fetchDocument(id)).bytes, null).toString()).toBe('Текст договору');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the pages', () => {
  it('show the demo with the service’s labels in their order, under every host', async () => {
    const labels = [
      'Ідентифікатор документа eUgoda:',
      'Ідентифікатор документа Umbrella:',
      'Посилання для підпису:',
      'Активне до:',
    ];
    for (const host of ['eugoda.com', 'umbrella.example', 'localhost']) {
      const html = (await ask('/demo', { page: true, host })).bytes.toString();
      const places = labels.map(label => html.indexOf(label));
      expect(places.every(place => place > 0)).toBe(true);
      expect(places.toSorted((a, b) => a - b)).toEqual(places);
    }
    expect((await ask('/demo/crypto-js.js', { page: true })).bytes.toString()).toContain('HmacMD5');
  });

  it('sign an agreement when the button is pressed, once, and not after its time', async () => {
    const { externalId, link } = JSON.parse((await register({ lifetime: 60 })).bytes.toString());
    const { pathname } = new URL(link);
    expect((await ask(pathname, { page: true })).bytes.toString()).toContain('<button>Підписати</button>');
    standIn.set({ clockOffset: 61 });
    expect((await ask(pathname, { page: true, method: 'POST' })).status).toBe(410);
    standIn.set({ clockOffset: 0 });
    expect((await ask(pathname, { page: true, method: 'POST' })).bytes.toString()).toContain(
      'Документ підписано',
    );
    await ask(pathname, { page: true, method: 'POST' });
    expect(standIn.agreements.find(one => one.externalId === externalId)!.signedAt).toHaveLength(1);
  });

  it('escape what came from outside', async () => {
    const { link } = JSON.parse((await register({ fileName: '<img src=x>.txt' })).bytes.toString());
    expect((await ask(new URL(link).pathname, { page: true })).bytes.toString()).not.toContain('<img');
  });
});

describe('the settings', () => {
  it('are read from text as from values, and refused by name', () => {
    standIn.set({ breakAfter: '40', cors: 'false', reply: 'data' });
    expect(standIn.settings).toMatchObject({ breakAfter: 40, cors: false, reply: 'data' });
    expect(() => standIn.set({ reply: 'odd' })).toThrow(/reply takes flat\|data/);
    expect(() => standIn.set({ nothing: 1 } as never)).toThrow(/no setting "nothing"/);
  });
});
