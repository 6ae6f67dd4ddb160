import type { NamedBytes } from './options.ts';
import { ContainerError } from './refusal.ts';
import { type Sniffed, sniff } from './sniff.ts';

/** What a file turned out to be once one layer of text (base64 or PEM) was taken off. */
export type Unwrapped =
  | { readonly kind: 'signature'; readonly name: string; readonly cms: Uint8Array }
  | { readonly kind: 'certificates'; readonly name: string; readonly ders: readonly Uint8Array[] }
  | { readonly kind: 'empty'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'archive' | 'document'; readonly name: string; readonly bytes: Uint8Array };

/** Takes off at most one layer. Several PEM blocks become several parts. Throws ContainerError. */
export function unwrap({ name, bytes }: NamedBytes): Unwrapped[] {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'pem') return unwrapPem(name, sniffed.blocks);
  if (sniffed.kind === 'base64') return [part(name, sniffed.bytes, sniff(sniffed.bytes))];
  return [part(name, bytes, sniffed)];
}

function part(name: string, bytes: Uint8Array, sniffed: Sniffed): Unwrapped {
  switch (sniffed.kind) {
    case 'cms':
      return { kind: 'signature', name, cms: bytes };
    case 'cms-other':
      throw new ContainerError('cms-encrypted');
    case 'certificate':
      return { kind: 'certificates', name, ders: [bytes] };
    case 'zip':
      return { kind: 'archive', name, bytes };
    case 'empty':
      return { kind: 'empty', name, bytes };
    default:
      return { kind: 'document', name, bytes };
  }
}

function unwrapPem(name: string, blocks: readonly { label: string; bytes: Uint8Array }[]): Unwrapped[] {
  const ders = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ bytes }) => bytes);
  const signatures = blocks.filter(({ label }) => label !== 'CERTIFICATE');
  const parts = signatures.map(({ bytes }) => {
    const found = part(name, bytes, sniff(bytes));
    if (found.kind !== 'signature') throw new ContainerError('pem-broken');
    return found;
  });
  return ders.length > 0 ? [...parts, { kind: 'certificates', name, ders }] : parts;
}
