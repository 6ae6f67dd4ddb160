import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../components/backend.ts';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import type { AgreementView } from '../../../lib/messages/views/agreements.ts';
import { failure } from '../../../lib/signing/failure.ts';
import { agreementFixture } from './agreement.fixture.ts';
import { nextId, register } from './register.ts';

const order = {
  externalId: 'imz-1',
  applicationId: 'app-1',
  blobId: 'b',
  fileName: 'a.txt',
  removeOnCompleted: false,
  returnUrl: '',
  expectedSignatures: 1,
  lifetime: 7200,
};

describe('a registration', () => {
  /** The worker dies on the way; the next one lists what its record says, or cannot be asked either. */
  function afterDeath(record: Partial<AgreementView> | null, listed = true) {
    const die = () => {
      throw new Error('A listener indicated an asynchronous response, but the channel closed');
    };
    const agreements = [
      agreementFixture({ externalId: 'imz-0' }),
      ...(record ? [agreementFixture({ externalId: 'imz-1', link: null, ...record })] : []),
    ];
    const list = () => ({ applications: [], vault: 'open' as const, agreements });
    const answers = { 'agreements/register-file': die, 'agreements/list': listed ? list : die };
    return register(createFakeBackend({ answers }), 'agreements/register-file', order).catch(
      thrown => thrown,
    );
  }

  it('without an answer is uncertain as long as there is a record of it, or nobody can tell', async () => {
    const uncertain = {
      failure: { code: 'eugoda-ambiguous', data: { externalId: 'imz-1', uncertain: 1 } },
    };
    expect(await afterDeath({ state: 'registering' })).toMatchObject(uncertain);
    expect(await afterDeath({ state: 'ambiguous' })).toMatchObject(uncertain);
    expect(await afterDeath({ state: 'active' })).toMatchObject(uncertain);
    expect(await afterDeath(null, false)).toMatchObject(uncertain);
  });

  it('without an answer took place, failed, or was never sent where the record says so', async () => {
    expect(await afterDeath({ state: 'active', link: 'https://eugoda.com/sign/1' })).toEqual({
      externalId: 'imz-1',
      loose: null,
    });
    const error = failure('eugoda-too-large', 'words', { port: 3000 });
    expect(await afterDeath({ state: 'failed', error })).toMatchObject({
      failure: { ...error, data: { port: 3000, externalId: 'imz-1', uncertain: 0 } },
    });
    const never = await afterDeath(null);
    expect(never).toBeInstanceOf(Error);
    expect(never).not.toHaveProperty('failure');
  });

  it('that is refused is what the worker says', async () => {
    const refuse = () => {
      throw new RequestError('vault-locked', '');
    };
    const backend = createFakeBackend({ answers: { 'agreements/register-file': refuse } });
    await expect(register(backend, 'agreements/register-file', order)).rejects.toMatchObject({
      code: 'vault-locked',
    });
    expect(backend.asked).toHaveLength(1);
  });

  it('is tried again under the same id, unless that one stands for a failure', () => {
    expect(nextId('imz-1', failure('vault-locked'))).toBe('imz-1');
    expect(nextId('imz-1', failure('x', null, { externalId: 'imz-1', uncertain: 1 }))).toBe('imz-1');
    const other = nextId('imz-1', failure('x', null, { externalId: 'imz-1', uncertain: 0 }));
    expect(other).toMatch(/^imz-[0-9a-z]{8}-[0-9a-z]{16}$/);
  });
});
