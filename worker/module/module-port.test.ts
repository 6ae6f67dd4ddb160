import { describe, expect, it } from 'vitest';
import { ModuleError, type ModuleErrorCode } from '../../lib/eimzo/errors.ts';
import type { Key } from '../../lib/eimzo/keys/key.ts';
import { memoryStore } from '../../lib/vault/memory.fixture.ts';
import { createKeyIdStore, createModulePort } from './module-port.ts';

const key = { kind: 'pfx', id: 'k', identity: 'i' } as Key;
/** The same key on another disk. */
const movedKey = { ...key, id: 'k elsewhere' } as Key;
const made = { pkcs7_64: 'AAAA', signerSerialNumber: 'ab', signatureHex: 'cd' };
const request = { keyId: 'id', content64: 'AA==', detached: false };

function world(fail: Partial<Record<'unlock' | 'sign' | 'append', ModuleErrorCode[]>> = {}) {
  const calls: string[] = [];
  const session = memoryStore();
  /** keyIds that the module no longer knows. */
  const forgotten = new Set<string>();
  /** A password window that stays open. */
  const opened: { wait: PromiseWithResolvers<void> | null } = { wait: null };
  let loads = 0;
  let listed = key;
  const where = { id: key.id, found: true };
  const act = async <T>(name: keyof typeof fail, value: () => T): Promise<T> => {
    calls.push(name);
    const code = fail[name]?.shift();
    if (code) throw new ModuleError(code);
    return value();
  };
  let version: { major: number; minor: number; patch: null; edition: null } | null = null;
  const port = createModulePort(
    {
      state: () => ({ version }) as never,
      version: async () => {
        calls.push('version');
        version = { major: 6, minor: 4, patch: null, edition: null };
        return version;
      },
      unlock: async ({ id }) => {
        // The module has the key at one place only.
        if (id !== where.id) {
          calls.push('unlock');
          throw new ModuleError('disk-gone');
        }
        const loaded = await act('unlock', () => ({ keyId: `loaded-${++loads}` }));
        await opened.wait?.promise;
        return loaded;
      },
      sign: ({ keyId }) => {
        if (forgotten.has(keyId)) fail.sign = ['key-gone', ...(fail.sign ?? [])];
        return act('sign', () => made);
      },
      appendSignature: () => act('append', () => made),
    },
    {
      find: async () => listed,
      searchAgain: async () => {
        calls.push('search');
        if (!where.found) return null;
        listed = where.id === key.id ? key : movedKey;
        return listed;
      },
    },
    createKeyIdStore(session),
    { setTimeout: run => setTimeout(run, 0) },
  );
  return { port, calls, session, where, forgotten, opened };
}
const signal = new AbortController().signal;

