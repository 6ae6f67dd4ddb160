import { describe, expect, it } from 'vitest';
import type { PreparedDocument } from '../../lib/didox/prepare.ts';
import type { DidoxService } from '../../lib/didox/service.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import { keyView } from '../keys/keys.fixture.ts';
import { type ClickPorts, createCardClicks } from './card-clicks.ts';
import type { DocumentCard } from './card-state.ts';
import type { ShownCard } from './card-store.ts';

const HREF = 'https://didox.uz/documents/11EFD0C5A81E4B600000000000000001/1';
const CARD = { viewId: 'v', tab: { tabId: 1, frameId: 0 }, href: HREF } as ShownCard;
const STATE = {
  kind: 'document',
  server: 'production',
  account: { owner: 'tin:43', taxId: '43', title: 'Beta', via: 'person:68' },
  prepared: {
    action: 'sign',
    document: {
      owner: 'tin:43',
      documentId: '11EFD0C5A81E4B600000000000000001',
      outgoing: true,
      status: 0,
      doctype: '002',
      name: '7',
    },
    facts: [],
    read: { number: '7', counterparty: null },
    content: { bytes: new Uint8Array([1]) },
    theirs: null,
    theirSignature: null,
    obstacle: null,
  } as unknown as PreparedDocument,
  candidates: [keyView('first'), keyView('second')],
  whose: 'person:68',
  key: null,
  unusable: null,
  job: null,
  signIn: null,
} as unknown as DocumentCard;

function setUp(service: Partial<DidoxService> = {}) {
  const chosen: [string, string][] = [];
  const started: JobRecord[] = [];
  const pushed: unknown[] = [];
  const done: string[] = [];
  const journal = new Map<string, JobRecord>();
  const click = createCardClicks({
    platform: { timer: { now: () => 1 } },
    keys: { remember: async (owner: string, keyId: string) => void chosen.push([owner, keyId]) },
    engine: {
      start: async (job: JobRecord) => void started.push(job),
      cancel: async (id: string) => void done.push(`cancel ${id}`),
    },
    journal: { get: async (id: string) => journal.get(id) },
    didox: { renewing: service },
    preparePorts: {},
    openReview: async (_state: unknown, action: string) => void done.push(`review ${action}`),
    refresh: async () => void done.push('refresh'),
    store: { get: async () => CARD, state: async () => STATE },
    push: async (_card: unknown, state: unknown) => void pushed.push(state),
  } as unknown as ClickPorts);
  return { click, chosen, started, pushed, done, journal };
}

describe('a key that is picked on the card', () => {
  it('signs, and is remembered for whoever it belongs to: also the person who entered the company', async () => {
    const { click, chosen, started, pushed } = setUp();
    const request = { viewId: 'v', action: 'sign', visible: true, keyId: 'second' } as const;
    expect(await click(CARD, STATE, HREF, request)).toEqual({ outcome: 'started' });
    expect(pushed).toEqual([]);
    expect(started.map(({ signer }) => signer?.keyId)).toEqual(['second']);
    expect(chosen).toEqual([['person:68', 'second']]);
  });
});

describe('a cancellation', () => {
  const ID = STATE.prepared.document.documentId;
  const HONEST = { DocumentId: ID, SellerTin: '300000043' };
  const sent = {
    ...STATE,
    key: keyView('first'),
    prepared: {
      ...STATE.prepared,
      content: null,
      action: 'cancel',
      document: { ...STATE.prepared.document, status: 1, json: { sellertin: '43' } },
    },
  } as DocumentCard;
  const press = async (data: unknown) => {
    const world = setUp({ toSign: async () => ({ data, raw: JSON.stringify({ data }) }) });
    const request = { viewId: 'v', action: 'cancel', visible: true } as const;
    expect(await world.click(CARD, sent, HREF, request)).toEqual({ outcome: 'started' });
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(world.pushed).toEqual([]);
    return { reviewed: world.done, signed: world.started.map(({ action }) => action) };
  };

  it('is signed with one click', async () => {
    expect(await press(HONEST)).toEqual({ reviewed: [], signed: ['didox-cancel'] });
  });

  it.each([{ Statement: 'We acknowledge a debt' }, { Act: { Consent: 'yes' } }, { Notes: 'We owe' }])(
    'that would sign what the card does not show is reviewed first: %j',
    async more => {
      expect(await press({ ...HONEST, ...more })).toEqual({ reviewed: ['review cancel'], signed: [] });
    },
  );
});

describe('"Stop"', () => {
  it.each([
    ['signing', 'cancel j'],
    ['interrupted', 'refresh'],
  ] as const)('on a job that is %s: %s', async (step, then) => {
    const { click, done, journal } = setUp();
    const job = { id: 'j', state: { step: 'signing' } } as JobRecord;
    journal.set('j', { ...job, state: { step } } as JobRecord);
    const request = { viewId: 'v', action: 'stop', visible: true } as const;
    expect(await click(CARD, { ...STATE, job }, HREF, request)).toEqual({ outcome: 'started' });
    expect(done).toEqual([then]);
  });
});
