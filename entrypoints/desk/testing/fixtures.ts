import { RECEIPTS, SIGNATURES, VERIFIED } from '../../../components/testing/fixtures/jobs.ts';
import { GROUPS, keysView } from '../../../components/testing/fixtures/keys.ts';
import type { DidoxAccount } from '../../../lib/messages/views/account.ts';
import type { AgreementsView } from '../../../lib/messages/views/agreements.ts';
import type { BatchItemView, BatchKeyView, BatchView } from '../../../lib/messages/views/batch.ts';
import type { HealthView } from '../../../lib/messages/views/health.ts';
import type { InboxPreview, InboxRow, InboxView } from '../../../lib/messages/views/inbox.ts';
import type { JobView } from '../../../lib/messages/views/job.ts';
import type { ReviewView } from '../../../lib/messages/views/review.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import type { Fact } from '../../../lib/signing/fact.ts';
import { failure } from '../../../lib/signing/failure.ts';
import { agreementFixture } from '../agreements/agreement.fixture.ts';
import { rowFixture } from '../inbox/row.fixture.ts';
import { receiptFixture } from '../receipts/receipt.fixture.ts';

/** Invented data for every section: for tests and pictures. */
const OWNERS = ['tin:300000019', 'tin:300000027', 'person:30000000000017'];
const PARTNERS = [
  '"O‘RGIMCHAK SAVDO" MCHJ',
  'ООО «Берёза»',
  '"GULISTON TEKSTIL" AJ',
  'ЧП «Камолот-Транс-Логистика-Сервис-Плюс»',
];
const DOCTYPES = ['002', '005', '007', '000', '041'];
const STATUSES = [2, 2, 2, 1, 3, 4];
const HOUR = 3_600_000;

export function facts(n: number): Fact[] {
  return [
    { label: 'doctype', value: DOCTYPES[n % 5]!, kind: 'doctype', strong: false },
    { label: 'number', value: `${100 + n}`, kind: 'text', strong: true },
    { label: 'date', value: '2026-11-20', kind: 'date', strong: true },
    { label: 'counterparty', value: PARTNERS[n % 4]!, kind: 'text', strong: true },
    { label: 'sum', value: `${(n + 1) * 1_250_000}.50`, kind: 'money', strong: true },
    { label: 'vat', value: `${(n + 1) * 150_000}`, kind: 'money', strong: false },
    { label: 'contract', value: `№ 7/${n} от 01.02.2026`, kind: 'text', strong: false },
  ];
}