describe('the module port', () => {
  it('knows the version before the first signature, and asks no second password', async () => {
    const { port, calls } = world();
    await port.unlock('id', signal);
    await port.unlock('id', signal);
    await port.sign(request, signal);
    expect(calls).toEqual(['version', 'unlock', 'sign']);
  });
  it('asks one password for jobs that begin together, and one refusal answers all of them', async () => {
    const { port, calls } = world();
    await Promise.all([port.unlock('id', signal), port.unlock('id', signal), port.unlock('id', signal)]);
    expect(calls.filter(call => call === 'unlock')).toHaveLength(1);
    const refused = world({ unlock: ['cancelled'] });
    const both = await Promise.allSettled([
      refused.port.unlock('id', signal),
      refused.port.unlock('id', signal),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(refused.calls.filter(call => call === 'unlock')).toHaveLength(1);
  });
  it('goes on for the others when the job that began to load was given up', async () => {
    const { port, calls } = world({ unlock: ['aborted'] });
    const both = await Promise.allSettled([port.unlock('id', signal), port.unlock('id', signal)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(calls.filter(call => call === 'unlock')).toHaveLength(2);
  });
  it('lets go at once whoever is given up while another job loads the key, and that one goes on', async () => {
    const { port, calls, opened } = world();
    opened.wait = Promise.withResolvers<void>();
    const first = port.unlock('id', signal);
    await expect.poll(() => calls).toContain('unlock');
    const abort = new AbortController();
    const second = port.unlock('id', abort.signal);
    setTimeout(() => abort.abort(), 0);
    await expect(second).rejects.toMatchObject({ failure: { code: 'aborted' } });
    opened.wait.resolve();
    await first;
    expect(calls.filter(call => call === 'unlock')).toHaveLength(1);
  });
  it('asks one password when a key was forgotten in the middle of many signatures', async () => {
    const { port, calls, forgotten } = world();
    await port.unlock('id', signal);
    forgotten.add('loaded-1');
    await Promise.all([1, 2, 3].map(() => port.sign(request, signal)));
    expect(calls.filter(call => call === 'unlock')).toHaveLength(2);
  });
  it('reads a remembered keyId once, and leaves it for the next life', async () => {
    const session = memoryStore();
    await session.set('module.keyId.k', 'remembered');
    let reads = 0;
    const store = createKeyIdStore({
      ...session,
      get: key => {
        reads += 1;
        return session.get(key);
      },
    });
    expect([await store.get('k'), await store.get('k'), reads]).toEqual(['remembered', 'remembered', 1]);
    await store.set('k', 'new');
    expect([await store.get('k'), await session.get('module.keyId.k')]).toEqual(['new', 'new']);
    await store.forget('k');
    expect([await store.get('k'), await session.get('module.keyId.k')]).toEqual([null, undefined]);
  });
  it.each(['unlock', 'sign', 'append'] as const)(
    'tries %s once more when the socket died under it',
    async verb => {
      const { port, calls } = world({ [verb]: ['dropped'] });
      await port.unlock('id', signal);
      await port.sign(verb === 'append' ? { ...request, appendTo: 'AA==' } : request, signal);
      expect(calls.filter(call => call === verb)).toHaveLength(2);
    },
  );
  it('does not try a third time', async () => {
    const { port, calls } = world({ sign: ['dropped', 'dropped'] });
    await expect(port.sign(request, signal)).rejects.toMatchObject({ failure: { code: 'module-dropped' } });
    expect(calls.filter(call => call === 'sign')).toHaveLength(2);
  });
  it('does not repeat what the person gave up', async () => {
    const { port, calls } = world({ sign: ['dropped'] });
    const given = AbortSignal.abort();
    await expect(port.sign(request, given)).rejects.toMatchObject({ failure: { code: 'module-dropped' } });
    expect(calls.filter(call => call === 'sign')).toHaveLength(1);
  });
  it.each([
    ['sign', undefined],
    ['append', 'AA=='],
  ])('finds a key whose disk has moved, once for all that follow (%s)', async (verb, appendTo) => {
    const { port, calls, where } = world();
    where.id = movedKey.id;
    await port.sign({ ...request, appendTo }, signal);
    await port.unlock('id', signal);
    await port.sign({ ...request, appendTo }, signal);
    expect(calls).toEqual(['unlock', 'search', 'unlock', verb, 'version', verb]);
  });
  it('says where the key is missing when it is nowhere', async () => {
    const { port, calls, where } = world();
    Object.assign(where, { id: movedKey.id, found: false });
    await expect(port.unlock('id', signal)).rejects.toMatchObject({ failure: { code: 'disk-gone' } });
    expect(calls).toEqual(['version', 'unlock', 'search']);
  });
  it.each(['sign', 'append'] as const)('loads a forgotten key anew, once, for %s', async verb => {
    const { port, calls } = world({ [verb]: ['key-gone'] });
    await port.unlock('id', signal);
    await port.sign(verb === 'append' ? { ...request, appendTo: 'AA==' } : request, signal);
    expect(calls.filter(call => call === 'unlock')).toHaveLength(2);
    const stuck = world({ [verb]: ['key-gone', 'key-gone', 'key-gone'] });
    await expect(
      stuck.port.sign(verb === 'append' ? { ...request, appendTo: 'AA==' } : request, signal),
    ).rejects.toMatchObject({ failure: { code: 'key-gone' } });
  });
});
