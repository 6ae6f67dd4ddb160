import { bodyOf, json, type Reply } from '../http/exchange.ts';
import type { ContentMatch, Doctype, JsonObject, StoredDocument } from '../types.ts';
import { base64, compactJson, compareContent } from '../world/bytes.ts';
import { currentPkcs7 } from '../world/signatures.ts';
import { stepActions, steps } from '../world/statuses.ts';
import { lacksRole, lookUp, type UserCall } from './context.ts';
import { withAnotherSum } from './document.ts';
import { alreadySigned, fieldErrors, plain, refusal, signatureError } from './errors.ts';
import { isEnough, isTakenAgain, record } from './sign.ts';
import { readSignature, signsFor } from './verify.ts';

/** Guess beyond `Act`: the docs show only that one wrapper. */
const wrappers: Partial<Record<Doctype, string>> = {
  '002': 'Factura',
  '008': 'Factura',
  '005': 'Act',
  '054': 'Act',
  '006': 'Empowerment',
  '007': 'Contract',
  '052': 'Reconciliation',
};

const rejection = (document: StoredDocument, comment: string): JsonObject => ({
  [wrappers[document.doctype] ?? 'Document']: document.json,
  Notes: comment,
});
const cancellation = (document: StoredDocument): JsonObject => ({
  DocumentId: document.id.toLowerCase(),
  SellerTin: document.sender,
});
const stepObject = (document: StoredDocument, action: string): JsonObject => ({
  Action: action,
  DocumentId: document.id.toLowerCase(),
});

/** POST /v1/documents/{id}/tosign {action[, comment]} */
export function tosign(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document } = found;
  const { action, comment } = bodyOf(call.exchange);
  let value: JsonObject;
  if (action === 'accept') {
    if (found.owner !== 0 || document.status.receiver !== 2) return plain(422, 'Not supported operation');
    const pkcs7 = currentPkcs7(document);
    return json(200, { data: pkcs7 && base64(pkcs7) });
  } else if (action === 'reject') {
    if (typeof comment !== 'string' || comment === '') return fieldErrors({ comment: 'Поле обязательно' });
    if (found.owner !== 0 || document.status.receiver !== 2) return plain(422, 'Not supported operation');
    value = rejection(document, comment);
  } else if (action === 'cancel') {
    if (found.owner !== 1 || document.status.sender !== 1) return plain(422, 'Not supported operation');
    value = cancellation(document);
  } else if (typeof action === 'string' && stepActions.includes(action)) {
    if (!['041', '023', '062'].includes(document.doctype)) return plain(422, 'Not supported operation');
    value = stepObject(document, action);
  } else return plain(422, 'Unsupported action');

  const { mischief, settings } = call.world;
  if (mischief.attack(settings.attacks, 'tosign-differs', document.id)) value = withAnotherSum(value);
  if (mischief.attack(settings.attacks, 'tosign-says-more', document.id))
    value = { ...value, Statement: 'Долг признаём' };
  const shapes = { object: value, base64: base64(compactJson(value)), nothing: null };
  return json(200, { data: shapes[settings.tosignShape] });
}

/** Checks a signature over `expected` by the caller; answers the refusal, or null when all is well. */
function settle(
  call: UserCall,
  document: StoredDocument,
  kind: 'reject' | 'cancel' | 'step',
  expected: JsonObject,
): Reply | null {
  const body = bodyOf(call.exchange);
  // `pkcs7` is accepted as another name of the field.
  const read = readSignature(call, body.signature ?? body.pkcs7);
  let match: ContentMatch | null = null;
  let problem: string | null = null;
  if ('problem' in read) problem = read.problem;
  else {
    match = compareContent(read.content, compactJson(expected));
    const [signer] = read.signers;
    if (!isEnough(match, call.world.settings.contentCheck)) problem = 'Подписанные данные не совпадают';
    else if (!signer || read.signers.length !== 1 || !signsFor(signer, call.session)) {
      problem = 'Подпись не принадлежит компании';
    }
  }
  record(call, document, kind, problem, match);
  return problem ? signatureError(problem) : null;
}

/** POST /v1/documents/{id}/reject {signature, comment} */
export function reject(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document, owner } = found;
  const { comment } = bodyOf(call.exchange);
  if (typeof comment !== 'string' || comment === '') return fieldErrors({ comment: 'Поле обязательно' });
  const waits = document.status.receiver === 2 || isTakenAgain(call, document, 'reject');
  if (owner !== 0 || !waits) {
    record(call, document, 'reject', 'wrong status', null);
    if (document.status.receiver === 3) return alreadySigned();
    return refusal(
      422,
      document.status.receiver === 4 ? 'Документ уже отклонён' : 'Ошибка валидации: статус',
    );
  }
  const refused =
    lacksRole(call, document, 2) ?? settle(call, document, 'reject', rejection(document, comment));
  if (refused) return refused;
  document.status = { sender: 4, receiver: 4 };
  document.comment = comment;
  return json(200, { data: true });
}

/** POST /v1/documents/{id}/delete {signature}: the sender takes back what waits for the partner. */
export function cancel(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document, owner } = found;
  const waits = document.status.sender === 1 || isTakenAgain(call, document, 'cancel');
  if (owner !== 1 || !waits) {
    record(call, document, 'cancel', 'wrong status', null);
    return refusal(422, document.status.sender === 5 ? 'Документ уже удалён' : 'Ошибка валидации: статус');
  }
  const refused = lacksRole(call, document, 1) ?? settle(call, document, 'cancel', cancellation(document));
  if (refused) return refused;
  document.status = { sender: 5, receiver: call.world.settings.cancelledSeenByReceiver };
  document.comment = 'Документ отменен';
  return json(200, { data: true });
}

/** POST /v1/documents/{id}/delete/draft: nothing is signed. */
export function deleteDraft(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document, owner } = found;
  const draft = owner === 1 && document.status.sender === 0;
  record(call, document, 'delete-draft', draft ? null : 'not a draft', null);
  if (!draft) return refusal(422, 'Ошибка валидации: документ не является черновиком');
  document.status = { sender: 55, receiver: null };
  return json(200, { data: true });
}

/** POST /v1/documents/{id}/give, /tillreturn, /return: steps of waybills and hybrid invoices. */
export function step(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document } = found;
  const wanted = steps[call.params.step ?? ''];
  if (!wanted || !['041', '023'].includes(document.doctype)) return plain(422, 'Not supported operation');
  const refused =
    lacksRole(call, document, 2) ?? settle(call, document, 'step', stepObject(document, wanted.action));
  if (refused) return refused;
  document.status = { sender: wanted.to, receiver: wanted.to };
  return json(200, { data: true });
}
