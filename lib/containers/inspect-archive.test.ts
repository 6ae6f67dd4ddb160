import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import { ID_KP_TIME_STAMPING, ID_SHA_256 } from '../cms/oids.ts';
import { issue, makeCms, makeToken, sha256, text } from '../cms/pki.test-helper.ts';
import { inspectFile } from './inspect-file.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { documentsOf, NOW, vector } from './vectors.test-helper.ts';
import { openZip } from './zip.ts';
import { buildZip } from './zip-builder.test-helper.ts';

type Content = Record<string, Uint8Array>;
const content = text('contract');
const mimetype = text('application/vnd.etsi.asic-e+zip');
const inspect = (entries: Content) => {
  const bytes = buildZip(Object.entries(entries).map(([name, content]) => ({ name, content })));
  return inspectFile([{ name: 'a.asice', bytes }], { trustedSpkiSha256: new Set(), now: NOW });
};
const refusalOf = ({ findings: [found] }: Awaited<ReturnType<typeof inspect>>) =>
  found?.kind === 'refused' ? found.refusal.code : null;
const inspected = async (entries: Content) =>
  documentsOf(await inspect(entries)).map(({ name, origin, signatures }) => [
    name,
    origin,
    signatures.map(({ outcome, foreign }) => foreign ?? outcome),
  ]);
const signed = async (over: Uint8Array, cn = 'signer') =>
  (await makeCms({ signer: await issue({ cn }), content: over, detached: true })).cms;
const pem = (label: string, bytes: Uint8Array) =>
  `-----BEGIN ${label}-----\n${toBase64(bytes)}\n-----END ${label}-----\n`;
