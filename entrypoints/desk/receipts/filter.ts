import { matches, searchable } from '../../../lib/i18n/search.ts';
import type { Receipt, ReceiptFilter } from '../../../lib/receipts/receipt.ts';

export const NO_FILTER: ReceiptFilter = { text: '', company: null, service: null, from: null, to: null };

/** Whom a receipt counts for: TIN, else PINFL, else the name. */
export function companyOf(receipt: Receipt): string {
  return receipt.company.tin ?? receipt.company.pinfl ?? receipt.company.name;
}

/** A receipt with its text prepared once, so that typing in the search box stays quick. */
export interface IndexedReceipt {
  readonly receipt: Receipt;
  readonly text: string;
}

/** `titleOf` words a title as it is shown, so that people can search for "invoice". */
export function indexReceipts(
  receipts: readonly Receipt[],
  titleOf: (receipt: Receipt) => string,
): IndexedReceipt[] {
  return receipts.map(receipt => ({
    receipt,
    text: searchable([titleOf(receipt), ...words(receipt)].join(' ')),
  }));
}

export function filterReceipts(receipts: readonly IndexedReceipt[], filter: ReceiptFilter): Receipt[] {
  return receipts.filter(entry => fits(entry, filter)).map(entry => entry.receipt);
}

/** The companies that occur, for the choice; the newest name of each. */
export function companiesOf(receipts: readonly Receipt[]): { readonly id: string; readonly name: string }[] {
  const names = new Map<string, string>();
  for (const receipt of receipts) {
    const id = companyOf(receipt);
    if (id && !names.has(id)) names.set(id, receipt.company.name || id);
  }
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

function fits({ receipt, text }: IndexedReceipt, filter: ReceiptFilter): boolean {
  if (filter.company !== null && companyOf(receipt) !== filter.company) return false;
  if (filter.service !== null && receipt.service !== filter.service) return false;
  if (filter.from !== null && receipt.at < filter.from) return false;
  if (filter.to !== null && receipt.at > filter.to) return false;
  return matches(text, filter.text);
}

function words(receipt: Receipt): string[] {
  return [
    receipt.title,
    receipt.company.name,
    receipt.company.tin ?? '',
    receipt.company.pinfl ?? '',
    receipt.counterparty?.name ?? '',
    receipt.counterparty?.tin ?? '',
    receipt.key?.holder ?? '',
    receipt.key?.organization ?? '',
    receipt.key?.serial ?? '',
    receipt.documentId ?? '',
    receipt.sha256,
    ...receipt.facts.map(fact => fact.value),
  ];
}
