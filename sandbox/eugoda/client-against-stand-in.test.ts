import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sniffArchive } from '../../lib/eugoda/archive-kind.ts';
import { createEugoda, type EugodaClient } from '../../lib/eugoda/client.ts';
import { createExternalId } from '../../lib/eugoda/external-id.ts';
import { archiveFileName } from '../../lib/eugoda/file-name.ts';
import type { ArchiveSink } from '../../lib/eugoda/ports.ts';
import { defaultRegistrationOptions as options } from '../../lib/eugoda/requests.ts';
import { fetchThrough } from './fetch-through.fixture.ts';
import { type EugodaStandIn, startEugoda } from './index.ts';
import { defaultSettings, type EugodaSettings } from './settings.ts';

let standIn: EugodaStandIn;
let eugoda: EugodaClient;
beforeAll(async () => {
  standIn = await startEugoda();
  eugoda = createEugoda({
    fetch: fetchThrough(standIn),
    clock: { now: () => Date.now() },
  });
});
afterAll(() => standIn.stop());
beforeEach(() => standIn.set(defaultSettings()));

const access = { applicationId: 'umbrella', secret: 'umbrella-secret', port: 3000 };
const bytes = new TextEncoder().encode('Договір № 1 '.repeat(50));
async function registerFile(change: Partial<typeof options> = {}) {
  const externalId = createExternalId();
  const file = { externalId, fileName: 'Договір.txt', bytes, options: { ...options, ...change } };
  const { reading } = await eugoda.registerFile(access, file);
  return { externalId, reading };
}
const codeOf = (task: Promise<unknown>) =>
  task.then(
    () => 'no error',
    error => error.problem?.code ?? error,
  );

function collect() {
  const chunks: Uint8Array[] = [];
  const sink: ArchiveSink = {
    open: async () => undefined,
    write: async chunk => void chunks.push(chunk.slice()),
    close: async () => undefined,
  };
  return { sink, bytes: () => new Uint8Array(Buffer.concat(chunks)) };
}

describe('a registration', () => {
  const shapes: EugodaSettings['reply'][] = [
    'flat',
    'data',
    'result-document',
    'other-names',
    'list',
    'bare-link',
  ];
  const dates: EugodaSettings['dates'][] = ['iso', 'iso-local', 'epoch', 'epoch-ms', 'dotted', 'none'];

  it.each(shapes.flatMap(reply => dates.map(form => [reply, form] as const)))(
    'is understood in the shape %s with dates as %s',
    async (reply, form) => {
      standIn.set({ reply, dates: form });
      const { externalId, reading } = await registerFile({ returnUrl: 'https://umbrella.example/back' });
      const stored = standIn.agreements.find(one => one.externalId === externalId)!;
      expect(Buffer.from(stored.content).equals(bytes)).toBe(true);
      expect(reading).toMatchObject({
        understood: true,
        link: `https://eugoda.com/sign/${stored.link.token}`,
      });
      if (!reading.understood) return;
      expect(Math.abs(reading.until - stored.link.until)).toBeLessThan(2000);
      expect(reading.untilComputed).toBe(form === 'none' || reply === 'bare-link');
      expect(reading.eugodaId).toBe(reply === 'bare-link' ? null : stored.id);
    },
  );

  it('of a template sends the demo’s eight values', async () => {
    const texts = { name: 'Тест', number: '1', passportNo: 'А', issuer: 'Б', city: 'В' };
    const data = { ...texts, passportDate: '2001-01-01', date: '2026-11-21', salary: 5000 };
    const externalId = createExternalId();
    const contract = { externalId, name: 'Тест - Контракт', templateId: 'contract-1', data, options };
    expect((await eugoda.registerTemplate(access, contract)).reading.understood).toBe(true);
    expect(Buffer.from(standIn.agreements.at(-1)!.content).toString()).toContain('salary: 5000');
  });

  it('that took place but whose answer got lost is found again through share', async () => {
    standIn.set({ fault: 'drop-after' });
    const externalId = createExternalId();
    const file = { externalId, fileName: 'a.txt', bytes, options };
    expect(await codeOf(eugoda.registerFile(access, file))).toBe('ambiguous');
    standIn.set({ fault: 'none' });
    const ask = { externalId, isNew: false, removeOnCompleted: false, lifetime: 7200 };
    expect((await eugoda.share(access, ask)).reading.understood).toBe(true);
    expect(standIn.agreements.filter(one => one.externalId === externalId)).toHaveLength(1);
  });

  it('asks without cookies and shows no origin of its own', async () => {
    await registerFile();
    expect(standIn.requests.at(-1)).toMatchObject({ cookies: false, host: 'eugoda.com:3000' });
  });
});

