import { describe, expect, it } from 'vitest';
import { attachTimestampToken } from './attach-timestamp-token.ts';
import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes } from './bytes.ts';
import { CmsError } from './cms-error.ts';
import { encodeDer } from './der.ts';
import { gate, signatureOf } from './gate.test-helper.ts';
import { ID_TIME_STAMP_TOKEN } from './oids.ts';
import { parseSignedData } from './signed-data.ts';
import { cmsVector } from './vectors.test-helper.ts';

describe('attaching a time stamp token', () => {
  const stamped = cmsVector('cms-timestamped').cms;
  const plain = cmsVector('cms-attached').cms;
  const token = rawOf(
    parseSignedData(stamped).signerInfos[0]!.unsignedAttrs.find(({ oid }) => oid === ID_TIME_STAMP_TOKEN)!
      .values[0]!,
  );
  const codeOf = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      if (error instanceof CmsError) return error.code;
      throw error;
    }
    return 'none';
  };
  /** The stamped vector as it was before its stamp. */
  function withoutStamp(): Uint8Array {
    const info = parseSignedData(stamped).signerInfos[0]!;
    const bare = encodeDer(0x30, ...childrenOf(info.element).slice(0, -1).map(rawOf));
    const start = info.element.start;
    const head = stamped.subarray(0, start - 4);
    return concatBytes(head, encodeDer(0x31, bare), stamped.subarray(info.element.end));
  }

  it('gives back the very bytes of a stamped file', async () => {
    const bare = withoutStamp();
    expect(parseSignedData(bare).signerInfos[0]!.unsignedAttrs).toEqual([]);
    expect(attachTimestampToken(bare, signatureOf(bare).toUpperCase(), token)).toEqual(stamped);
    const response = encodeDer(0x30, encodeDer(0x30, Uint8Array.of(2, 1, 0)), token);
    expect(attachTimestampToken(bare, signatureOf(bare), response)).toEqual(stamped);
  });
  it('works on DER files and on one signer of several', () => {
    const der = cmsVector('cms-der').cms;
    const result = attachTimestampToken(der, signatureOf(der), token);
    expect(parseBer(result).indefinite).toBe(false);
    expect(parseSignedData(result).signerInfos[0]!.unsignedAttrs).toHaveLength(1);
    const two = cmsVector('cms-two-signers').cms;
    const stampedTwo = parseSignedData(attachTimestampToken(two, signatureOf(two, 1), token));
    expect(stampedTwo.signerInfos.map(({ unsignedAttrs }) => unsignedAttrs.length)).toEqual([0, 1]);
  });
  it('is refused by the gate when the token is over another signature', async () => {
    const other = cmsVector('cms-attached-chunked').cms;
    const wrong = attachTimestampToken(other, signatureOf(other), token);
    const result = await gate('cms-attached-chunked', {
      cms: wrong,
      requireTimestampFor: signatureOf(other),
    });
    expect(result).toMatchObject({ ok: false, code: 'timestamp-invalid' });
  });
  it('may come without certificates: then the stamp is over this signature, but by whom is not known', async () => {
    const [type, explicit] = childrenOf(parseBer(token));
    const fields = childrenOf(childrenOf(explicit!)[0]!).filter(({ id }) => id !== 0xa0);
    const inner = encodeDer(0xa0, encodeDer(0x30, ...fields.map(rawOf)));
    const bare = withoutStamp();
    const cms = attachTimestampToken(bare, signatureOf(bare), encodeDer(0x30, rawOf(type!), inner));
    const changes = { cms, requireTimestampFor: signatureOf(bare) };
    expect(await gate('cms-timestamped', changes)).toMatchObject({
      ok: true,
      warnings: ['timestamp-unknown-root'],
    });
    expect(await gate('cms-timestamped', { ...changes, strict: true })).toMatchObject({
      code: 'untrusted-root-strict',
    });
  });
  it('says why it cannot', () => {
    expect(codeOf(() => attachTimestampToken(plain, '00', token))).toBe('signer-missing');
    expect(codeOf(() => attachTimestampToken(stamped, signatureOf(stamped), token))).toBe('already-stamped');
    expect(codeOf(() => attachTimestampToken(plain, signatureOf(plain), plain))).toBe(
      'not-a-timestamp-token',
    );
    const refused = encodeDer(0x30, encodeDer(0x30, Uint8Array.of(2, 1, 2)));
    expect(codeOf(() => attachTimestampToken(plain, signatureOf(plain), refused))).toBe('timestamp-refused');
  });
});
