import {
  appendPkcs7Attached,
  appendPkcs7Detached,
  attachTimestampToken,
  type CreatedPkcs7,
  createPkcs7,
  inspectPkcs7,
} from '../../pki/index.ts';
import { type Payload, wait } from '../call.ts';
import { Refusal } from '../status.ts';
import { fromBase64, type Handler, type Handlers, readable, toBase64 } from './handlers.ts';
import { openSigningKey } from './signing-key.ts';

function created({ pkcs7, signerSerialNumber, signatureHex }: CreatedPkcs7): Payload {
  return {
    pkcs7_64: toBase64(pkcs7),
    signer_serial_number: signerSerialNumber,
    signature_hex: signatureHex,
  };
}

/** [guess] The old info functions' answer: their shape is not published, only their names. */
function info(pkcs7: Uint8Array, data?: Uint8Array): Payload {
  const inspected = readable(() => inspectPkcs7(pkcs7, data === undefined ? {} : { detachedContent: data }));
  return {
    pkcs7_info: {
      documentBase64: inspected.content === null ? null : toBase64(inspected.content),
      signers: inspected.signers.map(signer => ({
        serialNumber: signer.serial,
        subjectName: signer.cn,
        signature: signer.signatureHex,
        signingTime: signer.signingTime,
        verified: signer.digestOk && signer.signatureOk,
        certificateVerified: signer.chainOk,
        timeStampInfo:
          signer.stampedAt === null ? null : { time: signer.stampedAt, verified: signer.stampOk },
      })),
    },
  };
}

const attachedInfo: Handler = call => info(fromBase64(call.arguments[0]!));
const detachedInfo: Handler = call => info(fromBase64(call.arguments[1]!), fromBase64(call.arguments[0]!));

export const pkcs7: Handlers = {
  create_pkcs7: async (call, module) => {
    const [data = '', id = '', detached = ''] = call.arguments;
    const content = fromBase64(data);
    const identity = await openSigningKey(id, call, module);
    await wait(module.settings.signDelayMs, call.signal);
    return created(createPkcs7({ content, identity, detached: detached === 'yes' }));
  },
  append_pkcs7_attached: async (call, module) => {
    const [file = '', id = ''] = call.arguments;
    const pkcs7 = fromBase64(file);
    readable(() => inspectPkcs7(pkcs7));
    const identity = await openSigningKey(id, call, module);
    await wait(module.settings.signDelayMs, call.signal);
    return created(readable(() => appendPkcs7Attached(pkcs7, identity)));
  },
  append_pkcs7_detached: async (call, module) => {
    const [data = '', file = '', id = ''] = call.arguments;
    const [content, pkcs7] = [fromBase64(data), fromBase64(file)];
    readable(() => inspectPkcs7(pkcs7));
    const identity = await openSigningKey(id, call, module);
    await wait(module.settings.signDelayMs, call.signal);
    return created(readable(() => appendPkcs7Detached(pkcs7, content, identity)));
  },
  attach_timestamp_token_pkcs7: call => {
    const [file = '', serial = '', token = ''] = call.arguments;
    const pkcs7 = fromBase64(file);
    const signer = readable(() => inspectPkcs7(pkcs7)).signers.find(
      one => one.serial === serial.toLowerCase(),
    );
    if (signer === undefined) throw new Refusal('bad-input');
    const stamp = fromBase64(token);
    return { pkcs7_64: toBase64(readable(() => attachTimestampToken(pkcs7, signer.signatureHex, stamp))) };
  },
  get_pkcs7_attached_info: attachedInfo,
  get_pkcs7_detached_info: detachedInfo,
  verify_pkcs7_attached: attachedInfo,
  verify_pkcs7_detached: detachedInfo,
  verify_pkcs7_attached_crl: attachedInfo,
  verify_pkcs7_detached_crl: detachedInfo,
};
