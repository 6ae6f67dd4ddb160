import { describe, expect, it, vi } from 'vitest';
import { fitsReference, isManifestName, parseManifest } from './asic.ts';

const manifest = (object: string, signature = '<a:SigReference URI="META-INF/signature001.p7s"/>') =>
  new TextEncoder().encode(
    `<a:ASiCManifest xmlns:a="http://uri.etsi.org/02918/v1.2.1#" xmlns:d="http://www.w3.org/2000/09/xmldsig#">${signature}${object}</a:ASiCManifest>`,
  );
const object = (uri: string, algorithm = 'http://www.w3.org/2001/04/xmlenc#sha256') =>
  `<a:DataObjectReference URI="${uri}"><d:DigestMethod Algorithm="${algorithm}"/><d:DigestValue>\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n</d:DigestValue></a:DataObjectReference>`;

describe('an ASiC manifest', () => {
  it('names its signature and its documents, percent-decoded', async () => {
    const read = parseManifest(manifest(object('%D0%90%20b.pdf')));
    expect(read?.signatureName).toBe('META-INF/signature001.p7s');
    expect(read?.objects[0]?.name).toBe('А b.pdf');
    expect(await fitsReference(read!.objects[0]!, new Uint8Array())).toBe(true);
    expect(await fitsReference(read!.objects[0]!, Uint8Array.of(1))).toBe(false);
  });

  it('that names one document many times has it read once', async () => {
    const [reference] = parseManifest(manifest(object('a')))!.objects;
    const content = new Uint8Array();
    const digest = vi.spyOn(crypto.subtle, 'digest');
    for (let time = 0; time < 3; time += 1) expect(await fitsReference(reference!, content)).toBe(true);
    expect(digest).toHaveBeenCalledOnce();
    digest.mockRestore();
  });

  it('with a digest we do not compute is not called right or wrong', async () => {
    const read = parseManifest(manifest(object('a', 'http://www.w3.org/2000/09/xmldsig#sha1')));
    expect(await fitsReference(read!.objects[0]!, new Uint8Array())).toBeNull();
  });

  it.each([
    ['no documents', manifest('')],
    ['two signatures', manifest(object('a'), '<a:SigReference URI="x"/><a:SigReference URI="y"/>')],
    ['no URI', manifest(object(''))],
    ['a broken escape', manifest(object('%ZZ'))],
    ['another namespace', new TextEncoder().encode('<ASiCManifest xmlns="urn:x"/>')],
    ['no XML', new TextEncoder().encode('hello')],
  ])('that we do not understand is null: %s', (_label, bytes) => {
    expect(parseManifest(bytes)).toBeNull();
  });

  it('is told from an archive manifest by its name', () => {
    expect(isManifestName('META-INF/ASiCManifest001.xml')).toBe(true);
    expect(isManifestName('META-INF/ASiCArchiveManifest001.xml')).toBe(false);
    expect(isManifestName('META-INF/x/ASiCManifest.xml')).toBe(false);
  });
});
