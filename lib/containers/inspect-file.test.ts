import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import { inspectFile } from './inspect-file.ts';
import type { InspectOptions, NamedBytes } from './options.ts';
import { anchors, documentsOf, FILES, firstCheck, NOW, outcomesOf, vector } from './vectors.test-helper.ts';
import { buildZip } from './zip-builder.test-helper.ts';

const trusted = await anchors();
const bytes = (text: string) => new TextEncoder().encode(text);
const strangers: InspectOptions = { trustedSpkiSha256: new Set(), now: NOW };
const friends: InspectOptions = { trustedSpkiSha256: trusted, now: NOW };
const inspect = (...files: NamedBytes[]) => inspectFile(files, friends);
const refusalOf = async (...files: NamedBytes[]) => {
  const finding = (await inspect(...files)).findings.find(({ kind }) => kind === 'refused');
  return finding?.kind === 'refused' ? finding.refusal.code : null;
};
const flipped = (source: Uint8Array, at: number, bit = 1) => {
  const copy = source.slice();
  copy[at] = copy[at]! ^ bit;
  return copy;
};
const indexOf = (haystack: Uint8Array, needle: Uint8Array) =>
  haystack.findIndex((_, at) => needle.every((byte, index) => haystack[at + index] === byte));

describe('a signed file with its content inside', () => {
  it('fits, and says that its authority is not known here', async () => {
    const report = await inspectFile([vector('attached-ecdsa.p7s')], strangers);
    const [document] = documentsOf(report);
    expect(document).toMatchObject({
      name: 'attached-ecdsa',
      origin: 'inside-signature',
      type: 'text',
      size: 108,
    });
    expect(document!.content).toEqual(vector('document.txt').bytes);
    expect(outcomesOf(report)).toEqual([['fits-unknown-root']]);
    expect(document!.signatures[0]!.checks.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'document holds',
      'signature holds',
      'certificate-time holds',
      'authority unknown',
      'time-stamp absent',
      'revocation not-asked',
    ]);
  });

  it('is verified when its authority is trusted', async () => {
    const report = await inspect(vector('attached-ecdsa.p7s'));
    expect(outcomesOf(report)).toEqual([['verified']]);
    const { authority, signer } = documentsOf(report)[0]!.signatures[0]!;
    expect(authority).toMatchObject({
      name: expect.stringContaining('ТЕСТОВИЙ'),
      spkiSha256: signer?.certificate?.spkiSha256,
    });
  });

  it('one flipped bit in the content is named for what it is', async () => {
    const { bytes: cms } = vector('attached-ecdsa.p7s');
    const at = indexOf(cms, vector('document.txt').bytes);
    const report = await inspect({ name: 'x.p7s', bytes: flipped(cms, at + 5) });
    expect(outcomesOf(report)).toEqual([['not-valid']]);
    expect(firstCheck(report, 'document')).toBe('fails: digest-mismatch');
    expect(firstCheck(report, 'signature')).toBe('holds');
  });

  it('one flipped bit in the signature is named for what it is', async () => {
    const { bytes: cms } = vector('attached-ecdsa.p7s');
    const report = await inspect({ name: 'x.p7s', bytes: flipped(cms, cms.length - 3) });
    expect(outcomesOf(report)).toEqual([['not-valid']]);
    expect(firstCheck(report, 'document')).toBe('unknown: signature-mismatch');
    expect(firstCheck(report, 'signature')).toBe('fails: signature-mismatch');
  });

  it('says when the certificate was not in force', async () => {
    const later = { trustedSpkiSha256: trusted, now: new Date('2050-01-01') };
    // signingTime is inside, so the clock of the one who looks does not matter …
    expect(outcomesOf(await inspectFile([vector('attached-ecdsa.p7s')], later))).toEqual([['verified']]);
  });

  it.each([
    ['base64', (cms: Uint8Array) => toBase64(cms)],
    ['base64 in lines', (cms: Uint8Array) => toBase64(cms).replace(/.{76}/g, '$&\r\n')],
    ['PEM', (cms: Uint8Array) => `-----BEGIN PKCS7-----\n${toBase64(cms)}\n-----END PKCS7-----\n`],
    [
      'PEM after a remark',
      (cms: Uint8Array) => `remark\n-----BEGIN CMS-----\n${toBase64(cms)}\n-----END CMS-----`,
    ],
  ])('as %s', async (_label, wrap) => {
    const report = await inspect({ name: 'x.txt', bytes: bytes(wrap(vector('attached-ecdsa.p7s').bytes)) });
    expect(outcomesOf(report)).toEqual([['verified']]);
  });

  it('beside a file of another content says so', async () => {
    const report = await inspect(vector('attached-ecdsa.p7s', 'a.txt.p7s'), {
      name: 'a.txt',
      bytes: bytes('other'),
    });
    const [beside, inside] = documentsOf(report);
    expect(beside).toMatchObject({ name: 'a.txt', signatures: [], notes: ['differs-from-signed'] });
    expect(inside!.signatures.map(({ outcome }) => outcome)).toEqual(['verified']);
  });

  it('beside the same content is one document', async () => {
    const report = await inspect(vector('attached-ecdsa.p7s', 'a.txt.p7s'), vector('document.txt', 'b.txt'));
    expect(documentsOf(report).map(({ name, notes }) => [name, notes])).toEqual([['b.txt', []]]);
    expect(outcomesOf(report)).toEqual([['verified']]);
  });
});

