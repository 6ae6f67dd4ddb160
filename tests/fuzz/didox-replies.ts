import { createDidoxHttp } from '../../lib/didox/http.ts';
import { type PreparePorts, prepareDocument, prepareRefusal } from '../../lib/didox/prepare.ts';
import { createDidoxService, type DocumentRef } from '../../lib/didox/service.ts';
import { createSession } from '../../lib/didox/session.ts';
import { fittingActions } from '../../lib/didox/statuses.ts';
import { FlowError } from '../../lib/signing/failure.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createSettings } from '../../lib/vault/settings.ts';
import { createPkcs7, getIdentity } from '../../sandbox/pki/index.ts';
import { createGate } from '../../worker/gate.ts';
import type { Random } from '../chaos/random.ts';
import { fuzzerOf } from './fuzzer.ts';
import { mutateBody } from './mutate.ts';

const ID = '11EFD0C5A81E4B600000000000000001';
const OWNER = 'tin:300000027';
const INVOICE = {
  facturatype: 0,
  facturadoc: { facturano: '1041', facturadate: '2026-11-20' },
  contractdoc: { contractno: '7', contractdate: '2026-01-15' },
  sellertin: '300000019',
  seller: { name: 'NAMUNA SAVDO', vatregcode: '326' },
  buyertin: '300000027',
  buyer: { name: 'ООО «Пример Снаб»' },
  productlist: {
    products: [
      {
        ordno: 1,
        name: 'Қоғоз',
        catalogcode: '048',
        count: 3,
        summa: '400000.00',
        deliverysum: 1200000,
        vatrate: 12,
        vatsum: 144000,
        deliverysumwithvat: 1344000,
      },
    ],
  },
};
const content = new TextEncoder().encode(JSON.stringify(INVOICE));

/** What the service answers when all is well, by the end of the path. */
function samples(theirs: string, outgoing: boolean): readonly (readonly [RegExp, unknown])[] {
  return [
    [/documentBase64$/, Buffer.from(content).toString('base64')],
    [/tosign$/, { data: { Factura: INVOICE, Notes: 'Сумма не та' } }],
    [/timestamp$/, { timeStampTokenB64: theirs, success: true, isAttachedPkcs7: true }],
    [/join$/, { pkcs7B64: theirs }],
    [/statistics/, { '0': 3, '2': 7 }],
    [/profile$/, { offerSigned: 1, tin: '300000027' }],
    [/newoffer/, Buffer.from('{"offer":1}').toString('base64')],
    [/offer\/create$/, { _id: 'AB', document_json: { contractdoc: { contractno: '1' } } }],
    [
      /(?:sign|reject|delete|draft)$/,
      { data: true, warningDetails: { id: 'a', title: 'warnings', message: 'ИКПУ', description: null } },
    ],
    [/html|pdf/, '<html><body>1041</body></html>'],
    [
      /v2\/documents/,
      {
        data: [
          {
            doc_id: ID,
            name: '1041',
            doc_date: '2026-11-20',
            doc_status: 2,
            doctype: '002',
            owner: 0,
            partnerTin: '300000019',
            partnerCompany: 'NAMUNA',
            total_sum: 1200000,
            total_delivery_sum_with_vat: 1344000,
            updated_unix: 1795000000,
          },
        ],
        total: 1,
        next_page_url: null,
      },
    ],
    [
      /documents\/[0-9A-F]{32}/i,
      {
        data: {
          json: INVOICE,
          toSign: theirs,
          document: {
            doc_id: ID.toLowerCase(),
            name: '1041',
            doctype: '002',
            status: outgoing ? 0 : 2,
            doc_status: outgoing ? 0 : 2,
            owner: outgoing ? 1 : 0,
            status_comment: null,
            signature: [],
          },
        },
      },
    ],
  ];
}

/** Everything Didox may answer, read by the production code: facts and contents, or a failure with a name. */
export const didoxReplies = fuzzerOf('didox replies', async () => {
  const theirs = Buffer.from(createPkcs7({ content, identity: getIdentity('sender') }).pkcs7).toString(
    'base64',
  );
  const gate = createGate(
    createSettings({ local: memoryStore(), managed: { get: async () => undefined } }),
    Date.now,
  );
  return {
    async play(random: Random) {
      const outgoing = random.chance(0.4);
      const known = samples(theirs, outgoing);
      const honest = random.chance(0.3);
      const http = createDidoxHttp({
        fetch: async url => {
          const path = new URL(url).pathname;
          const sample = known.find(([pattern]) => pattern.test(path))?.[1];
          const spoilt = !honest || random.chance(0.5);
          const body = spoilt
            ? mutateBody(sample, random)
            : typeof sample === 'string'
              ? sample
              : JSON.stringify(sample);
          const status = random.chance(0.85)
            ? 200
            : random.pick([400, 401, 403, 404, 409, 413, 422, 423, 429, 500, 503, 599]);
          const headers: Record<string, string> = random.chance(0.1)
            ? { 'Retry-After': random.pick(['5', '-1', 'x', '1e9', 'Sat, 21 Nov 2026 10:00:00 GMT', '']) }
            : {};
          return new Response(body, { status, headers });
        },
        partnerToken: async () => ({ state: 'none' }),
        locale: () => 'ru',
        now: () => Date.now(),
        wait: async () => {},
      });
      const session = createSession({
        store: memoryStore(),
        now: () => Date.now(),
        renew: async () => {
          await session.put('production', account, 'token-of-a-fuzz-run');
        },
      });
      const account = {
        owner: OWNER,
        taxId: '300000027',
        title: 'T',
        until: Date.now() + 1e6,
        relatedCompanies: [],
        branches: [],
        via: null,
        branch: null,
        roles: null,
      };
      await session.put('production', account, 'token-of-a-fuzz-run');
      const service = createDidoxService(http, session);
      const ref: DocumentRef = { server: 'production', owner: OWNER, documentId: ID, outgoing };
      const ports: PreparePorts = {
        didox: service,
        inspectTheirs: pkcs7 => gate.inspect(pkcs7),
        account: async () => account,
      };
      const prepared = async () => {
        const document = await service.document(ref);
        const shown = await prepareDocument(ports, document, fittingActions(document).actions[0] ?? null);
        if (shown.facts.length === 0) throw new Error('an empty card');
        return shown;
      };
      const signature = { pkcs7_64: theirs, signatureHex: 'ab' };
      const calls: readonly (() => Promise<unknown>)[] = [
        prepared,
        prepared,
        prepared,
        async () =>
          prepareRefusal(ports, await prepared(), random.pick(['reject', 'cancel'] as const), 'Сумма не та'),
        () => service.list({ server: 'production', owner: OWNER, outgoing, statuses: [2], page: 1 }),
        () => service.statistics('production', OWNER, outgoing),
        () => service.offerSigned('production', OWNER),
        () => service.stamp('production', signature),
        () => service.join('production', theirs, theirs),
        () => service.submit(ref, random.pick(['sign', 'reject', 'delete', 'delete/draft'] as const), theirs),
        () => service.view(ref, 'html', 'ru'),
      ];
      return named(random.pick(calls));
    },
  };
});

/** The result, or a failure with a name; anything else is a defect. */
async function named(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof FlowError) || error.failure.code === 'unexpected') throw error;
    return error.failure;
  }
}
