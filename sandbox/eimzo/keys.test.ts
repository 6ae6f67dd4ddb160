import { afterAll, beforeEach, expect, test } from 'vitest';
import { certificateChain, getIdentity, inspectPkcs7 } from '../pki/index.ts';
import { defaultSettings } from './settings.ts';
import { startModule } from './start-module.ts';
import { base64, call, loadKey, verb } from './testing/client.ts';

const module = await startModule();
beforeEach(async () => {
  module.set({ ...defaultSettings(), listDelayMs: 0 });
  await module.restart();
});
afterAll(() => module.stop());

const list = async (): Promise<{ disk: string; path: string; name: string; alias: string }[]> =>
  (await call(module, verb('pfx.list_all_certificates'))).reply.certificates;

test('lists disk, path, name and alias of every key, expired ones too', async () => {
  const files = await list();
  expect(files.map(file => Object.keys(file))).toEqual(files.map(() => ['disk', 'path', 'name', 'alias']));
  expect(files.map(file => file.disk)).toEqual(['C:\\', 'C:\\', 'C:\\', 'D:\\', 'D:\\', 'D:\\']);
  expect(files.filter(file => file.alias.includes('validto=2026.06.01'))).toHaveLength(1);
  const disks = (await call(module, verb('pfx.list_disks'))).reply.disks;
  expect(disks).toEqual(['C:\\', 'D:\\']);
  const some = (await call(module, verb('pfx.list_certificates', 'D:\\'))).reply.certificates;
  expect(some).toHaveLength(3);
  expect((await call(module, verb('pfx.list_certificates', 'Z:\\'))).reply.status).toBe(-2011);
});

test('macOS lists every file below two disks', async () => {
  module.set({ macosDuplicates: true });
  const files = await list();
  expect(files).toHaveLength(12);
  expect(new Set(files.map(file => file.name + file.alias)).size).toBe(6);
  expect(new Set(files.map(file => `${file.disk}|${file.path}`))).toEqual(
    new Set(['/Volumes/|DSKEYS', '/Volumes/DSKEYS/|']),
  );
});

test('two hundred keys, and a listing that takes its time', async () => {
  module.set({ manyKeys: 200, keys: 'sender', listDelayMs: 150 });
  const started = Date.now();
  expect(await list()).toHaveLength(201);
  expect(Date.now() - started).toBeGreaterThanOrEqual(145);
});

test('load_key needs all four strings exactly as they were listed', async () => {
  const { disk, path, name, alias } = (await list())[0]!;
  const load = async (...args: string[]) => (await call(module, verb('pfx.load_key', ...args))).reply;
  expect(await load(disk, path, name, alias)).toEqual({
    success: true,
    status: 1,
    keyId: expect.stringMatching(/^[0-9a-f]{32}$/),
    type: 'PFX_KEY_STORE',
  });
  expect((await load(disk, 'elsewhere', name, alias)).status).toBe(-1002);
  expect((await load('Z:\\', path, name, alias)).status).toBe(-2011);
  expect((await load(disk, path, `${name}x`, alias)).status).toBe(-2002);
  expect((await load(disk, path, name, alias.toUpperCase())).status).toBe(-2006);
});

test('a drive that is pulled out takes its keys with it', async () => {
  const file = (await list()).find(one => one.disk === 'D:\\')!;
  module.set({ keys: [{ disk: 'C:\\', path: 'DSKEYS', identities: ['sender'] }] });
  const { reply } = await call(module, verb('pfx.load_key', file.disk, file.path, file.name, file.alias));
  expect(reply.status).toBe(-2011);
});

