import type { Json, StoredDocument } from '../types.ts';
import { partyOf } from '../world/parties.ts';
import { doctypeNames, statusNames } from '../world/statuses.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, c => escapes[c] ?? c);

/** Sums as they are printed: `1 250 000,00`. */
export const money = (sum: number): string =>
  sum
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+(?=,))/g, ' ');

/** The products of a document, wherever its doctype keeps them. */
export function productsOf(json: Json): Record<string, Json>[] {
  if (json === null || typeof json !== 'object') return [];
  if (Array.isArray(json)) return json.flatMap(productsOf);
  const own = json.products;
  if (Array.isArray(own)) return own.filter(item => item !== null && typeof item === 'object') as never;
  return Object.values(json).flatMap(productsOf);
}

/** The print form; class names as in the service's own. */
export function printHtml(document: StoredDocument): string {
  const cell = (value: Json | undefined): string => `<td>${escapeHtml(String(value ?? ''))}</td>`;
  const rows = productsOf(document.json).map(
    (item, n) =>
      `<tr><td>${n + 1}</td>${cell(item.name)}${cell(item.packagename)}${cell(item.count)}` +
      `<td class="num">${typeof item.deliverysumwithvat === 'number' ? money(item.deliverysumwithvat) : ''}</td></tr>`,
  );
  const side = (label: string, taxId: string): string => {
    const party = partyOf(taxId);
    return `<div><b>${label}</b><br>${escapeHtml(party.name)}<br>ИНН: ${taxId}<br>${escapeHtml(party.address)}</div>`;
  };
  const signed = document.sentAt
    ? `<div class="be__signed"><div class="be__signed__title">Подписано</div>${escapeHtml(partyOf(document.sender).name)}</div>`
    : '';
  return `<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>${escapeHtml(document.number)}</title>
<style>body{font:14px/1.45 Arial,sans-serif;color:#1d2433;margin:24px}.be__title{text-align:center;font-size:18px}
.be__sides{display:flex;justify-content:space-between;gap:32px;margin:20px 0}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #9aa4b8;padding:5px 8px;text-align:left}.num{text-align:right;white-space:nowrap}
.be__signed{display:inline-block;border:2px solid #2b6cb0;color:#2b6cb0;border-radius:6px;padding:8px 14px;margin-top:20px}
.be__doc-id__text{color:#6b7488;font-size:11px}</style></head>
<body><section class="be__section"><div class="be__doc">
<div class="be__doc-id">ID: <span class="be__doc-id__text">${document.id}</span></div>
<h1 class="be__title">${doctypeNames[document.doctype]} № ${escapeHtml(document.number)} от ${document.date}</h1>
<p style="text-align:center">к договору № ${escapeHtml(document.contractNumber ?? '—')} от ${document.contractDate ?? '—'}</p>
<div class="be__sides">${side('Поставщик', document.sender)}${side('Покупатель', document.receiver)}</div>
${rows.length ? `<table><tr><th>№</th><th>Наименование</th><th>Ед. изм.</th><th>Кол-во</th><th>Сумма с НДС</th></tr>${rows.join('')}</table>` : ''}
${document.totals ? `<p><b>Всего к оплате: ${money(document.totals.withVat)} сум</b></p>` : ''}
<p>Статус: ${statusNames[document.status.sender] ?? document.status.sender}</p>${signed}
</div></section></body></html>
`;
}

/** A minimal PDF of one page (Latin letters only: it uses a standard font). */
export function printPdf(document: StoredDocument): Uint8Array {
  const lines = [
    'Didox sandbox, print form',
    `Document ${document.id}`,
    `Type ${document.doctype}, number ${document.number}, date ${document.date}`,
    `Seller ${document.sender}, buyer ${document.receiver}`,
    document.totals ? `Total with VAT ${document.totals.withVat.toFixed(2)} UZS` : 'No sums',
  ].map(line => line.replace(/[^ -~]/g, '?').replace(/[\\()]/g, '\\$&'));
  const stream = `BT /F1 14 Tf 50 780 Td 20 TL ${lines.map(line => `(${line}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((body, n) => {
    const offset = pdf.length;
    pdf += `${n + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = pdf.length;
  const table = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(pdf);
}