describe('errors are told apart', () => {
  const share = (change: object = {}, externalId = 'nobody') =>
    eugoda.share(
      { ...access, ...change },
      { externalId, isNew: true, removeOnCompleted: false, lifetime: 7200 },
    );

  it.each(['message', 'error', 'errors', 'success-false', 'text'] as const)(
    'in the envelope %s',
    async errors => {
      for (const words of ['uk', 'en'] as const) {
        standIn.set({ errors, words });
        expect(await codeOf(share({ secret: 'wrong' }))).toBe('mac-refused');
        expect(await codeOf(share({ applicationId: 'nobody' }))).toBe('unknown-application');
        expect(await codeOf(share())).toBe('unknown-document');
        const { externalId } = await registerFile();
        expect(await codeOf(eugoda.fetchDocument(access, { externalId }, collect().sink))).toBe(
          'not-signed-yet',
        );
        const contract = {
          externalId: createExternalId(),
          name: 'N',
          templateId: 'x',
          data: {},
          options,
        };
        expect(await codeOf(eugoda.registerTemplate(access, contract))).toBe('unknown-template');
        const again = { externalId, fileName: 'a', bytes, options };
        expect(await codeOf(eugoda.registerFile(access, again))).toBe('duplicate-external-id');
        standIn.set({ limit: 600 });
        expect(await codeOf(registerFile())).toBe('too-large');
        standIn.set({ limit: 1e6, clockOffset: -1200 });
        await expect(share()).rejects.toMatchObject({
          failure: { code: 'eugoda-clock-off', data: { minutes: 20 } },
        });
        standIn.set({ clockOffset: 0 });
      }
    },
  );

  it('even without words', async () => {
    standIn.set({ errors: 'html' });
    expect(await codeOf(share({ secret: 'wrong' }))).toBe('html-instead-of-json');
    standIn.set({ errors: 'empty' });
    expect(await codeOf(share({ secret: 'wrong' }))).toBe('mac-refused');
  });

  it('and a service that is not there is unreachable, with nothing sent', async () => {
    const gone = await startEugoda();
    const client = createEugoda({ fetch: fetchThrough(gone), clock: { now: () => Date.now() } });
    await gone.stop();
    const file = { externalId: 'x-1', fileName: 'a', bytes, options };
    expect(await codeOf(client.registerFile(access, file))).toBe('unreachable');
  });
});

describe('the archive', () => {
  it.each([
    ['zip', 'zip', 'none'],
    ['asic-e', 'asic-e', 'none'],
    ['asic-s', 'asic-s', 'none'],
    ['cms', 'cms', 'none'],
    ['base64', 'zip', 'base64'],
    ['json', 'zip', 'json-base64'],
  ] as const)('arrives as %s and is told by its bytes', async (archive, kind, layer) => {
    standIn.set({ archive });
    const { externalId } = await registerFile();
    standIn.sign(externalId);
    const target = collect();
    const { delivery, contentDisposition } = await eugoda.fetchDocument(access, { externalId }, target.sink);
    expect(delivery).toEqual({ outcome: 'whole', size: target.bytes().length });
    const sniffed = sniffArchive(target.bytes());
    expect(sniffed).toMatchObject({ kind, layer });
    expect(archiveFileName({ contentDisposition, externalId, extension: sniffed.extension })).toMatch(
      /^Договір\./,
    );
  });

  it('loses nothing that was delivered, wherever the connection dies', async () => {
    const { externalId } = await registerFile({ removeOnCompleted: true });
    standIn.sign(externalId);
    const whole = collect();
    standIn.set({ deleteWhen: 'sent', chunkSize: 97 });
    for (const breakAfter of [0, 1, 96, 97, 98, 500]) {
      standIn.set({ breakAfter });
      const target = collect();
      const { delivery } = await eugoda.fetchDocument(access, { externalId }, target.sink);
      expect(delivery).toMatchObject({ outcome: 'broken', size: breakAfter });
      expect(target.bytes()).toHaveLength(breakAfter);
    }
    standIn.set({ breakAfter: null });
    await eugoda.fetchDocument(access, { externalId }, whole.sink);
    expect(sniffArchive(whole.bytes()).kind).toBe('zip');
    expect(await codeOf(eugoda.fetchDocument(access, { externalId }, collect().sink))).toBe(
      'unknown-document',
    );
  });
});
