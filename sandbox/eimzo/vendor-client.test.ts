import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { inspectPkcs7 } from '../pki/index.ts';
import { type ModuleStandIn, startModule } from './start-module.ts';

/**
 * The vendor's public reference client, unchanged, against the stand-in. Its two files are not part of this project; to
 * try them:
 *
 *   git clone https://github.com/qo0p/e-imzo-doc
 *   EIMZO_REFERENCE_CLIENT=$PWD/e-imzo-doc/example.uz/php/demo npx vitest run --project unit sandbox/eimzo/vendor-client.test.ts
 */
const WHERE = 'EIMZO_REFERENCE_CLIENT names a folder with its e-imzo.js and e-imzo-client.js, see this file';
const folder = process.env.EIMZO_REFERENCE_CLIENT ?? '';
const present = ['e-imzo.js', 'e-imzo-client.js'].every(
  file => folder !== '' && existsSync(join(folder, file)),
);

interface Item {
  readonly TIN: string;
  readonly PINFL: string;
  readonly CN: string;
  readonly type: string;
  readonly serialNumber: string;
  readonly validTo: Date;
}
type Fail = (event: unknown, reason: unknown) => void;
interface VendorClient {
  checkVersion(success: (major: string, minor: string) => void, fail: Fail): void;
  installApiKeys(success: () => void, fail: Fail): void;
  listAllUserKeys(
    id: (item: Item, index: string) => string,
    ui: (id: string, item: Item) => Item,
    success: (items: Item[], first: string | null) => void,
    fail: Fail,
  ): void;
  loadKey(item: Item, success: (keyId: string) => void, fail: Fail, verify?: boolean): void;
  changeKeyPassword(item: Item, success: () => void, fail: Fail): void;
  createPkcs7(
    keyId: string,
    data: string,
    timestamper: null,
    success: (pkcs7: string) => void,
    fail: Fail,
    detached?: boolean,
    isBase64?: boolean,
  ): void;
  idCardIsPLuggedIn(success: (yes: boolean) => void, fail: Fail): void;
  isBAIKTokenPLuggedIn(success: (yes: boolean) => void, fail: Fail): void;
  isCKCPLuggedIn(success: (yes: boolean) => void, fail: Fail): void;
}

/** Loads the two files as a page of `protocol` would; its fixed addresses lead to the stand-in's ports. */
function loadClient(module: ModuleStandIn, protocol: 'http:' | 'https:'): VendorClient {
  class PageSocket extends WebSocket {
    constructor(address: string) {
      const to = address.startsWith('wss:') ? module.wss : module.ws;
      super(to, { origin: `${protocol}//localhost`, rejectUnauthorized: false });
    }
  }
  const context = createContext({
    window: { location: { protocol }, WebSocket: PageSocket },
    WebSocket: PageSocket,
    console,
  });
  for (const file of ['e-imzo.js', 'e-imzo-client.js'])
    runInContext(readFileSync(join(folder, file), 'utf8'), context);
  return runInContext('EIMZOClient', context) as VendorClient;
}

/** A callback pair as a promise. */
function ask<T extends readonly unknown[]>(
  start: (success: (...got: T) => void, fail: Fail) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    start(
      (...got) => resolve(got),
      (event, reason) => reject(new Error(`${String(event)} ${String(reason)}`)),
    );
  });
}

const name = present ? "the vendor's client with %s" : `the vendor's client with %s (skipped: ${WHERE})`;
describe.skipIf(!present).each(['6.4.7', '4.86', '3.37'])(name, profile => {
  let module: ModuleStandIn;
  beforeAll(async () => {
    const settings = {
      profile,
      listDelayMs: 0,
      originMode: 'strict',
      ftjcKeys: profile === '3.37' ? ['receiver'] : [],
    };
    module = await startModule({ settings });
  });
  afterAll(() => module.stop());

  test.each(['http:', 'https:'] as const)('works from a page of %s', async protocol => {
    await module.restart();
    module.set({ hardware: [] });
    const client = loadClient(module, protocol);
    const [major, minor] = await ask<[string, string]>(client.checkVersion);
    expect(`${major}.${minor}`).toBe(profile.split('.').slice(0, 2).join('.'));

    const list = () =>
      ask<[Item[], string | null]>((ok, no) =>
        client.listAllUserKeys(
          (_, index) => index,
          (_, item) => item,
          ok,
          no,
        ),
      );
    await expect(list()).rejects.toThrow('localhost');
    await ask(client.installApiKeys);
    const [items] = await list();
    expect(items.filter(item => item.type === 'pfx')).toHaveLength(6);
    expect(items.filter(item => item.type === 'ftjc')).toHaveLength(profile === '3.37' ? 1 : 0);
    expect(items.map(item => item.TIN)).toContain('300000043');
    expect(items.every(item => item.type === 'ftjc' || !Number.isNaN(item.validTo.getTime()))).toBe(true);

    for (const item of [items.find(one => one.TIN === '300000019')!, items.at(-1)!]) {
      const [keyId] = await ask<[string]>((ok, no) => client.loadKey(item, ok, no));
      const [verified] = await ask<[string]>((ok, no) => client.loadKey(item, ok, no, true));
      expect(verified).toMatch(/^[0-9a-f]{32}$/);
      const [attached] = await ask<[string]>((ok, no) =>
        client.createPkcs7(keyId, 'Ҳужжат oʻzbekcha', null, ok, no),
      );
      const seen = inspectPkcs7(Buffer.from(attached, 'base64'));
      expect(Buffer.from(seen.content!).toString('utf8')).toBe('Ҳужжат oʻzbekcha');
      expect(seen.signers[0]!.signatureOk && seen.signers[0]!.digestOk).toBe(true);
      const [detached] = await ask<[string]>((ok, no) =>
        client.createPkcs7(keyId, 'QUJD', null, ok, no, true, true),
      );
      const given = { detachedContent: Buffer.from('ABC') };
      expect(inspectPkcs7(Buffer.from(detached, 'base64'), given).signers[0]!.digestOk).toBe(true);
      await ask((ok, no) => client.changeKeyPassword(item, ok, no));
    }

    const checks = async () => [
      (await ask<[boolean]>(client.idCardIsPLuggedIn))[0],
      (await ask<[boolean]>(client.isBAIKTokenPLuggedIn))[0],
      (await ask<[boolean]>(client.isCKCPLuggedIn))[0],
    ];
    expect(await checks()).toEqual([false, false, false]);
    module.set({ hardware: 'idcard,baikey' });
    expect(await checks()).toEqual(Array(3).fill(profile !== '3.37'));
    if (profile !== '3.37') {
      const [byCard] = await ask<[string]>((ok, no) => client.createPkcs7('idcard', 'x', null, ok, no));
      expect(inspectPkcs7(Buffer.from(byCard, 'base64')).signers[0]!.signatureOk).toBe(true);
    }
    expect(module.calls.filter(one => one.overlapped)).toEqual([]);
  });
});
