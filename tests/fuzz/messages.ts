import { requestSchemas } from '../../lib/messages/schemas.ts';
import { Browser } from '../chaos/browser.ts';
import { Clock } from '../chaos/clock.ts';
import type { Random } from '../chaos/random.ts';
import { fuzzerOf } from './fuzzer.ts';
import { mutateText, mutateValue } from './mutate.ts';

const OURS = 'abcdefghijklmnopabcdefghijklmnop';
const EXTENSION = `chrome-extension://${OURS}`;
const ID = '11EFD0C5A81E4B600000000000000001';
const PAGE_MAY = /^(?:card\/|page\/active|agreement-page\/)/;
const document = { owner: 'tin:300000019', documentId: ID, outgoing: true };
const seen = { eugodaId: 'a', externalId: 'umbrella-x', link: 'https://eugoda.com/s/1', until: '2026-11-21' };

/** One good request per message, to be spoilt. */
const GOOD: Record<string, unknown> = {
  'card/show': { href: `https://didox.uz/documents/${ID}/1`, facing: true, taxIds: ['300000019'] },
  'card/act': { viewId: 'v', action: 'sign', visible: true, keyId: 'k', reason: 'r' },
  'card/leave': { viewId: null },
  'keys/list': { refresh: false },
  'keys/choose': { owner: 'tin:300000019', keyId: 'k' },
  'module/attend': { page: 'desk' },
  'jobs/list': { open: true },
  'jobs/cancel': { jobId: 'j' },
  'jobs/retry': { jobId: 'j' },
  'jobs/dismiss': { jobId: 'j' },
  'review/get': { reviewId: 'r' },
  'review/jobs': { reviewId: 'r' },
  'review/confirm': { reviewId: 'r', options: { keyId: 'k', detached: false, stamp: true } },
  'review/dismiss': { reviewId: 'r' },
  'review/files': { files: [{ blobId: 'b', name: 'a.txt', size: 3, type: 'text/plain' }] },
  'didox/sign-out': { owner: null },
  'inbox/list': { folder: 'waiting', owner: null, refresh: false },
  'inbox/preview': document,
  'inbox/act': { previewId: 'p', action: 'sign' },
  'batch/start': { batchId: 'b' },
  'batch/control': { batchId: 'b', command: 'stop' },
  'batch/get': { batchId: null },
  'agreements/list': {},
  'agreements/forget': { externalId: 'umbrella-x' },
  'agreement-page/show': { seen },
  'agreement-page/act': { seen, action: 'track' },
};
const NAMES = [...Object.keys(requestSchemas), 'constructor', '__proto__', 'toString', ''];

/** Messages from anybody in any shape: an answer or a refusal by name, and never an answer for the wrong sender. */
export const messages = fuzzerOf('messages', async () => {
  const clock = new Clock();
  const browser = new Browser(clock, {
    didoxApi: 'https://127.0.0.1:9',
    ws: 'ws://127.0.0.1:9',
    wss: 'wss://127.0.0.1:9',
  });
  browser.outage.gone = true;
  const { worker } = browser.wake();
  return {
    async play(random: Random) {
      const name = random.chance(0.8) ? random.pick(Object.keys(GOOD)) : random.pick(NAMES);
      const request = random.chance(0.25) ? GOOD[name] : mutateValue(GOOD[name] ?? {}, random, 0.2);
      const url = random.pick([
        `${EXTENSION}/desk.html`,
        `${EXTENSION}/desk.html`,
        `https://didox.uz/documents/${ID}/1`,
        'https://didox.uz.evil.example/',
        'https://eugoda.com/sign/1',
        `chrome-extension://${OURS}x/desk.html`,
        'about:blank',
        mutateText(`${EXTENSION}/desk.html`, random),
      ]);
      const sender = {
        id: random.chance(0.9) ? OURS : random.pick([undefined, 'ponmlkjihgfedcbaponmlkjihgfedcba', '']),
        url: random.chance(0.95) ? url : undefined,
        origin: random.pick([undefined, EXTENSION, 'null']),
        tabId: random.pick([undefined, 1, 7]),
        frameId: random.pick([undefined, 0, 3]),
      };
      const message = random.chance(0.9)
        ? { imzochi: random.chance(0.97) ? name : random.pick([null, 1, {}, []]), request }
        : mutateValue({ imzochi: name, request }, random, 0.4);
      const reply = await worker.router.handle(message, sender);
      if (reply === undefined) return null;
      if (!reply.ok && (reply.code === 'unexpected' || reply.code === ''))
        throw new Error(`${name} ${JSON.stringify(request)}: ${JSON.stringify(reply)}`);
      const fromUs = URL.parse(sender.url ?? '')?.href.startsWith(`${EXTENSION}/`) === true;
      if (reply.ok && sender.id !== OURS) throw new Error(`${name} answered to a stranger`);
      if (reply.ok && !fromUs && !PAGE_MAY.test(name)) throw new Error(`${name} answered to ${sender.url}`);
      if (reply.ok && fromUs && PAGE_MAY.test(name)) throw new Error(`${name} answered to an extension page`);
      if ('polluted' in {}) throw new Error('a prototype was changed');
      return reply;
    },
    stop() {
      browser.close();
      clock.stop();
    },
  };
});
