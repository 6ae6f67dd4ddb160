import detached from '../lib/cms/vectors/cms-detached.json';
import content from '../lib/cms/vectors/cms-tampered-content.json';
import stamped from '../lib/cms/vectors/cms-timestamped.json';
import archive from '../lib/containers/vectors/asice-cades-2sig.asice?inline';
import { desk, putBlob } from './desk.tsx';
import type { Scene, Scenes } from './scene.ts';

/** Inspect with a file in it: the page's own worker reads and checks it. */
function inspect(name: string, base64: string, trusted: readonly string[] = []): Scene {
  return desk('inspect/review/looked-at', {
    until: '.inspect-summary',
    async prepare(backend) {
      await putBlob(
        backend,
        'looked-at',
        name,
        Uint8Array.from(atob(base64), char => char.charCodeAt(0)),
        'review:looked-at',
      );
      await (await backend.settings()).set({ extraTrustAnchors: [...trusted] });
    },
  });
}

export const INSPECT_SCENES: Scenes = {
  inspect: desk('inspect'),
  'inspect-gone': desk('inspect/review/never-there', { answers: { 'review/get': () => null } }),
  'inspect-verified': inspect('Шартнома № 7.p7m', stamped.pkcs7_64, stamped.trustedSpkiSha256),
  'inspect-unknown-root': inspect('Шартнома № 7.p7m', stamped.pkcs7_64),
  'inspect-not-valid': inspect('Шартнома № 7.p7m', content.pkcs7_64, content.trustedSpkiSha256),
  'inspect-no-document': inspect('Шартнома № 7.pdf.p7s', detached.pkcs7_64, detached.trustedSpkiSha256),
  'inspect-archive': inspect('imz-20261121.asice', archive.split(',')[1] ?? ''),
  'inspect-broken-zip': inspect('imz-20261121.zip', btoa('PK\x03\x04 and then nothing more')),
  'inspect-unreadable': desk('inspect/receipt/r-text'),
};
