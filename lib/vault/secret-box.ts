import * as z from 'zod/mini';
import { toBase64 } from '../bytes/base64.ts';
import { VaultError } from './errors.ts';

/**
 * One secret at rest: AES-GCM 256 under a key derived from a passphrase with PBKDF2-HMAC-SHA256
 * (600,000 rounds: OWASP Password Storage Cheat Sheet). The parameters are in the record, so that a later
 * release can raise them and still read this one. Binary parts are standard base64.
 */
export interface SealedSecret {
  readonly v: 1;
  readonly kdf: 'PBKDF2-SHA256';
  readonly iterations: number;
  readonly salt: string;
  readonly iv: string;
  readonly ciphertext: string;
}

export const pbkdf2Iterations = 600_000;

const base64Text = z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/));

/**
 * A lower bound, because whoever can write the record could ask for one round; an upper one, because a
 * damaged number must not keep the machine busy for minutes.
 */
export const sealedSecretSchema = z.object({
  v: z.literal(1),
  kdf: z.literal('PBKDF2-SHA256'),
  iterations: z.int().check(z.minimum(pbkdf2Iterations), z.maximum(10_000_000)),
  salt: base64Text.check(z.minLength(24), z.maxLength(64)),
  iv: base64Text.check(z.length(16)),
  ciphertext: base64Text,
});

/** A derived key with what it was derived under; `raw` (32 bytes) may be kept in session storage only. */
export interface SealingKey {
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly salt: string;
  readonly iterations: number;
}

/** Derives a key. Without `from`, under a fresh salt and today's number of rounds. */
export async function deriveSealingKey(
  passphrase: string,
  from: { readonly salt: string; readonly iterations: number } = {
    salt: toBase64(crypto.getRandomValues(new Uint8Array(16))),
    iterations: pbkdf2Iterations,
  },
): Promise<SealingKey> {
  // NFKC: the same passphrase typed on another keyboard or system may arrive composed differently.
  const text = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const parameters = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: fromBase64(from.salt),
    iterations: from.iterations,
  };
  const raw = new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 256));
  return { raw, salt: from.salt, iterations: from.iterations };
}

/** Seals `text` for the record `name`, under a fresh iv. */
export async function sealSecret(key: SealingKey, name: string, text: string): Promise<SealedSecret> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const algorithm = { name: 'AES-GCM', iv, additionalData: additionalData(name) };
  const aes = await crypto.subtle.importKey('raw', key.raw, 'AES-GCM', false, ['encrypt']);
  const sealed = await crypto.subtle.encrypt(algorithm, aes, new TextEncoder().encode(text));
  return {
    v: 1,
    kdf: 'PBKDF2-SHA256',
    iterations: key.iterations,
    salt: key.salt,
    iv: toBase64(iv),
    ciphertext: toBase64(new Uint8Array(sealed)),
  };
}

/**
 * Opens a record read from storage.
 * @returns the text, or null when the key does not open it (another passphrase, another name, changed bytes).
 * @throws VaultError `record-corrupted` when it is no such record at all.
 */
export async function openSecret(key: SealingKey, name: string, stored: unknown): Promise<string | null> {
  const record = readSealed(name, stored);
  try {
    const iv = fromBase64(record.iv);
    const algorithm = { name: 'AES-GCM', iv, additionalData: additionalData(name) };
    const aes = await crypto.subtle.importKey('raw', key.raw, 'AES-GCM', false, ['decrypt']);
    const opened = await crypto.subtle.decrypt(algorithm, aes, fromBase64(record.ciphertext));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(opened);
  } catch {
    return null;
  }
}

/** Checks the form of a record read from storage; throws VaultError `record-corrupted` naming it. */
export function readSealed(name: string, stored: unknown): SealedSecret {
  const result = sealedSecretSchema.safeParse(stored);
  if (!result.success) throw new VaultError('record-corrupted', name);
  return result.data;
}

/** Version and name, so that a record can be passed off neither as another one nor as another version. */
function additionalData(name: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`imzochi vault 1\n${name}`);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}
