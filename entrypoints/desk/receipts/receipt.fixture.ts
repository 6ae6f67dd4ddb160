import type { Receipt } from '../../../lib/receipts/receipt.ts';

/** An invented receipt, for tests and pictures. */
export function receiptFixture(more: Partial<Receipt> = {}): Receipt {
  return {
    id: 'r1',
    jobId: 'j1',
    service: 'didox',
    action: 'didox-sign',
    at: Date.UTC(2026, 10, 20, 9, 30),
    title: 'Invoice 118',
    facts: [
      { label: 'number', value: '118', kind: 'text', strong: true },
      { label: 'sum', value: '12500000.00', kind: 'money', strong: true },
    ],
    company: { tin: '300000019', pinfl: null, name: '"ALFA SAVDO" MCHJ' },
    counterparty: { tin: '300000027', name: 'ООО «Берёза»' },
    key: {
      holder: 'ALIYEV ANVAR',
      organization: '"ALFA SAVDO" MCHJ',
      serial: '77aa01',
      tin: '300000019',
      pinfl: null,
    },
    sha256: 'ab'.repeat(32),
    size: 4096,
    signature: null,
    signatureBlobId: 'b1',
    contentBlobId: null,
    detached: false,
    documentId: '11F0AAAA000000000000000000000001',
    url: null,
    answer: null,
    warning: null,
    ...more,
  };
}