/** An ASiCManifest: the file of its signature and the documents that it lists. */
async function manifestOf(signature: string, ...documents: [name: string, bytes: Uint8Array][]) {
  const references = await Promise.all(
    documents.map(
      async ([name, bytes]) =>
        `<a:DataObjectReference URI="${name}"><d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
        `<d:DigestValue>${toBase64(await sha256(bytes))}</d:DigestValue></a:DataObjectReference>`,
    ),
  );
  return text(
    '<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#" xmlns:d="http://www.w3.org/2000/09/xmldsig#">' +
      `<a:SigReference URI="${signature}"/>${references.join('')}</a:ASiCManifest>`,
  );
}

describe('a signed container stays one', () => {
  it.each([
    ['[Content_Types].xml', text('<Types/>')],
    ['mimetype', text('application/vnd.oasis.opendocument.text')],
  ])('with %s in it that makes it look like an office document', async (name, content) => {
    const entries = openZip(vector('asice-cades-1sig.asice').bytes, DEFAULT_LIMITS);
    const files = entries.filter(entry => entry.name !== name);
    const zip = buildZip([
      { name, content },
      ...files.map(file => ({ name: file.name, content: file.read() })),
    ]);
    const report = await inspectFile([{ name: 'a.asice', bytes: zip }], {
      trustedSpkiSha256: new Set(),
      now: new Date(),
    });
    expect(report.findings[0]).toMatchObject({ kind: 'archive', flavour: 'asic-e' });
    expect(documentsOf(report).some(({ signatures }) => signatures.length > 0)).toBe(true);
  });
});

describe('a text with several signatures in an archive', () => {
  it('is looked at in full: one that does not hold is not lost behind one that does', async () => {
    const [good, bad] = [await signed(content, 'good'), await signed(text('another'), 'bad')];
    const certificate = pem('CERTIFICATE', vector('cert1.cer').bytes);
    const both = text(certificate + pem('PKCS7', good) + pem('PKCS7', bad));
    const entries = { 'c.txt': content, 'c.txt.p7s': both };
    expect(await inspected(entries)).toEqual([['c.txt', 'entry', ['fits-unknown-root', 'not-valid']]]);
    expect((await inspect(entries)).findings[0]).toMatchObject({ certificates: [{ isCa: false }] });
  });

  it('the same where a list of documents names it', async () => {
    const manifest = await manifestOf('META-INF/signature1.p7s', ['c.txt', content]);
    const [good, bad] = [await signed(manifest, 'good'), await signed(text('another'), 'bad')];
    const entries = {
      mimetype,
      'c.txt': content,
      'META-INF/ASiCManifest1.xml': manifest,
      'META-INF/signature1.p7s': text(pem('PKCS7', good) + pem('PKCS7', bad)),
    };
    expect(await inspected(entries)).toEqual([['c.txt', 'entry', ['fits-unknown-root', 'not-valid']]]);
  });

  it('counts as many', async () => {
    const many = text(pem('PKCS7', await signed(content)).repeat(DEFAULT_LIMITS.signatures + 1));
    expect(refusalOf(await inspect({ 'c.txt': content, 'c.txt.p7s': many }))).toBe('too-many-signatures');
  });
});

it('a list of documents may name a certificate, a signature and a service file', async () => {
  const listed: Content = {
    'p.cer': vector('cert1.cer').bytes,
    'c.p7m': vector('attached-ecdsa.p7s').bytes,
    'META-INF/notes.xml': text('<notes/>'),
  };
  const manifest = await manifestOf('META-INF/signature1.p7s', ...Object.entries(listed));
  const found = await inspected({
    mimetype,
    ...listed,
    'META-INF/ASiCManifest1.xml': manifest,
    'META-INF/signature1.p7s': await signed(manifest),
  });
  for (const name of Object.keys(listed))
    expect(found).toContainEqual([name, 'entry', ['fits-unknown-root']]);
});

describe('a time stamp over a container', () => {
  const stampOver = async (bytes: Uint8Array) => {
    const tsa = await issue({ cn: 'tsa', purpose: ID_KP_TIME_STAMPING });
    return makeToken(tsa, { algorithm: ID_SHA_256, digest: await sha256(bytes) });
  };

  it('is not called a signature that does not hold', async () => {
    const list = await manifestOf('META-INF/signature1.p7s', ['c.txt', content]);
    const stamped = await manifestOf('META-INF/timestamp1.tst', ['c.txt', content], ['gone.txt', content]);
    const entries = {
      mimetype,
      'c.txt': content,
      'META-INF/ASiCManifest1.xml': list,
      'META-INF/signature1.p7s': await signed(list),
      'META-INF/ASiCManifest2.xml': stamped,
    };
    expect(await inspected({ ...entries, 'META-INF/timestamp1.tst': await stampOver(stamped) })).toEqual([
      ['c.txt', 'entry', ['fits-unknown-root', 'asic-time-stamp']],
      ['gone.txt', 'missing', ['asic-time-stamp']],
    ]);
    expect((await inspected(entries))[0]).toEqual([
      'c.txt',
      'entry',
      ['fits-unknown-root', 'signature-file-missing'],
    ]);
  });

  it('is no document of its own', async () => {
    const stamp = await stampOver(content);
    expect(await inspected({ 'c.txt': content, 'META-INF/timestamp.tst': stamp })).toEqual([
      ['c.txt', 'entry', ['asic-time-stamp']],
    ]);
  });

  it('keeps it from being taken for an office document', async () => {
    const stamp = await stampOver(content);
    const report = await inspect({ '[Content_Types].xml': content, 'META-INF/timestamp.tst': stamp });
    expect(report.findings[0]).toMatchObject({ kind: 'archive' });
  });
});

describe('a small archive with a giant answer', () => {
  const named = (count: number, name: (at: number) => string): Content =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [name(at), content]));

  it('says each kind of signature that is not checked once', async () => {
    const xades = named(100, at => `META-INF/signatures${at}.xml`);
    const found = await inspected({ ...named(500, at => `${at}.txt`), ...xades });
    expect(found).toHaveLength(500);
    for (const [, , signatures] of found) expect(signatures).toEqual(['xades']);
  });

  it.each(['META-INF/signatures#.xml', 'META-INF/#.tst'])('counts %s among the signatures', async pattern => {
    const many = named(DEFAULT_LIMITS.signatures + 1, at => pattern.replace('#', String(at)));
    expect(refusalOf(await inspect({ 'c.txt': content, ...many }))).toBe('too-many-signatures');
  });

  it('is refused when its lists name more than anybody lists', async () => {
    const reference = (at: number) => `<a:DataObjectReference URI="${at % 2 ? 'c.txt' : `${at}.txt`}"/>`;
    const list = text(
      '<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#"><a:SigReference URI="x.p7s"/>' +
        `${Array.from({ length: 6000 }, (_, at) => reference(at)).join('')}</a:ASiCManifest>`,
    );
    const entries = { 'c.txt': content, 'META-INF/ASiCManifest1.xml': list };
    expect(refusalOf(await inspect(entries))).toBe('too-many-signatures');
  });
});