describe('a detached signature', () => {
  it('finds its document by name', async () => {
    const report = await inspect(vector('document.txt'), vector('detached-ecdsa.p7s', 'document.txt.p7s'));
    expect(outcomesOf(report)).toEqual([['verified']]);
  });

  it('finds its document by digest among others', async () => {
    const others = ['a', 'b', 'c'].map(name => ({ name: `${name}.pdf`, bytes: bytes(name) }));
    const report = await inspect(
      ...others,
      vector('document.txt', 'z.txt'),
      vector('detached-ecdsa.p7s', 's.p7s'),
    );
    expect(documentsOf(report).map(({ name, signatures }) => [name, signatures.length])).toEqual([
      ['a.pdf', 0],
      ['b.pdf', 0],
      ['c.pdf', 0],
      ['z.txt', 1],
    ]);
  });

  it('over a changed document fails there and only there', async () => {
    const changed = flipped(vector('document.txt').bytes, 40);
    const report = await inspect(
      { name: 'document.txt', bytes: changed },
      vector('detached-ecdsa.p7s', 'document.txt.p7s'),
    );
    expect(outcomesOf(report)).toEqual([['not-valid']]);
    expect(firstCheck(report, 'document')).toBe('fails: digest-mismatch');
    expect(firstCheck(report, 'signature')).toBe('holds');
  });

  it('alone is not checked, and its document is missing', async () => {
    const report = await inspect(vector('detached-ecdsa.p7s', 'contract.pdf.p7s'));
    expect(documentsOf(report)[0]).toMatchObject({ name: 'contract.pdf', origin: 'missing', content: null });
    expect(outcomesOf(report)).toEqual([['not-checked']]);
    expect(firstCheck(report, 'document')).toBe('unknown: no-content');
    expect(firstCheck(report, 'signature')).toBe('holds');
  });

  it('beside an archive that it does not fit still waits for its document', async () => {
    const report = await inspect(vector('plain-zip-no-signature.zip'), vector('detached-ecdsa.p7s', 'a.p7s'));
    expect(documentsOf(report)[0]).toMatchObject({ name: 'a', origin: 'missing' });
    expect(outcomesOf(report)[0]).toEqual(['not-checked']);
  });

  it('can speak about an archive', async () => {
    const zip = vector('plain-zip-no-signature.zip');
    const report = await inspect(zip, vector('detached-ecdsa.p7s', `${zip.name}.p7s`));
    expect(report.findings.map(({ kind }) => kind)).toEqual(['document', 'archive']);
    expect(outcomesOf(report)[0]).toEqual(['not-valid']);
  });
});