test('a keyId signs on any socket, until it is unloaded', async () => {
  const keyId = await loadKey(module, '300000019');
  const sign = async () =>
    (await call(module, verb('pkcs7.create_pkcs7', base64('salom'), keyId, 'no'))).reply;
  const { pkcs7_64, signer_serial_number, signature_hex } = await sign();
  const { content, signers } = inspectPkcs7(Buffer.from(pkcs7_64, 'base64'));
  expect(Buffer.from(content!).toString()).toBe('salom');
  expect(signers[0]).toMatchObject({
    tin: '300000019',
    serial: signer_serial_number,
    signatureHex: signature_hex,
    digestOk: true,
    signatureOk: true,
    chainOk: true,
  });
  expect((await call(module, verb('pfx.unload_key', keyId))).reply.success).toBe(true);
  expect((await sign()).status).toBe(-1010);
  expect((await call(module, verb('pfx.unload_key', keyId))).reply.status).toBe(-1014);
});

test('detached "yes" leaves the content out; "no", "" and nothing keep it in', async () => {
  const keyId = await loadKey(module);
  for (const [detached, inside] of [
    ['yes', false],
    ['no', true],
    ['', true],
    [undefined, true],
  ] as const) {
    const args = [base64('salom'), keyId, ...(detached === undefined ? [] : [detached])];
    const { reply } = await call(module, verb('pkcs7.create_pkcs7', ...args));
    expect(inspectPkcs7(Buffer.from(reply.pkcs7_64, 'base64')).content !== null).toBe(inside);
  }
  const { reply } = await call(module, verb('pkcs7.create_pkcs7', 'no base64!', keyId));
  expect(reply).toMatchObject({ success: false, status: -9999 });
});

test('keyIds die with a restart and of age', async () => {
  const keyId = await loadKey(module);
  await module.restart();
  const { reply } = await call(module, verb('pkcs7.create_pkcs7', 'AAAA', keyId, 'no'));
  expect(reply.status).toBe(-1010);
  expect((await call(module, verb('pfx.verify_password', keyId))).reply.status).toBe(-1014);
  module.set({ keyLifetimeMs: 1 });
  const another = await loadKey(module);
  await new Promise(resolve => setTimeout(resolve, 10));
  expect((await call(module, verb('pkcs7.create_pkcs7', 'AAAA', another))).reply.status).toBe(-1010);
});

test('the chain of a loaded key: signer, authority, root', async () => {
  const keyId = await loadKey(module, '300000019');
  const { reply } = await call(module, verb('x509.get_certificate_chain', keyId));
  expect(reply.certificates).toEqual(
    certificateChain(getIdentity('sender')).map(one => Buffer.from(one).toString('base64')),
  );
  const [signer, authority, root] = reply.certificates;
  expect((await call(module, verb('x509.verify_certificate', signer, authority))).reply.success).toBe(true);
  expect((await call(module, verb('x509.verify_certificate', signer, root))).reply.success).toBe(false);
  const info = (await call(module, verb('x509.get_certificate_info', signer))).reply.certificate_info;
  expect(info.serialNumber).toBe('7a0c0de1');
});

test('ytks: more fields, and the serial as a fifth argument', async () => {
  module.set({ ytksKeys: 'receiver' });
  const { reply } = await call(module, verb('ytks.list_all_certificates'));
  const file = reply.certificates[0];
  expect(file).toMatchObject({ serialNumber: 'b5e77e1', validTo: expect.any(Number) });
  const loaded = await call(
    module,
    verb('ytks.load_key', file.disk, file.path, file.name, file.alias, file.serialNumber),
  );
  expect(loaded.reply.type).toBe('YTKS_KEY_STORE');
  expect((await call(module, verb('pkcs7.create_pkcs7', 'AAAA', loaded.reply.keyId))).reply.success).toBe(
    true,
  );
});

test('3.37: keys on FT tokens', async () => {
  module.set({ profile: '3.37', ftjcKeys: 'receiver' });
  const { reply } = await call(module, verb('ftjc.list_all_keys', ''));
  expect(reply.tokens[0].info).toContain('1.2.860.3.16.1.1=300000027');
  const loaded = await call(module, verb('ftjc.load_key', reply.tokens[0].cardUID));
  expect((await call(module, verb('ftjc.verify_pin', loaded.reply.keyId, '1'))).reply.success).toBe(true);
  expect((await call(module, verb('pkcs7.create_pkcs7', 'AAAA', loaded.reply.keyId))).reply.success).toBe(
    true,
  );
});

