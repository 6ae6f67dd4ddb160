import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from './memory.fixture.ts';
import { vaultKeys } from './records.ts';
import { createSerial } from './serial.ts';
import { createVault, eugodaSecretName, partnerTokenName, type Vault } from './vault.ts';

const pass = 'correct horse';
const name = eugodaSecretName('umbrella');
let local: ReturnType<typeof memoryStore>;
let session: ReturnType<typeof memoryStore>;
let now: number;
let limit: number | null;
let vault: Vault;

const reborn = (policy: Record<string, unknown> = {}): Vault =>
  createVault({
    local,
    session,
    policy: memoryStore(policy),
    clock: { now: () => now },
    lockAfterMs: () => limit,
  });

beforeEach(() => {
  local = memoryStore();
  session = memoryStore();
  now = 1_000_000;
  limit = 900_000;
  vault = reborn();
});

describe('a vault without a passphrase', () => {
  it('is empty, then open for this session only, and puts nothing on disk', async () => {
    expect(await vault.state()).toEqual({ state: 'empty', mode: 'session-only' });
    await vault.put(name, 's3cr3t');
    expect(await vault.state()).toEqual({ state: 'open', mode: 'session-only' });
    expect(await vault.get(name)).toEqual({ state: 'open', value: 's3cr3t', source: 'vault' });
    expect(local.all.size).toBe(0);
  });

  it('keeps its secrets over a worker restart and loses them with the browser', async () => {
    await vault.put(name, 's3cr3t');
    expect(await reborn().get(name)).toMatchObject({ state: 'open' });
    session.all.clear();
    expect(await reborn().get(name)).toEqual({ state: 'absent' });
  });

  it('loses no secret when several are put at once', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map(one => vault.put(one, `value ${one}`)));
    expect((await vault.names()).map(one => one.name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes neither an empty secret nor broken text, and cannot be locked or unlocked', async () => {
    await expect(vault.put(name, '')).rejects.toMatchObject({ code: 'not-a-secret' });
    await expect(vault.put(name, '\ud800')).rejects.toMatchObject({ code: 'not-a-secret' });
    await expect(vault.unlock(pass)).rejects.toMatchObject({ code: 'no-passphrase' });
    await expect(vault.lock()).rejects.toMatchObject({ code: 'no-passphrase' });
  });
});

