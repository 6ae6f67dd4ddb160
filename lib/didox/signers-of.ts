import { listOf, parseJson, recordOf, textOf } from './loose.ts';

/**
 * Whether the signature the service holds for us was made with this very key. `document.signature` is a text holding a
 * JSON array of signers with `taxId` and `serial`. `false` only when the list names our own tax id
 * with another serial (a colleague's key, on the site); `null` when it tells nothing. That `serial` is the certificate's
 * serial in hex is official; that it is there at once after signing is a guess [G], so its absence proves nothing.
 */
export function signedWithKey(
  signature: unknown,
  ours: { readonly ids: readonly (string | null)[]; readonly serial: string | null },
): boolean | null {
  const list = listOf(typeof signature === 'string' ? parseJson(signature) : signature).flatMap(entry => {
    const signer = recordOf(entry);
    const serial = textOf(signer?.serial);
    return signer && serial
      ? [{ ids: [textOf(signer.taxId), textOf(signer.pinfl)], serial: bare(serial) }]
      : [];
  });
  if (!ours.serial) return null;
  const wanted = bare(ours.serial);
  if (list.some(({ serial }) => serial === wanted)) return true;
  return list.some(({ ids }) => ids.some(id => id !== null && ours.ids.includes(id))) ? false : null;
}

/** Serials are numbers: case and leading zeros say nothing. */
function bare(serial: string): string {
  return serial.toLowerCase().replace(/^0+(?=.)/, '');
}
