import { childrenOf, parseBer, rawOf } from './ber.ts';
import { concatBytes, joinBytes } from './bytes.ts';
import { dstuKey } from './dstu4145/dstu-key.test-helper.ts';
import { withDstu4145 } from './dstu4145/index.ts';
import type { FuzzSeed } from './fuzz-runner.ts';
import { issue, makeCms, text } from './pki.test-helper.ts';
import { standardAlgorithms } from './standard-algorithms.ts';
import { cmsVector, GOOD_VECTORS, vectorFile } from './vectors.test-helper.ts';

/**
 * Honest files of every kind: E-IMZO's, European, Ukrainian.
 * @param heavy one more, in more pieces than a call takes arguments; it takes its time
 */
export async function fuzzSeeds({ heavy = false } = {}): Promise<FuzzSeed[]> {
  const untrusting = { now: new Date('2026-11-22T00:00:00Z'), trustedSpkiSha256: new Set<string>() };
  return [
    ...GOOD_VECTORS.map(name => ({ name, ...cmsVector(name) })),
    { name: 'attached-ecdsa', cms: vectorFile('ecdsa/attached-ecdsa.p7s'), options: untrusting },
    {
      name: 'attached-dstu',
      cms: await dstuFile(),
      options: { ...untrusting, algorithms: withDstu4145(standardAlgorithms) },
    },
    ...(heavy ? [{ name: 'in-pieces', ...inPieces() }] : []),
  ];
}

/** The same bytes at every call: nothing in it is random. */
export async function dstuFile(): Promise<Uint8Array> {
  const root = await issue({ cn: 'Вигаданий центр', ca: true, key: dstuKey(0x5eedn) });
  const signer = await issue({ cn: 'Вигаданий підписувач', issuer: root, key: dstuKey(0xfadedn) });
  const certificates = [signer.certificate, root.certificate];
  return (await makeCms({ signer, content: text('Договір № 1'), certificates })).cms;
}

/** The same content, with 130,000 empty pieces in front of it. */
function inPieces() {
  const { cms, options } = cmsVector('cms-attached');
  const [type, explicit] = childrenOf(parseBer(cms));
  const [version, digests, encapsulated, ...rest] = childrenOf(childrenOf(explicit!)[0]!);
  const [contentType, content] = childrenOf(encapsulated!);
  const pieces = childrenOf(childrenOf(content!)[0]!).map(rawOf);
  const empty = Array.from({ length: 130_000 }, () => Uint8Array.of(0x04, 0));
  const open = (id: number, ...parts: Uint8Array[]) =>
    concatBytes(Uint8Array.of(id, 0x80), ...parts, Uint8Array.of(0, 0));
  const octets = open(0x24, joinBytes([...empty, ...pieces]));
  const inner = open(0x30, rawOf(contentType!), open(0xa0, octets));
  const signedData = open(0x30, rawOf(version!), rawOf(digests!), inner, ...rest.map(rawOf));
  return { cms: open(0x30, rawOf(type!), open(0xa0, signedData)), options };
}
