import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ModuleError, refusal } from './errors.ts';
import { runFuzz } from './testing/fuzz-runner.ts';
import { encodeRequest, readAnswer } from './wire.ts';

const Any = z.looseObject({ keyId: z.string() });
const failure = (run: () => unknown): ModuleError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ModuleError) return error;
    throw error;
  }
  throw new Error('did not fail');
};

describe('requests', () => {
  it('have no plugin for the meta calls, and no empty argument list', () => {
    expect(encodeRequest('version', [])).toBe('{"name":"version"}');
    expect(JSON.parse(encodeRequest('pfx.load_key', ['C:\\', '', 'n', 'cn=ў']))).toEqual({
      plugin: 'pfx',
      name: 'load_key',
      arguments: ['C:\\', '', 'n', 'cn=ў'],
    });
  });

  it('with an argument over 32 MiB are refused before sending, counted in UTF-8', () => {
    const limit = 32 * 1024 * 1024;
    expect(encodeRequest('pkcs7.create_pkcs7', ['a'.repeat(limit)]).length).toBeGreaterThan(limit);
    expect(failure(() => encodeRequest('pkcs7.create_pkcs7', ['a'.repeat(limit + 1)])).code).toBe(
      'too-large',
    );
    expect(failure(() => encodeRequest('pkcs7.create_pkcs7', ['ў'.repeat(limit / 2 + 1)])).code).toBe(
      'too-large',
    );
  });
});

describe('answers', () => {
  it('tolerate unknown keys', () => {
    expect(readAnswer('v', '{"success":true,"keyId":"1","new":2}', Any).keyId).toBe('1');
  });

  it('apidoc is a bare array', () => {
    expect(readAnswer('apidoc', '[{"name":"pfx"}]', z.array(z.unknown()))).toHaveLength(1);
  });

  it.each([
    '',
    'busy',
    '1',
    'null',
    '"x"',
    '[]',
    '{}',
    '{"success":"yes"}',
    '{"success":true}',
    '{"success":true,"keyId":5}',
  ])('%s is malformed', text => {
    expect(failure(() => readAnswer('v', text, Any)).code).toBe('malformed-answer');
  });

  it('the sample of a malformed answer shows its shape and none of its values', () => {
    const error = failure(() => readAnswer('v', '{"success":true,"pkcs7_64":"SECRET","keyId":7}', Any));
    expect(error.sample).toBe('{success:boolean,pkcs7_64:string,keyId:number}');
    const text = failure(() => readAnswer('v', 'SECRET no json', Any));
    expect(text.sample).toBe('no JSON, 14 characters');
    expect(`${error.message}${text.message}`).not.toContain('SECRET');
  });

  it('a status written as text counts as its number', () => {
    expect(failure(() => readAnswer('v', '{"success":false,"status":"-1010"}', Any)).code).toBe('key-gone');
  });
});

describe('refusals', () => {
  it.each([
    [0, '', 'function-missing'],
    [-1010, '', 'key-gone'],
    [-1014, '', 'key-gone'],
    [-1020, '', 'invalid-api-key'],
    [-1021, '', 'origin-refused'],
    [-2002, '', 'key-file-gone'],
    [-2006, '', 'key-file-gone'],
    [-2010, '', 'key-file-gone'],
    [-2011, '', 'disk-gone'],
    [-3000, '', 'busy'],
    [-3001, '', 'busy'],
    [-5000, '', 'cancelled'],
    [-5001, '', 'cancelled'],
    [-5002, '', 'cancelled'],
    [-5003, '', 'usb-missing'],
    [-9999, 'Пароль ключа неверный или файл ключа поврежден', 'wrong-password'],
    [-9999, 'Kalit o’roni noto’g’ri yoki kalit fayli buzilgan', 'wrong-password'],
    [null, 'javax.crypto.BadPaddingException: Given final block not properly padded', 'wrong-password'],
    [-9999, 'PIN-код заблокирован. Обратитесь в центр', 'pin-blocked'],
    [-9999, 'PIN-код должен состоять из цифр', 'pin-format'],
    [null, 'Ввод пароля отменен', 'cancelled'],
    [null, 'Ключ по идентификатору не найден', 'key-gone'],
    [null, 'java.io.FileNotFoundException: E:\\DSKEYS\\a.pfx', 'key-file-gone'],
    [null, 'Функция не найдена или версия E-IMZO устарела. Обновите E-IMZO.', 'function-missing'],
    [-9999, 'something of its own', 'refused-other'],
    [-4242, '', 'refused-other'],
    [null, '', 'refused-other'],
  ] as const)('%s %s → %s', (status, reason, code) => {
    expect(refusal('v', status, reason)).toMatchObject({ code, status, moduleReason: reason || null });
  });

  it.each([
    ['API-key для домена null недействителен.', 'null'],
    ['API-key для домена abcdefghijklmnop недействителен.', 'abcdefghijklmnop'],
    ['Domen didox.uz uchun API-kalit yaroqsiz.', 'didox.uz'],
    ['API-key для домена недействителен.', null],
    ['Something new', null],
  ])('%s names the domain %s', (reason, domain) => {
    expect(refusal('v', -1022, reason)).toMatchObject({ code: 'origin-refused', domain });
  });

  it('a wrong PIN says how many tries are left', () => {
    const error = refusal('v', -9999, 'PIN-код неправильный.\nОсталось 2 попыток.');
    expect(error).toMatchObject({ code: 'pin-wrong', triesLeft: 2 });
    expect(refusal('v', -9999, 'PIN-код неправильный.').triesLeft).toBeNull();
  });
});

describe('fuzz', () => {
  it('random frames and aliases break nothing', () => {
    expect(runFuzz({ runs: 3000, seed: 7 }).failures).toEqual([]);
  });
});
