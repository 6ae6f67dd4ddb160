import { sniffArchive } from '../../lib/eugoda/archive-kind.ts';
import { createEugoda } from '../../lib/eugoda/client.ts';
import { readMoment } from '../../lib/eugoda/dates.ts';
import { EugodaError } from '../../lib/eugoda/errors.ts';
import type { ArchiveSink } from '../../lib/eugoda/ports.ts';
import { defaultRegistrationOptions as options } from '../../lib/eugoda/requests.ts';
import type { Random } from '../chaos/random.ts';
import { fuzzerOf } from './fuzzer.ts';
import { mutateBody, mutateText, mutateValue } from './mutate.ts';

const SECRET = 'umbrella-secret-of-the-fuzz-run';
const access = { applicationId: 'umbrella', secret: SECRET, port: 3000 };
const SAMPLES: readonly unknown[] = [
  { id: 'a1b2', link: 'https://eugoda.com/sign/a1b2c3d4', validUntil: '2026-11-21T12:00:00' },
  { data: { documentId: 7, url: 'https://eugoda.com:3000/s/x', expiresIn: 7200 } },
  { result: [{ share_link: 'https://eugoda.com/s/y', until: 1795000000, status: 'ok' }] },
  { error: { code: 'mac', message: 'Invalid validation string' } },
  { success: false, errors: ['Application not found'] },
  'https://eugoda.com/sign/plain',
  'PK\u0003\u0004 no archive at all',
  '-----BEGIN CMS-----\nAAAA\n-----END CMS-----',
];
const DATES = [
  '2026-11-21T10:00:00Z',
  '2026-11-21 10:00:00',
  '21.11.2026 10:00',
  '1795000000',
  1795000000000,
];

/** Everything eUgoda may answer: an answer that was understood or not, an archive, or an error with a name. */
export const eugodaReplies = fuzzerOf('eugoda replies', async () => ({
  async play(random: Random) {
    const now = Date.now();
    const body = mutateBody(random.pick(SAMPLES), random);
    const status = random.chance(0.7)
      ? 200
      : random.pick([202, 204, 400, 401, 403, 404, 409, 410, 413, 418, 500, 502]);
    const headers: Record<string, string> = {};
    if (random.chance(0.5))
      headers.date = random.pick([
        new Date(now).toUTCString(),
        'yesterday',
        new Date(now - 9e5).toUTCString(),
      ]);
    if (random.chance(0.3))
      headers['content-disposition'] = mutateText("attachment; filename*=UTF-8''%D0%B4.zip", random).replace(
        /[^\x20-\x7e]/g,
        '?',
      );
    if (random.chance(0.3)) headers['content-length'] = random.pick(['5', '-1', 'x', '99999999999999']);
    const eugoda = createEugoda({
      fetch: async (url, init) => {
        const mac = macIn(url, init.body);
        if (mac) hidden.push(mac);
        if (init.method === 'OPTIONS') return new Response(null, { status: 204 });
        if (random.chance(0.03)) throw new TypeError('Failed to fetch');
        const echoed = mac && echoes ? echo(body, mac, random) : body;
        return new Response(status === 204 ? null : echoed, { status, headers });
      },
      clock: { now: () => now },
      timeouts: { stall: 100 },
    });
    const hidden = [SECRET];
    const echoes = random.chance(0.5);
    const written: Uint8Array[] = [];
    const sink: ArchiveSink = {
      open: async () => {},
      write: async chunk => void written.push(chunk),
      close: async () => {},
    };
    const ask = { externalId: 'x-1', isNew: true, removeOnCompleted: false, lifetime: 7200 };
    const calls: readonly (() => Promise<unknown>)[] = [
      () => eugoda.share(access, ask),
      () =>
        eugoda.registerFile(access, {
          externalId: 'x-1',
          fileName: 'a.txt',
          bytes: new Uint8Array(10),
          options,
        }),
      () => eugoda.fetchDocument(access, { externalId: 'x-1' }, sink),
    ];
    const moment = readMoment(
      mutateValue(random.pick(DATES), random, 0.5),
      random.pick([null, 'local', now]),
    );
    if (moment !== null && !Number.isFinite(moment)) throw new Error(`a date that is none: ${moment}`);
    sniffArchive(new TextEncoder().encode(body));
    try {
      const result = await random.pick(calls)();
      return withoutSecrets(result, hidden);
    } catch (error) {
      if (!(error instanceof EugodaError)) throw error;
      return withoutSecrets([error.problem, error.raw, error.message], hidden);
    }
  },
}));

/** The check value of a request, whichever way it goes out. */
function macIn(url: string, body: string | undefined): string | null {
  if (body !== undefined) return JSON.parse(body).validationString;
  return new URL(url).searchParams.get('validationString');
}

/** An answer that repeats what it answers, as a field or beside whatever it says. */
function echo(body: string, mac: string, random: Random): string {
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said === 'object' && said !== null && !Array.isArray(said))
      return JSON.stringify({ ...said, [random.pick(['id', 'validationString', 'data'])]: mac });
  } catch {
    // no JSON
  }
  return random.pick([`${body} ${mac}`, `${mac}\n${body}`]);
}

function withoutSecrets(result: unknown, hidden: readonly string[]): unknown {
  const told = JSON.stringify(result) ?? '';
  if (hidden.some(one => told.includes(one))) throw new Error('a secret got out');
  return result;
}
