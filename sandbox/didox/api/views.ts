import { strToU8, type Zippable, zipSync } from 'fflate';
import { file, json, type Reply } from '../http/exchange.ts';
import type { StoredDocument } from '../types.ts';
import { base64, phpJson } from '../world/bytes.ts';
import { currentPkcs7 } from '../world/signatures.ts';
import { ownerOf } from '../world/store.ts';
import type { Call, UserCall } from './context.ts';
import { archiveError, noSuchPrint } from './errors.ts';
import { printHtml, printPdf } from './print.ts';

const print = (document: StoredDocument, form: string | undefined): Reply =>
  form === 'pdf'
    ? file('application/pdf', printPdf(document))
    : file('text/html; charset=UTF-8', printHtml(document));

/** GET /v1/documents/view/{id}/html|pdf: asks for a user-key and checks whose document it is. */
export function view(call: UserCall): Reply {
  const document = call.world.store.get(call.params.id ?? '');
  if (!document || ownerOf(document, call.session.taxId) === null) return noSuchPrint();
  return print(document, call.params.form);
}

/** GET /v1/documents/{id}/html|pdf: the partner token is enough. */
export function printed(call: Call): Reply {
  const document = call.world.store.get(call.params.id ?? '');
  return document ? print(document, call.params.form) : noSuchPrint();
}

/** GET /v1/documents/{id}/file/true */
export function pdfAsJson(call: Call): Reply {
  const document = call.world.store.get(call.params.id ?? '');
  if (!document) return noSuchPrint();
  return json(200, { file: { data: base64(printPdf(document)), page_count_without_act: 1 } });
}

/** The archive as seen in the wild, and (only here) the newest PKCS#7 beside it, so that tests can verify it. */
export function archiveOf(document: StoredDocument): Uint8Array {
  const pkcs7 = currentPkcs7(document);
  const mtime = document.updatedAt;
  const entries: Zippable = {
    [`${document.id}.json`]: [strToU8(phpJson(document.json)), { mtime }],
    [`${document.id}.pdf`]: [printPdf(document), { mtime }],
    'readme.txt': [strToU8('Архив содержит документ и электронные цифровые подписи.\r\n'), { mtime }],
  };
  if (pkcs7) entries[`${document.id}.p7`] = [pkcs7, { mtime }];
  return zipSync(entries);
}

/** GET /v1/documents/{id}/archive */
export function archive(call: Call): Reply {
  const document = call.world.store.get(call.params.id ?? '');
  if (!document) return archiveError('document not found');
  return file('application/zip', archiveOf(document), {
    'Content-Disposition': `attachment; filename="${document.id}.zip"`,
  });
}
