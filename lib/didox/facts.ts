import type { Fact } from '../signing/fact.ts';
import { withHiddenShown } from '../signing/hidden-characters.ts';
import { addAll } from './decimal.ts';
import * as paths from './fact-paths.ts';
import { at, firstText, leavesOf, lowerKeys } from './json-paths.ts';

/** Who stands in a document, as the signed bytes say. */
export interface Party {
  /** TIN of a company, PINFL or personal TIN of a person. */
  readonly tin: string | null;
  readonly name: string;
}
export interface DocumentFacts {
  readonly number: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
  readonly seller: Party | null;
  /** Usually one; contracts and protocols may have several. */
  readonly buyers: readonly Party[];
  /** Decimal text. */
  readonly sum: string | null;
  /** Whether `sum` has VAT inside, so that it can be held against the sum of a list row. */
  readonly sumWithVat: boolean;
  readonly facts: readonly Fact[];
}

/** How many of a document's own fields are shown when its type is not understood. */
const MOST_RAW_FIELDS = 40;
const LONGEST_RAW = 200;

/**
 * Reads what will be signed. Whatever of number, counterparty and sum is not found is made up for by the document's own
 * fields under their own names: never an empty card. `source` must be parsed from the very
 * bytes that go to the module. `ourIds`: the numbers by which documents may name the account that looks.
 */
export function readFacts(source: unknown, doctype: string, ourIds: readonly string[]): DocumentFacts {
  const json = lowerKeys(source);
  const number = firstText(json, paths.NUMBER)?.text ?? null;
  const date = isoDate(firstText(json, paths.DATE)?.text ?? null);
  const seller = party(json, paths.SELLER_IDS, paths.SELLER_NAMES);
  const buyers = buyersOf(json, seller);
  const products = productsOf(json);
  const total = totalOf(json, products);
  const vat = products.length ? addAll(products.map(product => at(product, paths.LINE_VAT) ?? 0)) : null;
  const contract = firstText(json, paths.CONTRACT)?.text ?? null;
  const other = counterpartyOf({ seller, buyers }, ourIds);

  const facts: Fact[] = [{ label: 'doctype', value: doctype, kind: 'doctype', strong: false }];
  const add = (label: string, value: string | null, kind: Fact['kind'], strong = false) => {
    if (value !== null && value !== '') facts.push({ label, value: withHiddenShown(value), kind, strong });
  };
  add('number', number, 'text', true);
  add('date', date, 'date');
  if (other) add('counterparty', describe(other), 'text', true);
  else {
    if (seller) add('seller', describe(seller), 'text', true);
    for (const buyer of buyers) add('buyer', describe(buyer), 'text', true);
  }
  if (other && other === seller && buyers.length > 1) {
    for (const buyer of buyers) if (!ourIds.includes(buyer.tin ?? '')) add('buyer', describe(buyer), 'text');
  } else if (other && other !== seller) {
    for (const buyer of buyers) if (buyer !== other) add('buyer', describe(buyer), 'text');
  }
  const currency = foreignCurrency(json);
  const sums = currency === null ? 'money' : 'amount';
  if (total) add(total.label, total.sum, sums, true);
  if (vat !== '0') add('vat', vat, sums);
  if (contract !== number) add('contract', contract, 'text');
  if (products.length) add('items', String(products.length), 'count');
  const notes = firstText(json, ['notes'])?.text ?? null;
  add('reason', notes, 'text', true);

  const understood = number !== null && (seller !== null || buyers.length > 0) && total?.withVat === true;
  if (!understood) facts.push(...rawFields(json, total !== null));
  else if (currency)
    facts.push({
      label: withHiddenShown(currency.path),
      value: withHiddenShown(currency.name),
      kind: 'raw',
      strong: true,
    });
  return {
    number,
    date,
    seller,
    buyers,
    sum: total?.sum ?? null,
    sumWithVat: total?.withVat ?? false,
    facts,
  };
}

/** Under which key a document would name its currency is a guess [G]; one that names none is in UZS, as Didox prints it. */
const CURRENCY = /(?:^|\.)(?:currency|valyuta|valuta)(?:code|name|id)?$/;
const OWN_CURRENCY = /^(?:uzs|860|0|sum|so.?m|сум|сўм)$/i;

function foreignCurrency(json: unknown): { path: string; name: string } | null {
  for (const [path, name] of leavesOf(json))
    if (CURRENCY.test(path) && !OWN_CURRENCY.test(name.trim())) return { path, name };
  return null;
}

