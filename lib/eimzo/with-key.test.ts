import { describe, expect, it } from 'vitest';
import { hardwareKey, pfxKey } from './keys/from-listing.ts';
import type { Module } from './module.ts';
import { ALIASES } from './testing/aliases.ts';
import { empty, list, made, ok, refused } from './testing/fake-module.ts';
import { codeOf, keyIdStore, setUp, signWith } from './testing/set-up.ts';

describe('signing with a key', () => {
  const key = pfxKey(ALIASES.legal);
  const sign = (module: Module, keyIds = keyIdStore()) => signWith(module, key, 'AA==', keyIds);

  it('loads once and remembers', async () => {
    const { module, fake } = setUp({ 'pfx.load_key': ok({ keyId: 'k1' }), 'pkcs7.create_pkcs7': made });
    const keyIds = keyIdStore();
    await sign(module, keyIds);
    await sign(module, keyIds);
    expect(fake.counts).toMatchObject({ 'pfx.load_key': 1, 'pkcs7.create_pkcs7': 2 });
  });

  it.each([-1010, -1014])('after %s loads anew and signs once more', async status => {
    const { module, fake } = setUp({
      'pfx.load_key': ok({ keyId: 'new' }),
      'pkcs7.create_pkcs7': ([, id]: string[]) => (id === 'new' ? made : refused(status)),
    });
    const keyIds = keyIdStore();
    keyIds.map.set(key.id, 'old');
    expect((await sign(module, keyIds)).key).toBe(key);
    expect(keyIds.map.get(key.id)).toBe('new');
    expect(fake.counts).toMatchObject({ 'pfx.load_key': 1, 'pkcs7.create_pkcs7': 2 });
  });

  it('does not go on for ever when the key stays gone', async () => {
    const { module, fake } = setUp({
      'pfx.load_key': ok({ keyId: 'k' }),
      'pkcs7.create_pkcs7': refused(-1010),
    });
    const keyIds = keyIdStore();
    expect(await codeOf(sign(module, keyIds))).toBe('key-gone');
    expect(fake.counts['pkcs7.create_pkcs7']).toBe(2);
    expect(keyIds.map.size).toBe(0);
  });

  it.each([-2011, -2002])('after %s looks for the same key elsewhere', async status => {
    const { module } = setUp({
      ...empty,
      'pfx.list_all_certificates': list(ALIASES.otherCompany, ALIASES.legalAgain),
      'pfx.load_key': ([disk]: string[]) =>
        disk === ALIASES.legalAgain.disk ? ok({ keyId: 'k' }) : refused(status),
      'pkcs7.create_pkcs7': made,
    });
    const result = await sign(module);
    expect(result).toMatchObject({ pkcs7_64: 'MIAG', key: { disk: ALIASES.legalAgain.disk } });
  });

  it('reports the disk gone when the key is nowhere, and never takes another key', async () => {
    const { module, fake } = setUp({
      ...empty,
      'pfx.list_all_certificates': list(ALIASES.otherCompany),
      'pfx.load_key': refused(-2011),
    });
    expect(await codeOf(sign(module))).toBe('disk-gone');
    expect(fake.counts['pfx.load_key']).toBe(1);
  });

  it.each([
    [-5000, '', 'cancelled'],
    [-9999, 'Пароль ключа неверный', 'wrong-password'],
  ])('%s %s ends it, and the loaded key stays loaded', async (status, reason, code) => {
    const { module, fake } = setUp({
      'pfx.load_key': ok({ keyId: 'k' }),
      'pkcs7.create_pkcs7': refused(status, reason),
    });
    const keyIds = keyIdStore();
    expect(await codeOf(sign(module, keyIds))).toBe(code);
    expect(fake.counts['pkcs7.create_pkcs7']).toBe(1);
    expect(keyIds.map.get(key.id)).toBe('k');
  });

  it('hardware signs by its fixed word, without loading', async () => {
    const { module, fake } = setUp({ 'pkcs7.create_pkcs7': made });
    const [card] = hardwareKey('idcard', ['reader']);
    await signWith(module, card!, 'AA==', keyIdStore());
    expect(fake.verbs).toEqual(['version', 'pkcs7.create_pkcs7']);
    expect(fake.requests[1]?.arguments?.[1]).toBe('idcard');
  });
});
