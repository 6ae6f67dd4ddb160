import { createHash } from 'node:crypto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { EugodaSettings } from './settings.ts';
import type { Signer } from './signer.ts';
import type { StoredAgreement } from './types.ts';

export interface Archive {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly fileName: string;
}

/** The archive of a signed agreement: its document and one signature for each time somebody signed. */
export function makeArchive(
  agreement: StoredAgreement,
  signers: readonly Signer[],
  form: EugodaSettings['archive'],
): Archive {
  const name = agreement.documentName.replace(/[/\\]/g, '_');
  const signatures = (content: Uint8Array): Buffer[] =>
    agreement.signedAt.map((at, n) => signers[n % signers.length]!.signCms(content, new Date(at), false));
  const base = name.replace(/\.[^.]*$/, '');
  switch (form) {
    case 'asic-e':
      return { ...asicE(name, agreement.content, signatures), fileName: `${base}.asice` };
    case 'asic-s':
      return { ...asicS(name, agreement.content, signatures), fileName: `${base}.asics` };
    case 'cms': {
      const signer = signers[0]!;
      const bytes = signer.signCms(agreement.content, new Date(agreement.signedAt[0]!), true);
      return { bytes, contentType: 'application/pkcs7-mime', fileName: `${name}.p7s` };
    }
    default: {
      const files: Zippable = { [name]: agreement.content };
      for (const [n, signature] of signatures(agreement.content).entries())
        files[n === 0 ? `${name}.p7s` : `${name}.${n + 1}.p7s`] = signature;
      return wrap({ bytes: zipSync(files), contentType: 'application/zip', fileName: `${base}.zip` }, form);
    }
  }
}

function wrap(archive: Archive, form: EugodaSettings['archive']): Archive {
  const text = Buffer.from(archive.bytes).toString('base64');
  if (form === 'base64') return { ...archive, bytes: Buffer.from(text), contentType: 'text/plain' };
  if (form !== 'json') return archive;
  const json = JSON.stringify({ fileName: archive.fileName, content: text });
  return { ...archive, bytes: Buffer.from(json), contentType: 'application/json' };
}

/** ETSI EN 319 162-1, with CAdES: each signature is over a manifest that holds the document's digest. */
function asicE(name: string, content: Uint8Array, sign: (content: Uint8Array) => Buffer[]) {
  const files: Zippable = { mimetype: stored('application/vnd.etsi.asic-e+zip'), [name]: content };
  const count = sign(content).length;
  for (let n = 1; n <= count; n++) {
    const number = String(n).padStart(3, '0');
    const manifest = strToU8(manifestXml(`META-INF/signature${number}.p7s`, name, content));
    files[`META-INF/ASiCManifest${number}.xml`] = manifest;
    files[`META-INF/signature${number}.p7s`] = sign(manifest)[n - 1]!;
  }
  return { bytes: zipSync(files), contentType: 'application/vnd.etsi.asic-e+zip' };
}

/** One document, one signature over the document itself. */
function asicS(name: string, content: Uint8Array, sign: (content: Uint8Array) => Buffer[]) {
  const files: Zippable = {
    mimetype: stored('application/vnd.etsi.asic-s+zip'),
    [name]: content,
    'META-INF/signature.p7s': sign(content)[0]!,
  };
  return { bytes: zipSync(files), contentType: 'application/vnd.etsi.asic-s+zip' };
}

const stored = (text: string): [Uint8Array, { level: 0 }] => [strToU8(text), { level: 0 }];

function manifestXml(signature: string, name: string, content: Uint8Array): string {
  const digest = createHash('sha256').update(content).digest('base64');
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' +
    `<asic:SigReference URI="${signature}" MimeType="application/x-pkcs7-signature"/>` +
    `<asic:DataObjectReference URI="${encodeURIComponent(name)}">` +
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>' +
    `<ds:DigestValue>${digest}</ds:DigestValue></asic:DataObjectReference></asic:ASiCManifest>`
  );
}
