import type { Language } from '../../../lib/i18n/languages.ts';
import type { Receipt } from '../../../lib/receipts/receipt.ts';
import { toCsv } from '../shared/csv.ts';

const COLUMNS = [
  'at',
  'service',
  'action',
  'title',
  'company_tin',
  'company_name',
  'counterparty_tin',
  'counterparty_name',
  'key_holder',
  'key_serial',
  'key_tin',
  'sha256',
  'size',
  'signature',
  'stamped_at',
  'document_id',
  'warning',
] as const;

/** One line a receipt, times as ISO 8601 in UTC. The column names are stable: other programs read them. */
export function receiptsToCsv(receipts: readonly Receipt[], language: Language): string {
  return toCsv(
    COLUMNS,
    receipts.map(receipt => [
      iso(receipt.at),
      receipt.service,
      receipt.action,
      receipt.title,
      receipt.company.tin,
      receipt.company.name,
      receipt.counterparty?.tin ?? null,
      receipt.counterparty?.name ?? null,
      receipt.key?.holder ?? null,
      receipt.key?.serial ?? null,
      receipt.key?.tin ?? null,
      receipt.sha256,
      receipt.size,
      receipt.signature?.outcome ?? null,
      receipt.signature?.stampedAt ? iso(receipt.signature.stampedAt) : null,
      receipt.documentId,
      receipt.warning,
    ]),
    language,
  );
}

/** Everything a receipt holds, except what only this installation understands (ids of jobs and stored bytes). */
export function receiptsToJson(receipts: readonly Receipt[]): string {
  const rows = receipts.map(({ jobId: _j, signatureBlobId: _s, contentBlobId: _c, at, ...rest }) => ({
    at: iso(at),
    ...rest,
  }));
  return `${JSON.stringify({ format: 'imzochi-receipts', version: 1, receipts: rows }, null, 2)}\n`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
