import { attachTimestampToken, createTimestampToken, joinPkcs7 } from '../../pki/index.ts';
import { bodyOf, json, type Reply } from '../http/exchange.ts';
import { base64, fromBase64 } from '../world/bytes.ts';
import { inspect } from '../world/signatures.ts';
import type { Call } from './context.ts';
import { fieldErrors, message } from './errors.ts';

/** POST /v1/dsvs/timestamp: the whole PKCS#7 with its stamp, or (setting) a bare RFC 3161 token. */
export function timestamp(call: Call): Reply {
  const body = bodyOf(call.exchange);
  const pkcs7 = fromBase64(body.pkcs7);
  const signatureHex = typeof body.signatureHex === 'string' ? body.signatureHex.toLowerCase() : '';
  if (!pkcs7 || !/^[0-9a-f]+$/.test(signatureHex)) {
    return fieldErrors({ pkcs7: 'Поле обязательно', signatureHex: 'Поле обязательно' });
  }
  const signers = inspect(pkcs7, call.now)?.signers ?? [];
  if (!signers.some(signer => signer.signatureHex.toLowerCase() === signatureHex)) {
    return json(200, { success: false, reason: 'Подпись не найдена в PKCS#7', timeStampTokenB64: null });
  }
  const lie = call.world.mischief.attack(call.world.settings.attacks, 'timestamp-of-other', '');
  const stamped = lie ? signatureHex.replace(/^./, c => (c === '0' ? '1' : '0')) : signatureHex;
  const token = createTimestampToken(stamped, call.now);
  const attached = call.world.settings.timestampAttached;
  const value = attached ? attachTimestampToken(pkcs7, signatureHex, token) : token;
  return json(200, { timeStampTokenB64: base64(value), success: true, isAttachedPkcs7: attached });
}

/** POST /v1/dsvs/gettimestamp: the older form, always a bare token. */
export function getTimestamp(call: Call): Reply {
  const { signatureHex } = bodyOf(call.exchange);
  if (typeof signatureHex !== 'string' || !/^[0-9a-fA-F]+$/.test(signatureHex)) {
    return fieldErrors({ signatureHex: 'Поле обязательно' });
  }
  return json(200, { timeStampTokenB64: base64(createTimestampToken(signatureHex.toLowerCase(), call.now)) });
}

/** POST /v1/dsvs/signature/join: keeps the order given, right or wrong; /sign is who refuses a wrong one. */
export function join(call: Call): Reply {
  const body = bodyOf(call.exchange);
  const first = fromBase64(body.signature1);
  const second = fromBase64(body.signature2);
  if (!first || !second)
    return fieldErrors({ signature1: 'Поле обязательно', signature2: 'Поле обязательно' });
  try {
    return json(200, { pkcs7B64: base64(joinPkcs7(first, second)) });
  } catch {
    return message(422, 'Подписи относятся к разным документам');
  }
}
