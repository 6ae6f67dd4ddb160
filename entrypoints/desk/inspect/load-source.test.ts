import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { agreementFixture } from '../agreements/agreement.fixture.ts';
import { loadSource } from './load-source.ts';

it('an agreement’s archive is what its record shows, also where it lies in parts', async () => {
  const archive = { blobId: 'new', fileName: 'contract.zip', size: 5, complete: false };
  const backend = createFakeBackend({
    answers: {
      'agreements/list': () => ({
        applications: [],
        vault: 'open',
        agreements: [agreementFixture({ externalId: 'imz-1', archive })],
      }),
    },
  });
  const database = await backend.database();
  const blob = { owner: 'agreement:imz-1', name: '', type: '', createdAt: 1, complete: false };
  for (const [id, text] of [
    ['new.head', '{}'],
    ['new.part-000000', 'PK'],
    ['new.part-000001', 'abc'],
    ['old', 'another delivery'],
  ] as const)
    await database.put('blobs', { ...blob, id, bytes: new TextEncoder().encode(text) });
  const [input, ...more] = await loadSource(backend, { from: 'agreement', id: 'imz-1' });
  expect(more).toEqual([]);
  expect([input?.name, new TextDecoder().decode(await input?.read())]).toEqual(['contract.zip', 'PKabc']);
  expect(await loadSource(backend, { from: 'agreement', id: 'imz-2' })).toEqual([]);
});