export function rows(count: number): InboxRow[] {
  return Array.from({ length: count }, (_, n) =>
    rowFixture({
      owner: OWNERS[n % 2]!,
      documentId: `11F0AAAA${String(n).padStart(24, '0')}`,
      doctype: DOCTYPES[n % 5]!,
      number: `${100 + n}`,
      date: `2026-${String(1 + (n % 11)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
      partner: PARTNERS[n % 4]!,
      sum: n % 7 === 0 ? null : (n + 1) * 125_000.5,
      status: STATUSES[n % 6]!,
      actions: n % 6 < 3 ? ['accept', 'reject'] : [],
      jobId: n === 2 ? 'job-1' : null,
    }),
  );
}

export function inboxView(count: number, more: Partial<InboxView> = {}): InboxView {
  return {
    accounts: [
      account(OWNERS[0]!, '"ALFA SAVDO" MCHJ', '300000019', Date.now() + 5 * 3_600_000),
      account(OWNERS[1]!, 'ООО «Бета Сервис»', '300000027', Date.now() + 3_600_000),
      {
        ...account(OWNERS[2]!, 'ALIYEV ANVAR', '30000000000017', null),
        relatedCompanies: [{ tin: '300000035', name: '"GAMMA" XK', roles: [11] }],
        branches: [{ number: '00001', name: 'Samarqand filiali', tin: '300000035' }],
      },
    ],
    rows: rows(count),
    total: count,
    loadedAt: Date.now(),
    loading: false,
    errors: [],
    server: 'production',
    chosen: 'production',
    ...more,
  };
}

function account(owner: string, title: string, tin: string, tokenUntil: number | null): DidoxAccount {
  return { owner, keyId: null, title, tin, tokenUntil, relatedCompanies: [], branches: [], hasKey: true };
}

export const PREVIEW: InboxPreview = {
  previewId: 'p1',
  title: 'Invoice № 118',
  facts: facts(3),
  counterparty: VERIFIED,
  key: 'ALIYEV ANVAR, "ALFA SAVDO" MCHJ',
  keyChoices: [],
  actions: ['accept', 'reject'],
  html: '<h1 style="font:600 20px sans-serif">Счёт-фактура № 118</h1><p>от 20.11.2026</p><script>document.body.innerHTML="ran"</script>',
  pdfBlobId: null,
  sha256: 'ab12cd34'.repeat(8),
  error: null,
  siteUrl: 'https://didox.uz/documents/11F0AAAA',
};

export const NOT_VALID = SIGNATURES.find(({ outcome }) => outcome === 'not-valid') ?? null;

export function batchView(state: BatchView['state'], count = 24, more: Partial<BatchView> = {}): BatchView {
  const states: BatchItemView['state'][] =
    state === 'ready' || state === 'preparing'
      ? ['waiting']
      : state === 'finished'
        ? ['done']
        : state === 'stopped'
          ? ['done', 'done', 'cancelled']
          : ['done', 'done', 'working', 'waiting', 'waiting'];
  const items = Array.from({ length: count }, (_, n): BatchItemView => {
    const bad = n % 9 === 4;
    return {
      owner: OWNERS[n % 2]!,
      documentId: `D${n}`,
      title: String(100 + n),
      subtitle: PARTNERS[n % 4]!,
      facts: facts(n),
      state: bad ? (state === 'ready' ? 'skipped' : 'failed') : states[n % states.length]!,
      step: n % 5 === 2 ? 'signing' : null,
      error: bad ? failure(state === 'ready' ? 'facts-disagree' : 'wrong-status') : null,
      theirs:
        n % 2
          ? null
          : n === 6
            ? { ...VERIFIED, outcome: 'unknown-root', reasons: ['untrusted-root'] }
            : VERIFIED,
      warning: null,
      jobId: null,
    };
  });
  return {
    id: 'batch-1',
    server: 'production',
    state,
    items,
    keys: [
      batchKey(OWNERS[0]!, 'ALIYEV ANVAR, "ALFA SAVDO" MCHJ', 12),
      batchKey(OWNERS[1]!, 'КАРИМОВА НОДИРА, ООО «Бета Сервис»', 9),
    ],
    startedAt: state === 'ready' || state === 'preparing' ? null : Date.now() - 20_000,
    pausedBy: null,
    blocked: [],
    heldUntil: null,
    msPerItem: 1400,
    done: items.filter(item => item.state === 'done').length,
    failed: items.filter(item => item.state === 'failed').length,
    readable: 0,
    rest: items.filter(item => item.state === 'cancelled').length,
    ...more,
  };
}

function batchKey(owner: string, label: string | null, count: number): BatchKeyView {
  return { owner, label, choices: [], whose: owner, unusable: null, offerMissing: false, count };
}

/** Several keys fit, and Didox misses its offer. */
export const PREVIEW_ASKING: InboxPreview = {
  ...PREVIEW,
  key: null,
  keyChoices: GROUPS[0]!.keys.slice(0, 3),
  actions: [...PREVIEW.actions, 'choose-key', 'offer'],
};
export const BATCH_ASKING: BatchView = batchView('ready', 24, {
  readable: 2,
  keys: [
    { ...batchKey(OWNERS[0]!, null, 12), choices: GROUPS[0]!.keys.slice(0, 3) },
    { ...batchKey(OWNERS[1]!, 'КАРИМОВА НОДИРА, ООО «Бета Сервис»', 9), offerMissing: true },
  ],
});
export const BATCH_PAUSED: BatchView = batchView('paused', 24, {
  blocked: [
    {
      failure: failure('offer-not-signed', 'Оферта не подписана'),
      owner: OWNERS[0]!,
      name: '"ALFA SAVDO" MCHJ',
      count: 9,
    },
  ],
});
/** Nobody is in: two companies, a person of two companies, and a device nobody has asked whose it is. */
export const SIGNED_OUT: readonly DidoxAccount[] = [
  account(OWNERS[0]!, '"ALFA SAVDO" MCHJ', '300000019', null),
  account(OWNERS[2]!, 'ALIYEV ANVAR', '30000000000017', null),
  { ...account('token', 'ePass 2003', '', null), keyId: 'token-1' },
];

export const AGREEMENTS: AgreementsView = {
  applications: [{ id: 'app-1', label: 'Umbrella', secret: 'open' }],
  vault: 'open',
  agreements: [
    agreementFixture({ createdAt: Date.now() - 60_000, until: Date.now() + 7_000_000, untilComputed: true }),
    agreementFixture({
      externalId: 'imz-2',
      name: 'Оренда офісу',
      until: Date.now() - HOUR,
      createdAt: Date.now() - 26 * HOUR,
    }),
    agreementFixture({
      externalId: 'imz-3',
      name: 'Договір постачання з дуже довгою назвою, яка не вміщується в один рядок списку',
      state: 'fetched',
      removeOnCompleted: true,
      archive: { blobId: 'a3', fileName: 'imz-3.asice', size: 48_213, complete: true },
      until: Date.now() - 40 * HOUR,
      createdAt: Date.now() - 64 * HOUR,
    }),
    agreementFixture({
      externalId: 'imz-4',
      state: 'ambiguous',
      link: null,
      until: null,
      eugodaId: null,
      createdAt: Date.now() - 90 * HOUR,
    }),
  ],
};

export const HEALTH_FINE: HealthView = health({});
export const HEALTH_REFUSED: HealthView = health({ origin: 'origin-refused', keys: 'none' });
export const HEALTH_AWAY: HealthView = health({ module: 'module-not-running' });
export const HEALTH_NO_KEYS: HealthView = health({ keys: 'none' });
export const HEALTH_NO_TRUST: HealthView = health({ module: 'certificate-not-trusted' });

function health(broken: Readonly<Record<string, string>>): HealthView {
  const good = [
    ['module', 'here', {}],
    ['version', 'ok', { version: '6.4.7' }],
    ['origin', 'own-origin', {}],
    ['keys', 'ok', { n: 5 }],
    ['didox', 'ok', { server: 'production' }],
    ['token', 'none', { server: 'production' }],
    ['eugoda', 'not-used', {}],
    ['storage', 'ok', { used: '1.2 MB' }],
  ] as const;
  return {
    links: good.map(([id, verdict, data]) => ({
      id,
      state: broken[id] ? 'broken' : id === 'token' ? 'unknown' : 'ok',
      verdict: broken[id] ?? verdict,
      data,
      words: id === 'origin' && broken[id] ? 'API-key для домена abcdefghijklmnop недействителен.' : null,
    })),
    checkedAt: Date.now(),
    extensionId: 'abcdefghijklmnopabcdefghijklmnop',
    report: 'Imzochi 0.1.0, Chromium 156\nmodule: here 6.4.7\norigin: own-origin\nkeys: 5\ndidox: ok',
  };
}

const TEXT =
  'Договор № 7\nСумма:\t1 250 000 so‘m 💼\n\nЭто длинная строка, которая не помещается в одну строку экрана и поэтому переносится, хотя переноса строки в ней нет; его видно только там, где он есть.\nКонец.';

export function reviewView(more: Partial<ReviewView> = {}): ReviewView {
  return {
    id: 'rev-1',
    kind: 'selection',
    action: 'selection',
    items: [{ title: 'Договор № 7', facts: [], size: 402, sha256: 'ab12cd34'.repeat(8), text: TEXT }],
    from: { title: 'Договоры: шаблоны', url: 'https://example.uz/contracts/7' },
    fidelity: 'exact',
    containsPkcs7: false,
    keys: keysView({ groups: GROUPS.slice(0, 2) }),
    keyId: GROUPS[0]?.chosen ?? null,
    owner: null,
    pdfBlobId: null,
    counterparty: null,
    options: { detached: false, stamp: true, canStamp: true, canChooseForm: true },
    jobIds: [],
    ...more,
  };
}

export const DONE_JOB: JobView = {
  id: 'job-1',
  action: 'selection',
  title: 'Договор № 7',
  facts: [],
  subtitle: '"ALFA SAVDO" MCHJ',
  step: 'done',
  tone: 'done',
  error: null,
  warning: null,
  sent: 'yes',
  updatedAt: Date.now(),
  receiptId: 'r-text',
  batchId: null,
  owner: null,
  server: null,
  canCancel: false,
  canRetry: false,
};

export const STORED_RECEIPTS: readonly Receipt[] = [
  ...RECEIPTS,
  receiptFixture({
    id: 'r-didox',
    signature: VERIFIED,
    at: Date.now() - 3_600_000,
    signatureBlobId: null,
    answer: '{"data":true}',
  }),
  receiptFixture({
    id: 'r-text',
    service: 'selection',
    action: 'selection',
    title: 'Договор № 7',
    facts: [],
    counterparty: null,
    documentId: null,
    at: Date.now(),
    signature: VERIFIED,
    signatureBlobId: 'sig-1',
    contentBlobId: 'text-1',
    detached: true,
  }),
];
