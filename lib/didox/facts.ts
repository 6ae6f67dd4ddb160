import type { Fact } from '../signing/fact.ts';
import { addAll } from './decimal.ts';

/** Who stands in a document, as the signed bytes say. */
export interface Party {
  readonly tin: string | null;
  readonly name: string;
}
export interface DocumentFacts {
  readonly number: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
  readonly seller: Party | null;
  readonly buyer: Party | null;
  /** Decimal text. */
  readonly sum: string | null;
  readonly facts: readonly Fact[];
}

/**
 * Where the types keep what a person looks for. Didox stores all keys in lower case (docs: section 3.3). One table for
 * all types: a path that a type does not have is simply not there.
 */
const NUMBER = [
  'facturadoc.facturano',
  'actdoc.actno',
  'empowermentdoc.empowermentno',
  'waybilldoc.waybillno',
  'waybillno',
  'document.documentno',
  'documentdoc.documentno',
  'reconciliationdoc.no',
  'letterdoc.letterno',
  'protocoldoc.protocolno',
  'documentno',
  'docno',
  'number',
  'contractdoc.contractno',
];
const DATE = [
  'facturadoc.facturadate',
  'actdoc.actdate',
  'empowermentdoc.empowermentdateofissue',
  'waybilldoc.waybilldate',
  'waybilldate',
  'document.documentdate',
  'documentdoc.documentdate',
  'reconciliationdoc.date',
  'letterdoc.letterdate',
  'protocoldoc.protocoldate',
  'documentdate',
  'docdate',
  'date',
  'contractdoc.contractdate',
];
const SELLER_TIN = [
  'sellertin',
  'seller.tin',
  'consignor.tinorpinfl',
  'consignortin',
  'owner.tin',
  'fromtin',
];
const BUYER_TIN = [
  'buyertin',
  'buyer.tin',
  'consignee.tinorpinfl',
  'consigneetin',
  'clients.0.tin',
  'partner.tin',
  'totin',
];
const SELLER_NAME = ['seller.name', 'consignor.name', 'owner.name', 'owner.fullname', 'sellername'];
const BUYER_NAME = [
  'buyer.name',
  'consignee.name',
  'clients.0.name',
  'partner.name',
  'clients.0.clientname',
  'buyername',
];
const PRODUCTS = [
  'productlist.products',
  'products',
  'productlist.empowermentproducts',
  'empowermentproductlist.products',
];
const SUM_FIELDS = ['deliverysumwithvat', 'totalsum', 'deliverysum', 'sum', 'summa'];
const WHOLE_SUM = [
  'totalsumwithvat',
  'totalsum',
  'contractdoc.contractprice',
  'contractprice',
  'totaldeliverysumwithvat',
  'sum',
];
/** How many of a document's own fields are shown when its type is not understood. */
const MOST_RAW_FIELDS = 40;

/**
 * Reads what will be signed. A type we do not understand gives its own fields, labelled by their own names: never an
 * empty card (blueprint, decision 5). `json` must be parsed from the very bytes that go to the module.
 */
export function readFacts(json: unknown, doctype: string, account: { tin: string | null }): DocumentFacts {
  const number = firstText(json, NUMBER);
  const date = isoDate(firstText(json, DATE));
  const seller = party(json, SELLER_TIN, SELLER_NAME);
  const buyer = party(json, BUYER_TIN, BUYER_NAME);
  const products = PRODUCTS.map(path => at(json, path)).find(Array.isArray) as readonly unknown[] | undefined;
  const sum = sumOf(json, products ?? []);
  const vat = products?.length ? addAll(products.map(product => at(product, 'vatsum') ?? 0)) : null;
  const contract = firstText(json, ['contractdoc.contractno']);
  const other = counterpartyOf({ seller, buyer }, account);

  const facts: Fact[] = [{ label: 'doctype', value: doctype, kind: 'doctype', strong: false }];
  const add = (label: string, value: string | null, kind: Fact['kind'], strong = false) => {
    if (value !== null && value !== '') facts.push({ label, value, kind, strong });
  };
  add('number', number, 'text', true);
  add('date', date, 'date');
  if (other) add('counterparty', describe(other), 'text', true);
  else {
    if (seller) add('seller', describe(seller), 'text', true);
    if (buyer) add('buyer', describe(buyer), 'text', true);
  }
  add('sum', sum, 'money', true);
  if (vat !== '0') add('vat', vat, 'money');
  if (contract !== number) add('contract', contract, 'text');
  if (products?.length) add('items', String(products.length), 'count');
  const notes = firstText(json, ['notes']);
  if (notes) add('reason', notes, 'text', true);

  const understood = facts.length >= 4 || (number !== null && other !== null);
  if (!understood) facts.push(...rawFields(json));
  return { number, date, seller, buyer, sum, facts };
}

/** The party that is not us; null when neither or both are. */
export function counterpartyOf(
  parties: { seller: Party | null; buyer: Party | null },
  account: { tin: string | null },
): Party | null {
  const { seller, buyer } = parties;
  if (!account.tin) return null;
  if (seller?.tin === account.tin && buyer?.tin !== account.tin) return buyer;
  if (buyer?.tin === account.tin && seller?.tin !== account.tin) return seller;
  return null;
}

function describe(who: Party): string {
  return who.tin && who.name ? `${who.name} (${who.tin})` : who.name || who.tin || '';
}

function party(json: unknown, tins: readonly string[], names: readonly string[]): Party | null {
  const tin = firstText(json, tins);
  const name = firstText(json, names);
  return tin || name ? { tin, name: name ?? '' } : null;
}

function sumOf(json: unknown, products: readonly unknown[]): string | null {
  for (const field of SUM_FIELDS) {
    const values = products.map(product => at(product, field));
    if (values.length > 0 && values.every(value => value !== undefined && value !== null && value !== '')) {
      const total = addAll(values);
      if (total !== null) return total;
    }
  }
  const whole = firstText(json, WHOLE_SUM);
  return whole === null ? null : addAll([whole]);
}

function rawFields(json: unknown): Fact[] {
  const found: Fact[] = [];
  const walk = (value: unknown, path: string, depth: number) => {
    if (found.length >= MOST_RAW_FIELDS || depth > 4) return;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      const text = String(value);
      if (text !== '')
        found.push({
          label: path,
          value: text.length > 200 ? `${text.slice(0, 200)}…` : text,
          kind: 'raw',
          strong: false,
        });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path ? `${path}.${key}` : key, depth + 1);
    }
  };
  walk(json, '', 0);
  return found;
}

function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

function firstText(json: unknown, paths: readonly string[]): string | null {
  for (const path of paths) {
    const value = at(json, path);
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number')
      return String(value).trim();
  }
  return null;
}

/** `2025-09-08`, `2025-09-08T…`, `08.09.2025` → ISO date; other texts are kept as they are. */
function isoDate(value: string | null): string | null {
  const dotted = /^(\d{2})\.(\d{2})\.(\d{4})/.exec(value ?? '');
  if (dotted) return `${dotted[3]}-${dotted[2]}-${dotted[1]}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0] ?? value;
}