describe('containers', () => {
  it('ASiC-E with one signature', async () => {
    const report = await inspect(vector('asice-cades-1sig.asice'));
    expect(report.findings[0]).toMatchObject({ kind: 'archive', flavour: 'asic-e' });
    expect(documentsOf(report)[0]).toMatchObject({ name: 'Договір UMB-1.txt', origin: 'entry' });
    expect(outcomesOf(report)).toEqual([['verified']]);
    expect(firstCheck(report, 'manifest')).toBe('holds');
  });

  it('ASiC-E with two', async () => {
    expect(outcomesOf(await inspect(vector('asice-cades-2sig.asice')))).toEqual([['verified', 'verified']]);
  });

  it('ASiC-E with a tampered document: the list is the signed one, the document is not the one on it', async () => {
    const report = await inspect(vector('asice-cades-1sig-tampered-doc.asice'));
    expect(outcomesOf(report)).toEqual([['not-valid']]);
    expect(firstCheck(report, 'document')).toBe('fails: digest-mismatch');
    expect(firstCheck(report, 'manifest')).toBe('holds');
    expect(firstCheck(report, 'signature')).toBe('holds');
  });

  it('ASiC-E with a changed list and with a document nobody signed', async () => {
    const { unzipSync } = await import('fflate');
    const parts = unzipSync(vector('asice-cades-1sig.asice').bytes);
    const rebuilt = (change: (name: string, content: Uint8Array) => Uint8Array) =>
      buildZip([
        ...Object.entries(parts).map(([name, content]) => ({ name, content: change(name, content) })),
        { name: 'added.pdf', content: bytes('%PDF-1.7') },
      ]);
    const honest = await inspect({ name: 'a.asice', bytes: rebuilt((_, content) => content) });
    expect(documentsOf(honest).map(({ name, signatures }) => [name, signatures.length])).toEqual([
      ['Договір UMB-1.txt', 1],
      ['added.pdf', 0],
    ]);
    const listed = rebuilt((name, content) =>
      name.endsWith('.xml') ? bytes(text(content).replace('text/plain', 'text/x')) : content,
    );
    const changed = await inspect({ name: 'a.asice', bytes: listed });
    expect(firstCheck(changed, 'document')).toBe('unknown');
    expect(firstCheck(changed, 'manifest')).toBe('fails: digest-mismatch');
    expect(outcomesOf(changed)[0]).toEqual(['not-valid']);
  });

  it('ASiC-E whose document or signature is gone', async () => {
    const { unzipSync } = await import('fflate');
    const parts = Object.entries(unzipSync(vector('asice-cades-1sig.asice').bytes));
    const without = (pattern: RegExp) =>
      buildZip(parts.filter(([name]) => !pattern.test(name)).map(([name, content]) => ({ name, content })));
    const noDocument = await inspect({ name: 'a.asice', bytes: without(/txt$/) });
    expect(firstCheck(noDocument, 'document')).toBe('fails: document-missing');
    expect(documentsOf(noDocument)[0]!.origin).toBe('missing');
    const noSignature = await inspect({ name: 'a.asice', bytes: without(/p7s$/) });
    expect(documentsOf(noSignature)[0]!.signatures[0]).toMatchObject({
      outcome: 'not-checked',
      foreign: 'signature-file-missing',
    });
  });

  it('ASiC-S', async () => {
    const report = await inspect(vector('asics-cades.asics'));
    expect(report.findings[0]).toMatchObject({ flavour: 'asic-s' });
    expect(outcomesOf(report)).toEqual([['verified']]);
  });

  it('a plain zip with two detached signatures of one document', async () => {
    const report = await inspect(vector('plain-zip-doc-2-detached-p7s.zip'));
    expect(report.findings[0]).toMatchObject({ flavour: 'zip' });
    expect(outcomesOf(report)).toEqual([['verified', 'verified']]);
  });

  it('a plain zip without a signature', async () => {
    expect(outcomesOf(await inspect(vector('plain-zip-no-signature.zip')))).toEqual([[]]);
  });

  it('a Didox archive is recognised', async () => {
    const id = '0123456789ABCDEF0123456789ABCDEF';
    const zip = buildZip([
      { name: `${id}.json`, content: bytes('{}') },
      { name: `${id}.pdf`, content: bytes('%PDF-1.4 /ByteRange [0 1] /SubFilter /ETSI.CAdES.detached') },
      { name: 'readme.txt', content: bytes('…') },
    ]);
    const report = await inspect({ name: 'archive.zip', bytes: zip });
    expect(report.findings[0]).toMatchObject({ flavour: 'didox' });
    expect(documentsOf(report).map(({ type, signatures }) => [type, signatures[0]?.foreign])).toEqual([
      ['json', undefined],
      ['pdf', 'pades'],
      ['text', undefined],
    ]);
  });

  it('XAdES in an ASiC is named, not checked', async () => {
    const zip = buildZip([
      { name: 'mimetype', content: bytes('application/vnd.etsi.asic-e+zip') },
      { name: 'a.txt' },
      { name: 'META-INF/signatures0.xml', content: bytes('<a/>') },
    ]);
    expect(documentsOf(await inspect({ name: 'a.asice', bytes: zip }))[0]!.signatures[0]).toMatchObject({
      foreign: 'xades',
      outcome: 'not-checked',
    });
  });

  it('a zip as base64 text', async () => {
    const text = toBase64(vector('plain-zip-doc-2-detached-p7s.zip').bytes);
    const report = await inspect({ name: 'pasted', bytes: bytes(text) });
    expect(outcomesOf(report)).toEqual([['verified', 'verified']]);
  });

  it('an archive inside an archive is named and not opened', async () => {
    const zip = buildZip([{ name: 'inner.zip', content: vector('plain-zip-no-signature.zip').bytes }]);
    expect(documentsOf(await inspect({ name: 'a.zip', bytes: zip }))[0]!.notes).toEqual(['nested-archive']);
  });

  it('a word-processor document is one document, not an archive', async () => {
    const docx = buildZip([
      { name: '[Content_Types].xml' },
      { name: 'word/document.xml' },
      { name: '_xmlsignatures/1.xml' },
    ]);
    const report = await inspect({ name: 'a.docx', bytes: docx });
    expect(report.findings).toHaveLength(1);
    expect(documentsOf(report)[0]).toMatchObject({ type: 'office', signatures: [{ foreign: 'office' }] });
  });
});