test('4.86: a second signature is appended, a token attached, and both are read back', async () => {
  module.set({ profile: '4.86' });
  const first = await loadKey(module, '300000019');
  const second = await loadKey(module, '300000027');
  const one = (await call(module, verb('pkcs7.create_pkcs7', base64('salom'), first, 'no'))).reply;
  const both = (await call(module, verb('pkcs7.append_pkcs7_attached', one.pkcs7_64, second))).reply;
  const { createTimestampToken } = await import('../pki/index.ts');
  const token = Buffer.from(createTimestampToken(both.signature_hex, new Date())).toString('base64');
  const stamped = (
    await call(
      module,
      verb('pkcs7.attach_timestamp_token_pkcs7', both.pkcs7_64, both.signer_serial_number, token),
    )
  ).reply;
  const { signers } = inspectPkcs7(Buffer.from(stamped.pkcs7_64, 'base64'));
  expect(signers.map(signer => [signer.tin, signer.signatureOk, signer.stampOk]).sort()).toEqual([
    ['300000019', true, false],
    ['300000027', true, true],
  ]);
  const info = (await call(module, verb('pkcs7.get_pkcs7_attached_info', stamped.pkcs7_64, ''))).reply
    .pkcs7_info;
  expect(info.signers).toHaveLength(2);
  expect(Buffer.from(info.documentBase64, 'base64').toString()).toBe('salom');
});

test('hardware: present or not, a PIN with tries, and blocked', async () => {
  const sign = async (id: string) => (await call(module, verb('pkcs7.create_pkcs7', 'AAAA', id, 'no'))).reply;
  expect((await call(module, verb('idcard.list_readers'))).reply.readers).toEqual([]);
  expect((await call(module, verb('ckc.list_ckc'))).reply.devices).toEqual([]);
  expect((await sign('idcard')).status).toBe(-9999);

  module.set({ hardware: 'idcard,baikey', passwordOutcomes: 'wrong,ok,wrong,wrong,wrong', rememberMs: 0 });
  expect((await call(module, verb('idcard.list_readers'))).reply.readers).toHaveLength(1);
  expect((await call(module, verb('baikey.list_tokens'))).reply.tokens).toHaveLength(1);
  expect((await call(module, verb('uzgrd.list_tokens'))).reply.tokens).toEqual([]);
  expect((await call(module, verb('ckc.list_ckc'))).reply.devices).toHaveLength(2);
  expect((await sign('idcard')).reason).toContain('2');
  expect((await sign('baikey')).success).toBe(true);
  expect((await sign('ckc')).reason).toContain('2');
  expect((await sign('ckc')).reason).toContain('1');
  const blocked = await sign('idcard');
  expect(blocked).toMatchObject({
    success: false,
    status: -9999,
    reason: expect.stringContaining('заблокирован'),
  });
  expect(module.settings.pinTriesLeft).toBe(0);
  const windows = module.calls.filter(one => one.window !== null).length;
  expect((await sign('idcard')).reason).toBe(blocked.reason);
  expect(module.calls.filter(one => one.window !== null)).toHaveLength(windows);
});

test('functions around new keys refuse instead of pretending, and generate_keypair blocks', async () => {
  expect((await call(module, verb('pkcs10.create_pkcs10', 'x', 'cn=x'))).reply.status).toBe(-1011);
  expect((await call(module, verb('pki.enroll_pfx_step2', '1', '2', '3', '4', '5'))).reply.status).toBe(
    -2025,
  );
  expect(
    (await call(module, verb('pfx.save_pfx', 'Z:\\', '', 'n', 'a', 'i', 'p', '1', '2', '3'))).reply.status,
  ).toBe(-2011);
  await expect(call(module, verb('pkcs10.generate_keypair', 'x'), { patienceMs: 80 })).rejects.toThrow(
    'no answer',
  );
  expect((await call(module, verb('pfx.list_disks'))).reply.success).toBe(true);
});
