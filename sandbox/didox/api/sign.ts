import { bodyOf, json, type Reply, text } from '../http/exchange.ts';
import type { ContentMatch, StoredDocument, SubmissionKind } from '../types.ts';
import { compactJson, compareContent } from '../world/bytes.ts';
import { currentPkcs7, inspect } from '../world/signatures.ts';
import { sentStatus, statusFor } from '../world/statuses.ts';
import { note } from '../world/store.ts';
import { lacksRole, lookUp, type UserCall } from './context.ts';
import { alreadySigned, message, plain, refusal, signatureError } from './errors.ts';
import { type GoodSignature, readSignature, signsFor } from './verify.ts';

/** How near is near enough, by the `contentCheck` setting. */
export function isEnough(match: ContentMatch, wanted: 'bytes' | 'order' | 'values'): boolean {
  const ranks: readonly ContentMatch[] = ['bytes', 'order', 'values'];
  const rank = ranks.indexOf(match);
  return rank >= 0 && rank <= ranks.indexOf(wanted);
}

/** Writes a try into the document's history; a refusal leaves the document as it was. */
export function record(
  call: UserCall,
  document: StoredDocument,
  kind: SubmissionKind,
  refused: string | null,
  match: ContentMatch | null,
): void {
  const by = call.session.taxId;
  note(document, { kind, by, at: call.now, effect: refused === null, match, refusal: refused });
  if (refused === null) document.updatedAt = call.now;
}

/** A service that does not look at the status takes the same deed of the same company as if it were the first. */
export function isTakenAgain(call: UserCall, document: StoredDocument, kind: SubmissionKind): boolean {
  const done = document.submissions.some(
    one => one.effect && one.kind === kind && one.by === call.session.taxId,
  );
  return done && call.world.settings.secondTry === 'accepted';
}

function offerRefusal(call: UserCall): Reply {
  switch (call.world.settings.offerError) {
    case 'undefined-variable':
      return text(500, 'Undefined variable $isDraft');
    case 'prose':
      return message(
        422,
        'Для отправки документа необходимо подписать условия публичной оферты на сайте didox.uz',
      );
    case 'envelope':
      return refusal(422, 'Оферта не подписана', { offer: 'required' });
  }
}

const success = (call: UserCall): Reply => {
  const warning = call.world.settings.warningOnSign;
  return json(200, {
    data: true,
    warningDetails: warning
      ? { id: 'a3c1d2e4-0000-4000-8000-000000000001', title: 'warnings', message: warning, description: null }
      : null,
  });
};

/** Problem of an acceptance: theirs first (the very same signature), ours second. */
function acceptanceProblem(call: UserCall, document: StoredDocument, read: GoodSignature): string | null {
  const [first, second] = read.signers;
  if (!first || !second || read.signers.length !== 2) return 'Ожидаются две подписи';
  const sent = currentPkcs7(document);
  const sender = sent && inspect(sent, call.now)?.signers[0];
  if (!sender || first.signatureHex !== sender.signatureHex) return 'Первой должна быть подпись отправителя';
  if (!signsFor(second, call.session)) return 'Подпись не принадлежит компании';
  return null;
}

function sendingProblem(call: UserCall, read: GoodSignature): string | null {
  const [signer] = read.signers;
  if (!signer || read.signers.length !== 1) return 'Ожидается одна подпись';
  return signsFor(signer, call.session) ? null : 'Подпись не принадлежит компании';
}

/** POST /v1/documents/{id}/sign: sends an outgoing draft, or accepts an incoming document. */
export function sign(call: UserCall): Reply {
  const found = lookUp(call);
  if ('failed' in found) return found.failed;
  const { document, owner } = found;
  const kind = owner === 1 ? 'sign' : 'accept';
  let match: ContentMatch | null = null;
  const refuse = (why: string, reply: Reply): Reply => {
    record(call, document, kind, why, match);
    return reply;
  };

  const fits = owner === 1 ? 0 : 2;
  const status = isTakenAgain(call, document, kind) ? fits : statusFor(document, owner);
  if (status === 3 || (owner === 1 && [1, 6, 110, 210, 310].includes(status ?? 0))) {
    return refuse('already signed', alreadySigned());
  }
  if (owner === 0 && [110, 210, 310].includes(status ?? 0)) {
    return refuse('another step', plain(422, 'Not supported operation'));
  }
  if (status !== fits) {
    return refuse('wrong status', refusal(422, 'Ошибка валидации: неверный статус документа'));
  }
  const forbidden = lacksRole(call, document, owner === 1 ? 1 : 2);
  if (forbidden) return refuse('no role', forbidden);
  if (call.world.settings.offerRequired.includes(call.session.taxId)) {
    return refuse('offer not signed', offerRefusal(call));
  }
  const read = readSignature(call, bodyOf(call.exchange).signature);
  if ('problem' in read) return refuse(read.problem, signatureError(read.problem));
  const expected = owner === 1 ? compactJson(document.json) : document.content;
  match = compareContent(read.content, expected);
  // What the other side signed is bytes, not values: an acceptance must carry exactly them.
  if (!isEnough(match, owner === 1 ? call.world.settings.contentCheck : 'bytes')) {
    return refuse('content', signatureError('Подписанные данные не совпадают с документом'));
  }
  const problem = owner === 1 ? sendingProblem(call, read) : acceptanceProblem(call, document, read);
  if (problem) return refuse(problem, signatureError(problem));

  document.pkcs7 = read.pkcs7;
  document.status = owner === 1 ? sentStatus(document.doctype) : { sender: 3, receiver: 3 };
  if (owner === 1) document.sentAt = call.now;
  record(call, document, kind, null, match);
  return success(call);
}
