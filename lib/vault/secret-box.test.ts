import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { deriveSealingKey, openSecret, pbkdf2Iterations, type SealingKey, sealSecret } from './secret-box.ts';

describe('a sealed secret', () => {
  let key: SealingKey;
  beforeAll(async () => {
    key = await deriveSealingKey('довга фраза 1');
  });

  it('opens again under the same passphrase and name, and under no other', async () => {
    const record = await sealSecret(key, 'a', 'секрет 🔑');
    expect(await openSecret(await deriveSealingKey('довга фраза 1', record), 'a', record)).toBe('секрет 🔑');
    expect(await openSecret(await deriveSealingKey('довга фраза 2', record), 'a', record)).toBeNull();
    expect(await openSecret(key, 'b', record)).toBeNull();
  });

  it('is readable by another implementation of the same standards', async () => {
    const record = await sealSecret(key, 'a', 'plain');
    const raw = pbkdf2Sync(
      'довга фраза 1',
      Buffer.from(record.salt, 'base64'),
      record.iterations,
      32,
      'sha256',
    );
    const bytes = Buffer.from(record.ciphertext, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', raw, Buffer.from(record.iv, 'base64'));
    decipher.setAAD(Buffer.from('imzochi vault 1\na'));
    decipher.setAuthTag(bytes.subarray(-16));
    expect(decipher.update(bytes.subarray(0, -16)).toString() + decipher.final('utf8')).toBe('plain');
    expect(record.iterations).toBe(600_000);
  });

  it('takes a fresh iv on every write', async () => {
    const records = await Promise.all(Array.from({ length: 20 }, () => sealSecret(key, 'a', 'same')));
    expect(new Set(records.map(record => record.iv)).size).toBe(20);
    expect(new Set(records.map(record => record.ciphertext)).size).toBe(20);
  });

  it('opens under a passphrase whose letters are composed differently', async () => {
    const record = await sealSecret(await deriveSealingKey('пароль й 12'.normalize('NFC')), 'a', 'x');
    expect(
      await openSecret(await deriveSealingKey('пароль й 12'.normalize('NFD'), record), 'a', record),
    ).toBe('x');
  });

  it('notices every changed byte', async () => {
    const record = await sealSecret(key, 'a', 'hello');
    const bytes = Buffer.from(record.ciphertext, 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(await openSecret(key, 'a', { ...record, ciphertext: changed.toString('base64') })).toBeNull();
    }
  });

  it.each([
    ['nothing', null],
    ['a text', 'x'],
    ['too few rounds', { iterations: 1000 }],
    ['absurdly many rounds', { iterations: 1e12 }],
    ['another kdf', { kdf: 'MD5' }],
    ['a short iv', { iv: 'AAAA' }],
    ['no base64', { ciphertext: '%%%' }],
  ])('refuses a record with %s by name', async (_, change) => {
    const record = await sealSecret(key, 'a', 'x');
    const stored = typeof change === 'object' && change !== null ? { ...record, ...change } : change;
    await expect(openSecret(key, 'a', stored)).rejects.toMatchObject({
      code: 'record-corrupted',
      record: 'a',
    });
    expect(pbkdf2Iterations).toBeGreaterThanOrEqual(600_000);
  });
});
