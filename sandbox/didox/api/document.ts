import type { InspectedSigner } from '../../pki/types.ts';
import { json, type Reply, text } from '../http/exchange.ts';
import type { Json, JsonObject, Owner, StoredDocument } from '../types.ts';
import { base64, compactJson } from '../world/bytes.ts';
import { partyOf } from '../world/parties.ts';
import {
  currentPkcs7,
  inspect,
  strangersPkcs7,
  withBrokenContent,
  withBrokenSignature,
} from '../world/signatures.ts';
import { statusFor } from '../world/statuses.ts';
import { type Call, lookUp, type UserCall } from './context.ts';
import { localTime } from './rows.ts';

/** The same document with its first sum ten times as large (or, without sums, another first text). */
export function withAnotherSum(value: JsonObject): JsonObject {
  let done = false;
  const walk = (item: Json, sums: boolean): Json => {
    if (done) return item;
    if (Array.isArray(item)) return item.map(part => walk(part, sums));
    if (item !== null && typeof item === 'object') {
      return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, walk(part, sums)]));
    }
    if (sums ? typeof item === 'number' && item > 100 : typeof item === 'string' && item !== '') {
      done = true;
      return typeof item === 'number' ? item * 10 : `${String(item)}0`;
    }
    return item;
  };
  const changed = walk(value, true) as JsonObject;
  return done ? changed : (walk(value, false) as JsonObject);
}

const lies = (call: Call, kind: Parameters<Call['world']['mischief']['attack']>[1], id: string): boolean =>
  call.world.mischief.attack(call.world.settings.attacks, kind, id);

/** What the receiver is told to sign beside: the sender's PKCS#7, unless a test asked for a spoilt one. */
function toSign(call: Call, document: StoredDocument): Uint8Array | null {
  const pkcs7 = currentPkcs7(document);
  if (!pkcs7) return null;
  if (lies(call, 'sender-is-stranger', document.id)) return strangersPkcs7(document);
  if (lies(call, 'sender-signature-tampered', document.id)) return withBrokenSignature(pkcs7, call.now);
  if (lies(call, 'sender-content-differs', document.id)) return withBrokenContent(pkcs7, document.content);
  return pkcs7;
}

function signerEntry(signer: InspectedSigner, document: StoredDocument): JsonObject {
  const time = localTime(signer.stampedAt ?? signer.signingTime ?? document.updatedAt);
  return {
    taxId: signer.tin ?? signer.pinfl,
    firstName: null,
    lastName: null,
    fullName: signer.cn,
    company: signer.organization,
    email: '',
    serial: signer.serial,
    serialDec: Number(BigInt(`0x${signer.serial}`) % 2_147_483_647n),
    signingTime: time.replaceAll('-', '.'),
    pinfl: signer.pinfl,
    operator: document.operator,
    ip: '192.0.2.10',
  };
}

function documentField(call: Call, document: StoredDocument, owner: Owner): JsonObject {
  const status = statusFor(document, owner);
  const pkcs7 = currentPkcs7(document);
  const signers = pkcs7 ? (inspect(pkcs7, call.now)?.signers ?? []) : [];
  const name = lies(call, 'document-field-differs', document.id) ? `${document.number}-999` : document.number;
  return {
    doc_id: document.id,
    _id: document.id,
    id: document.id,
    name,
    internal_status: null,
    updated: localTime(document.updatedAt),
    created: localTime(document.createdAt),
    doctype: document.doctype,
    has_attachments: null,
    factura_type: 0,
    reverse_calc: false,
    authorTaxId: null,
    signature: JSON.stringify(signers.map(signer => signerEntry(signer, document))),
    sourceId: null,
    additional: [],
    extended_json: null,
    status_comment: document.comment,
    status,
    doc_status: status,
    owner,
    partnerCompany: partyOf(owner === 1 ? document.receiver : document.sender).name,
    internal_comment: null,
    has_copy_restriction: false,
    has_cancel_restriction: null,
    factoringBlocks: [],
    scoring: null,
  };
}

/** GET /v1/documents/{id}?owner= */
export function getDocument(call: UserCall): Reply {
  const asked = call.exchange.query.get('owner');
  if (asked !== null && !/^\d+$/.test(asked)) return text(500, '');
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document, owner } = found;
  const waits = owner === 0 && asked === '0' && document.status.receiver === 2;
  const bytes = waits ? toSign(call, document) : null;
  const stored = lies(call, 'json-differs', document.id) ? withAnotherSum(document.json) : document.json;
  return json(200, {
    data: {
      json: stored,
      document: documentField(call, document, owner),
      toSign: bytes && base64(bytes),
      isValid: true,
      relatedDocuments: [],
      requestToByResponse: null,
      attachments: null,
    },
  });
}

/** GET /v1/documents/{id}/documentBase64: what the receiver signs; its answer shape is a setting. */
export function documentBase64(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document } = found;
  let content = document.content;
  if (lies(call, 'base64-differs', document.id)) content = compactJson(withAnotherSum(document.json));
  if (lies(call, 'base64-reordered', document.id)) {
    content = compactJson(Object.fromEntries(Object.entries(document.json).reverse()));
  }
  const encoded = base64(content);
  switch (call.world.settings.documentBase64Shape) {
    case 'text':
      return text(200, encoded);
    case 'string':
      return json(200, encoded);
    case 'data':
      return json(200, { data: encoded });
    case 'documentBase64':
      return json(200, { documentBase64: encoded });
  }
}
