import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobView } from '../../lib/messages/views/job.ts';
import { LARGEST_FILE } from '../../lib/selection/selection.ts';
import { type ModuleStandIn, startModule } from '../../sandbox/eimzo/start-module.ts';
import { inspectPkcs7 } from '../../sandbox/pki/index.ts';
import { Browser } from '../chaos/browser.ts';
import type { Clock } from '../chaos/clock.ts';

/** Ordinary time: the runs with faults have one that jumps, and takes long sums for a module that hangs. */
const clock = {
  now: () => Date.now(),
  setTimeout: (_owner: object, run: () => void, ms: number) => setTimeout(run, ms),
  clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  dropTimersOf: () => {},
  begin: () => () => {},
} as unknown as Clock;

/** Files through the whole worker and over real sockets to the module's stand-in; only the pages are missing. */
describe('files that are signed', () => {
  let module: ModuleStandIn;
  let browser: Browser;
  beforeAll(async () => {
    module = await startModule({ settings: { listDelayMs: 0, passwordDelayMs: 0 } });
  });
  afterAll(() => module.stop());
  beforeEach(() => {
    browser = new Browser(clock, { didoxApi: 'https://127.0.0.1:9', ws: module.ws, wss: module.wss });
    return () => browser.close();
  });
  const ask: Browser['answered'] = (...request) => browser.answered(...request);
  const put = async (files: readonly { name: string; bytes: Uint8Array }[]) => {
    const db = await browser.disk();
    const described = [];
    for (const { name, bytes } of files) {
      const id = crypto.randomUUID();
      const blob = {
        id,
        owner: 'review:new',
        bytes,
        name,
        type: '',
        createdAt: Date.now(),
        complete: true,
      };
      await db.put('blobs', blob);
      described.push({ blobId: id, name, size: bytes.length, type: '' });
    }
    db.close();
    return (await ask('review/files', { files: described })).reviewId;
  };
  const jobsOf = (reviewId: string) => ask('review/jobs', { reviewId });
  const sign = async (reviewId: string, detached: boolean) => {
    await ask('keys/list', { refresh: true }, 'extension');
    const look = () => ask('review/get', { reviewId });
    const keyId = async () => (await look())?.keyId ?? null;
    await expect.poll(keyId, { timeout: 20_000 }).not.toBeNull();
    const options = { keyId: (await keyId())!, detached, stamp: false };
    const shown = (await look())!.items.map(item => item.sha256);
    await ask('review/confirm', { reviewId, options, shown }, 'extension');
    let jobs: JobView[] = [];
    const open = async () => {
      jobs = await jobsOf(reviewId);
      return jobs.filter(({ step }) => step !== 'done' && step !== 'failed').length;
    };
    await expect.poll(open, { timeout: 100_000 }).toBe(0);
    expect(jobs.filter(({ step }) => step === 'failed')).toEqual([]);
    return jobs;
  };
  const signatureOf = async (job: JobView) => {
    const db = await browser.disk();
    const receipt = await db.get('receipts', job.receiptId!);
    const blob = await db.get('blobs', receipt!.signatureBlobId!);
    db.close();
    return { receipt: receipt!, bytes: blob!.bytes };
  };

  it('may have 24 MiB', async () => {
    const content = new Uint8Array(LARGEST_FILE);
    for (let at = 0; at < content.length; at += 1) content[at] = (at * 31) ^ (at >> 12);
    const [job] = await sign(await put([{ name: 'scan.pdf', bytes: content }]), false);
    const { receipt, bytes } = await signatureOf(job!);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(receipt).toMatchObject({ sha256, size: LARGEST_FILE, signature: { outcome: 'verified' } });
    const found = inspectPkcs7(bytes);
    expect(found.signers).toMatchObject([{ digestOk: true, signatureOk: true, chainOk: true }]);
    expect(Buffer.compare(found.content!, content)).toBe(0);
  }, 120_000);

  it('may be many, and the same one twice: each has its signature, in the order they were chosen', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `${at}.txt`);
    const files = names.map((name, at) => ({ name, bytes: Buffer.from(`content ${at % 55}`) }));
    const before = module.calls.filter(({ window }) => window !== null).length;
    const jobs = await sign(await put(files), true);
    expect(jobs.map(({ title }) => title)).toEqual(names);
    expect(new Set(jobs.map(({ receiptId }) => receiptId)).size).toBe(60);
    expect(module.calls.filter(({ window }) => window !== null).length - before).toBe(1);
    for (const at of [3, 58]) {
      const { bytes } = await signatureOf(jobs[at]!);
      expect(inspectPkcs7(bytes, { detachedContent: files[at]!.bytes }).signers).toMatchObject([
        { digestOk: true, signatureOk: true },
      ]);
    }
  }, 60_000);

  it('are refused when they turn out larger than the module takes', async () => {
    const bytes = new Uint8Array(LARGEST_FILE + 1);
    await expect(put([{ name: 'huge.bin', bytes }])).rejects.toThrow('review/files: too-large');
  });
});
