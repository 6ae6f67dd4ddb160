import { createHash, randomUUID } from 'node:crypto';
import { bodyOf, header, json, type Reply, text } from '../http/exchange.ts';
import { base64, compactJson, compareContent, fromBase64 } from '../world/bytes.ts';
import { SENDER_TIN } from '../world/known-ids.ts';
import { partyOf } from '../world/parties.ts';
import { createRandom } from '../world/random.ts';
import { makeDocument } from '../world/seed.ts';
import type { Call, UserCall } from './context.ts';
import { fieldErrors, message, signatureError } from './errors.ts';
import { printPdf } from './print.ts';
import { localTime } from './rows.ts';
import { isEnough } from './sign.ts';
import { readSignature, signsFor } from './verify.ts';

const offerPdf = (): Uint8Array =>
  printPdf(
    makeDocument(createRandom(7), {
      sender: SENDER_TIN,
      receiver: SENDER_TIN,
      doctype: '000',
      number: 'offer',
    }),
  );

/** GET /v1/newoffer/base64: bare text (seen on a live host). */
export const newOffer = (_call: Call): Reply => text(200, base64(offerPdf()));

/** POST /v1/documents/offer/create {document[, taxIdOrPinfl]} → document_json, which is what gets signed. */
export function createOffer(call: UserCall): Reply {
  // The one endpoint that does not tolerate "Bearer " (one client, live).
  if (/^bearer /i.test(header(call.exchange, 'partner-authorization') ?? '')) {
    return text(500, 'JsonWebTokenError: invalid token');
  }
  const document = fromBase64(bodyOf(call.exchange).document);
  if (!document) return fieldErrors({ document: 'Поле обязательно' });
  const { taxId } = call.session;
  const party = partyOf(taxId);
  const id = randomUUID().replaceAll('-', '');
  const offer = {
    document: {
      documentno: id.slice(0, 8),
      documentdate: localTime(call.now).slice(0, 10),
      documentname: 'Публичная оферта',
    },
    sellertin: '302936161',
    seller: { name: 'ООО «ДИДОКС» (песочница)' },
    buyertin: taxId,
    buyer: { name: party.name, address: party.address },
    documentsha256: createHash('sha256').update(document).digest('hex'),
  };
  call.world.offers.set(taxId, { id, json: offer });
  return json(200, {
    pending_document: { document_json: offer },
    _id: id,
    created_date: localTime(call.now),
  });
}

/** POST /v1/documents/offer/sign {signature} */
export function signOffer(call: UserCall): Reply {
  const { taxId } = call.session;
  const offer = call.world.offers.get(taxId);
  if (!offer) return message(422, 'Оферта не найдена');
  const read = readSignature(call, bodyOf(call.exchange).signature);
  const match = 'problem' in read ? null : compareContent(read.content, compactJson(offer.json));
  const [signer] = 'problem' in read ? [] : read.signers;
  const problem =
    'problem' in read
      ? read.problem
      : match === null || !isEnough(match, call.world.settings.contentCheck)
        ? 'Подписанные данные не совпадают с офертой'
        : !signer || !signsFor(signer, call.session)
          ? 'Подпись не принадлежит компании'
          : null;
  call.world.offerSubmissions.push({
    kind: 'offer',
    by: taxId,
    at: call.now,
    effect: problem === null,
    match,
    refusal: problem,
  });
  if (problem !== null) return signatureError(problem);
  const { settings } = call.world;
  if (settings.secondTry === 'refused') call.world.offers.delete(taxId);
  settings.offerRequired = settings.offerRequired.filter(entry => entry !== taxId);
  return json(200, { data: { status: 'success' } });
}