describe('a vault with a passphrase', () => {
  beforeEach(async () => {
    await vault.put(name, 's3cr3t-value');
    await vault.setPassphrase(pass);
  });

  it('has moved the secrets of the session, in ciphertext only', async () => {
    expect(await vault.get(name)).toMatchObject({ state: 'open', value: 's3cr3t-value' });
    expect(local.dump() + session.dump()).not.toContain('s3cr3t-value');
    expect(local.dump() + session.dump()).not.toContain(pass);
    session.all.clear();
    expect(await reborn().state()).toEqual({ state: 'locked', mode: 'passphrase' });
  });

  it('answers "locked" instead of failing, still knows the names, and refuses to write', async () => {
    await vault.lock();
    expect(await vault.get(name)).toEqual({ state: 'locked' });
    expect(await vault.get('other')).toEqual({ state: 'absent' });
    expect(await vault.names()).toEqual([{ name, source: 'vault' }]);
    await expect(vault.put('other', 'x')).rejects.toMatchObject({ code: 'locked' });
  });

  it('opens with the passphrase and with no other', async () => {
    await vault.lock();
    await expect(vault.unlock('wrong horse')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(await vault.state()).toMatchObject({ state: 'locked' });
    await vault.unlock(pass);
    expect(await vault.get(name)).toMatchObject({ value: 's3cr3t-value' });
    await vault.put('other', 'x');
    expect(await reborn().get('other')).toMatchObject({ value: 'x' });
  });

  it('locks itself after its idle time, counted from the last use', async () => {
    expect(await vault.state()).toEqual({ state: 'open', mode: 'passphrase', locksAt: now + 900_000 });
    now += 899_000;
    await vault.get(name);
    now += 899_000;
    expect(await vault.lockIfIdle()).toBe(now + 1000);
    now += 1000;
    expect(await vault.lockIfIdle()).toBeNull();
    expect(session.all.size).toBe(0);
    expect(await vault.get(name)).toEqual({ state: 'locked' });
  });

  it('locks itself when the clock is set back, and never when the limit is off', async () => {
    limit = null;
    now += 1e12;
    expect(await vault.state()).toMatchObject({ state: 'open', locksAt: null });
    limit = 900_000;
    now = 1_000_000 - 120_000;
    expect(await vault.state()).toMatchObject({ state: 'locked' });
  });

  it('changes its passphrase in one write, and only for who knows the old one', async () => {
    await expect(vault.changePassphrase('wrong horse', 'another one')).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    await vault.changePassphrase(pass, 'another one');
    await vault.lock();
    await expect(vault.unlock(pass)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await vault.unlock('another one');
    expect(await vault.get(name)).toMatchObject({ value: 's3cr3t-value' });
  });

  it('is locked, and seals nothing under the old key, when a change of the passphrase stops half-way', async () => {
    const { set } = session;
    session.set = async () => Promise.reject(new Error('the page was closed'));
    await expect(vault.changePassphrase(pass, 'another one')).rejects.toThrow('the page was closed');
    session.set = set;
    expect(await vault.state()).toMatchObject({ state: 'locked' });
    await expect(vault.put('other', 'late')).rejects.toMatchObject({ code: 'locked' });
    await vault.unlock('another one');
    expect(await vault.get(name)).toMatchObject({ value: 's3cr3t-value' });
  });

  it('refuses a short passphrase and a second setPassphrase', async () => {
    await expect(vault.changePassphrase(pass, 'short')).rejects.toMatchObject({
      code: 'passphrase-too-short',
    });
    await expect(vault.setPassphrase(pass)).rejects.toMatchObject({ code: 'passphrase-already-set' });
  });

  it('forgets everything, so that a lost passphrase is not the end', async () => {
    await vault.forgetEverything();
    expect([local.all.size, session.all.size]).toEqual([0, 0]);
    expect(await vault.state()).toEqual({ state: 'empty', mode: 'session-only' });
  });

  it('names a damaged secret, keeps its record, serves the others and can remove it', async () => {
    await vault.put('other', 'fine');
    const record = structuredClone(local.all.get('vault.sealed')) as { secrets: Record<string, unknown> };
    record.secrets[name] = { v: 1 };
    local.all.set('vault.sealed', record);
    await expect(vault.get(name)).rejects.toMatchObject({ code: 'record-corrupted', record: name });
    await expect(vault.changePassphrase(pass, 'another one')).rejects.toMatchObject({ record: name });
    expect(local.all.get('vault.sealed')).toEqual(record);
    expect(await vault.get('other')).toMatchObject({ value: 'fine' });
    await vault.remove(name);
    expect(await vault.get(name)).toEqual({ state: 'absent' });
  });

  it('does not let one secret pass for another', async () => {
    await vault.put('other', 'fine');
    const record = structuredClone(local.all.get('vault.sealed')) as { secrets: Record<string, unknown> };
    record.secrets[name] = record.secrets.other;
    local.all.set('vault.sealed', record);
    await expect(vault.get(name)).rejects.toMatchObject({ code: 'record-corrupted', record: name });
  });

  it.each([
    ['damaged', { v: 1, secrets: 7 }, 'record-corrupted'],
    ["a newer release's", { v: 2 }, 'record-newer'],
  ])('says that the whole record is %s and does not write over it', async (_, stored, code) => {
    local.all.set('vault.sealed', stored);
    for (const attempt of [
      vault.state(),
      vault.get(name),
      vault.put('a', 'b'),
      vault.setPassphrase('long enough'),
    ])
      await expect(attempt).rejects.toMatchObject({ code, record: 'vault.sealed' });
    expect(local.all.get('vault.sealed')).toEqual(stored);
  });
});

describe('a vault that two contexts have open', () => {
  let other: Vault;
  beforeEach(async () => {
    const exclusive = createSerial();
    const [one, two] = [0, 1].map(() =>
      createVault({ local, session, clock: { now: () => now }, lockAfterMs: () => limit, exclusive }),
    );
    vault = one!;
    other = two!;
    await vault.put(name, 's3cr3t-value');
    await vault.setPassphrase(pass);
  });

  /** The other one has read the key and is about to use it, and to write down that it did. */
  async function whileUsed(act: () => Promise<void>): Promise<void> {
    const { get } = session;
    const acting = new Promise<void>((resolve, reject) => {
      session.get = async key => {
        const value = await get(key);
        if (key === vaultKeys.open) {
          session.get = get;
          act().then(resolve, reject);
        }
        return value;
      };
    });
    await Promise.all([other.get(name), acting]);
  }

  it('stays locked when the other one was just using it', async () => {
    await whileUsed(() => vault.lock());
    expect(session.all.size).toBe(0);
    expect(await other.get(name)).toEqual({ state: 'locked' });
  });

  it('stays forgotten when the other one was just using it', async () => {
    await whileUsed(() => vault.forgetEverything());
    expect([local.all.size, session.all.size]).toEqual([0, 0]);
  });

  it('loses no secret that both put in', async () => {
    await Promise.all([vault.put('a', '1'), other.put('b', '2'), vault.put('c', '3'), other.put('d', '4')]);
    expect((await vault.names()).map(one => one.name)).toEqual([name, 'a', 'b', 'c', 'd']);
  });
});

describe("the administrator's secrets", () => {
  const token = partnerTokenName('production');

  it('come first, are read-only, and are there while the vault is locked', async () => {
    await vault.setPassphrase(pass);
    await vault.put(name, 'own');
    await vault.lock();
    const ruled = reborn({ secrets: { [token]: 'partner', [name]: 'ruled', broken: 7 } });
    expect(await ruled.get(token)).toEqual({ state: 'open', value: 'partner', source: 'policy' });
    expect(await ruled.get(name)).toMatchObject({ value: 'ruled' });
    expect(await ruled.names()).toEqual([
      { name: token, source: 'policy' },
      { name, source: 'policy' },
    ]);
    await expect(ruled.put(token, 'x')).rejects.toMatchObject({ code: 'set-by-policy' });
    await expect(ruled.remove(token)).rejects.toMatchObject({ code: 'set-by-policy' });
  });

  it('of a policy counts without the white space that a file or a console leaves around it', async () => {
    const ruled = reborn({ secrets: { [name]: ' s3cret\r\n', [token]: ' \n' } });
    expect(await ruled.get(name)).toEqual({ state: 'open', value: 's3cret', source: 'policy' });
    expect(await ruled.get(token)).toEqual({ state: 'absent' });
    expect(await ruled.names()).toEqual([{ name, source: 'policy' }]);
  });
});
