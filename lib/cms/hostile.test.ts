import { describe, expect, it } from 'vitest';
import { inspectFile } from '../containers/inspect-file.ts';
import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes, joinBytes } from './bytes.ts';
import { withDstu4145 } from './dstu4145/index.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { cmsVector } from './vectors.test-helper.ts';
import { verifyCms } from './verify-cms.ts';

const MIB = 1024 * 1024;
const END = Uint8Array.of(0, 0);
const indefinite = (id: number, ...content: Uint8Array[]) =>
  concatBytes(Uint8Array.of(id, 0x80), ...content, END);
/** Any number of bytes, also of many megabytes. */
const long = (id: number, ...content: Uint8Array[]) => {
  const size = content.reduce((sum, { length }) => sum + length, 0);
  const length = [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255];
  return concatBytes(Uint8Array.of(id, 0x84, ...length), ...content);
};

/** The parts of an honest file, to be put together in ways that are not. */
const { cms, options } = cmsVector('cms-der');
const [type, explicit] = childrenOf(parseBer(cms));
const [version, digests, encapsulated, certificates, signers] = childrenOf(childrenOf(explicit!)[0]!).map(
  rawOf,
);
const info = childrenOf(childrenOf(parseBer(signers!))[0]!).map(rawOf);
const file = ({ content = encapsulated!, signer = signers! }) =>
  long(0x30, rawOf(type!), long(0xa0, long(0x30, version!, digests!, content, certificates!, signer)));

/** A list of so many smallest elements. */
const crowd = (id: number, count: number) =>
  joinBytes(Array.from({ length: count }, () => Uint8Array.of(id, 0)));

describe('a file that is made to do harm', () => {
  const manyPieces = file({
    content: indefinite(
      0x30,
      rawOf(childrenOf(parseBer(encapsulated!))[0]!),
      indefinite(0xa0, indefinite(0x24, crowd(0x04, 190_000))),
    ),
  });
  const manyAttributes = file({
    signer: long(0x31, long(0x30, info[0]!, info[1]!, info[2]!, indefinite(0xa0, crowd(0x30, 190_000)))),
  });
  const longSerial = (bytes: number) => {
    const [issuer] = childrenOf(parseBer(info[1]!)).map(rawOf);
    const serial = long(0x02, new Uint8Array(bytes).fill(0x85));
    return file({ signer: long(0x31, long(0x30, info[0]!, long(0x30, issuer!, serial), ...info.slice(2))) });
  };
  const longSignature = file({
    signer: long(0x31, long(0x30, ...info.slice(0, 5), long(0x04, new Uint8Array(30 * MIB)))),
  });

  it.each([
    ['content in 190,000 pieces', manyPieces],
    ['190,000 attributes', manyAttributes],
    ['a negative number of 30 MiB', longSerial(30 * MIB)],
    ['a number of one byte more than any has', longSerial(1025)],
    ['a signature of 30 MiB', longSignature],
  ])('is judged quickly: %s', async (_what, bytes) => {
    const begun = performance.now();
    const report = await verifyCms(bytes, { ...options, algorithms: withDstu4145(standardAlgorithms) });
    expect(report.parsed && report.outcome === 'verified').toBe(false);
    const { findings } = await inspectFile([{ name: 'x.p7s', bytes }], options);
    expect(findings).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
  it('may have large numbers, within reason', async () => {
    expect(await verifyCms(longSerial(1024), options)).toMatchObject({ parsed: true });
  });
  it('may be PEM with a great many blocks in it', async () => {
    const block = '-----BEGIN CMS-----\nMAsGCSqGSIb3DQEHAg==\n-----END CMS-----\n';
    const text = new TextEncoder().encode(block.repeat(200_000));
    const begun = performance.now();
    expect(await inspectFile([{ name: 'x.pem', bytes: text }], options)).toMatchObject({
      findings: [{ kind: 'refused', refusal: { code: 'pem-broken' } }],
    });
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