describe('certificates', () => {
  it('alone, as DER and as PEM', async () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${toBase64(vector('cert1.cer').bytes)}\n-----END CERTIFICATE-----`;
    const report = await inspect(vector('cert1.cer'), { name: 'two.pem', bytes: bytes(`${pem}\n${pem}`) });
    expect(report.findings.map(f => f.kind === 'certificates' && f.certificates.length)).toEqual([1, 2]);
  });
});

describe('what is not opened is refused with its reason', () => {
  it('an empty file, a giant one, too many', async () => {
    expect(await refusalOf({ name: 'a', bytes: new Uint8Array() })).toBe('empty');
    const limits = { fileBytes: 100, files: 1 };
    const files = [vector('document.txt'), vector('document.txt')];
    const { findings } = await inspectFile(files, { ...friends, limits });
    expect(findings.map(finding => finding.kind === 'refused' && finding.refusal.code)).toEqual([
      'file-too-large',
      'too-many-files',
    ]);
  });

  it('an encrypted message, broken base64, a broken signature', async () => {
    const enveloped = vector('attached-ecdsa.p7s').bytes.slice();
    enveloped[14] = 3;
    expect(await refusalOf({ name: 'a', bytes: enveloped })).toBe('cms-encrypted');
    const base64 = toBase64(vector('attached-ecdsa.p7s').bytes);
    expect(await refusalOf({ name: 'a', bytes: bytes(`${base64.slice(0, 400)}…`) })).toBe('base64-broken');
    expect(await refusalOf({ name: 'a', bytes: vector('attached-ecdsa.p7s').bytes.subarray(0, 900) })).toBe(
      'cms-broken',
    );
    expect(await refusalOf({ name: 'a', bytes: bytes('-----BEGIN PKCS7-----\nMIA!') })).toBe('pem-broken');
  });

  it('more signatures than anybody makes', async () => {
    const content = vector('detached-ecdsa.p7s').bytes;
    const zip = buildZip(Array.from({ length: 201 }, (_, index) => ({ name: `${index}.p7s`, content })));
    expect(await refusalOf({ name: 'a.zip', bytes: zip })).toBe('too-many-signatures');
  });

  it('every vector cut at every 50th byte gives an answer', async () => {
    for (const file of FILES) {
      const whole = vector(file).bytes;
      for (let length = 0; length < whole.length; length += 50) {
        const report = await inspect({ name: file, bytes: whole.slice(0, length) });
        expect(report.findings.length).toBeGreaterThan(0);
        expect(outcomesOf(report).flat()).not.toContain('verified');
      }
    }
  });
});

it('tells how far it is', async () => {
  const steps: string[] = [];
  const onProgress = ({ done, total }: { done: number; total: number }) => steps.push(`${done}/${total}`);
  await inspectFile([vector('plain-zip-doc-2-detached-p7s.zip'), vector('asice-cades-2sig.asice')], {
    ...friends,
    onProgress,
  });
  expect(steps).toEqual(['0/2', '1/2', '2/2', '2/4', '3/4', '4/4']);
});

it('files of one name are kept apart', async () => {
  const report = await inspect(vector('document.txt', 'a.txt'), { name: 'a.txt', bytes: bytes('other') });
  expect(documentsOf(report).map(({ name }) => name)).toEqual(['a.txt', 'a (2).txt']);
});

it('a report can be posted between contexts and does not drag the file along', async () => {
  const report = await inspect(vector('attached-ecdsa.p7s'));
  const copy = structuredClone(report);
  expect(copy).toEqual(report);
  const { certificate } = documentsOf(report)[0]!.signatures[0]!.signer!;
  expect(certificate!.der.buffer.byteLength).toBe(certificate!.der.length);
});

function text(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}