/** The party that is not us: the seller when we are among the buyers, the first buyer when we sell; else null. */
export function counterpartyOf(
  { seller, buyers }: Pick<DocumentFacts, 'seller' | 'buyers'>,
  ourIds: readonly string[],
): Party | null {
  const isUs = (who: Party | null | undefined) => who?.tin != null && ourIds.includes(who.tin);
  const weSell = isUs(seller);
  const weBuy = buyers.some(isUs);
  if (weSell && !weBuy) return buyers[0] ?? null;
  return weBuy && !weSell ? seller : null;
}

function describe(who: Party): string {
  return who.tin && who.name ? `${who.name} (${who.tin})` : who.name || who.tin || '';
}

function party(json: unknown, ids: readonly string[], names: readonly string[]): Party | null {
  const tin = firstText(json, ids)?.text ?? null;
  const name = firstText(json, names)?.text ?? null;
  return tin || name ? { tin, name: withHiddenShown(name ?? '') } : null;
}

function buyersOf(json: unknown, seller: Party | null): Party[] {
  const single = party(json, paths.BUYER_IDS, paths.BUYER_NAMES);
  if (single) return [single];
  for (const path of paths.OTHER_SIDES) {
    const list = at(json, path);
    if (!Array.isArray(list)) continue;
    const found = list
      .map(side => party(side, paths.SIDE_IDS, paths.SIDE_NAMES))
      .filter(side => side !== null)
      .filter(side => side.tin === null || side.tin !== seller?.tin);
    if (found.length) return found;
  }
  return [];
}

function productsOf(json: unknown): readonly unknown[] {
  for (const path of paths.PRODUCTS) {
    const list = at(json, path);
    if (Array.isArray(list)) return list;
  }
  const groups = at(json, paths.PRODUCT_GROUPS.groups);
  if (!Array.isArray(groups)) return [];
  return groups.flatMap(group => {
    const list = at(group, paths.PRODUCT_GROUPS.products);
    return Array.isArray(list) ? list : [];
  });
}

interface Total {
  readonly label: string;
  readonly sum: string;
  readonly withVat: boolean;
}

function totalOf(json: unknown, products: readonly unknown[]): Total | null {
  const column = (field: string) => {
    const values = products.map(product => at(product, field));
    return values.every(value => value !== undefined && value !== null && value !== '')
      ? addAll(values)
      : null;
  };
  const withVat = column(paths.LINE_WITH_VAT);
  if (withVat !== null) return { label: 'sum', sum: withVat, withVat: true };
  const [net, vat] = [column(paths.LINE_WITHOUT_VAT), column(paths.LINE_VAT)];
  const both = net !== null && vat !== null ? addAll([net, vat]) : null;
  if (both !== null) return { label: 'sum', sum: both, withVat: true };
  const named = (list: readonly string[], inside: boolean): Total | null => {
    const found = firstText(json, list);
    const sum = found ? addAll([found.text]) : null;
    if (!found || sum === null) return null;
    return { label: inside ? 'sum' : found.path, sum, withVat: inside };
  };
  return (
    named(paths.TOTAL_WITH_VAT, true) ??
    (net === null ? null : { label: paths.LINE_WITHOUT_VAT, sum: net, withVat: false }) ??
    named(paths.OTHER_TOTALS, false)
  );
}

function rawFields(json: unknown, priced: boolean): Fact[] {
  const found: Fact[] = [];
  const hidden = [...paths.NOT_SHOWN_RAW, ...(priced ? paths.PRICED_LINES : [])];
  const rest =
    typeof json === 'object' && json !== null
      ? Object.fromEntries(Object.entries(json).filter(([key]) => !hidden.includes(key)))
      : json;
  const nothingElse = leavesOf(rest).next().done === true;
  for (const [path, leaf] of leavesOf(nothingElse ? json : rest)) {
    if (found.length >= MOST_RAW_FIELDS) break;
    const value = leaf.length > LONGEST_RAW ? `${leaf.slice(0, LONGEST_RAW)}…` : leaf;
    found.push({
      label: withHiddenShown(path || 'text'),
      value: withHiddenShown(value),
      kind: 'raw',
      strong: false,
    });
  }
  return found;
}

/** `2025-09-08`, `2025-09-08T…`, `08.09.2025` → ISO date; other texts are kept as they are. */
function isoDate(value: string | null): string | null {
  const dotted = /^(\d{2})\.(\d{2})\.(\d{4})/.exec(value ?? '');
  if (dotted) return `${dotted[3]}-${dotted[2]}-${dotted[1]}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(value ?? '')?.[0] ?? value;
}
