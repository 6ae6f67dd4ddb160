import '../../../components/theme/theme.css';
import { render } from 'preact';
import { BackendProvider } from '../../../components/hooks/backend.tsx';
import {
  type Answers,
  createFakeBackend,
  type FakeBackend,
} from '../../../components/testing/fake-backend.ts';
import { Desk } from '../Desk.tsx';
import { USUAL_ANSWERS } from './answers.ts';
import * as f from './fixtures.ts';

const TWO_THOUSAND = f.inboxView(2000);
const later = <T,>(value: T) => new Promise<T>(resolve => setTimeout(() => resolve(value), 20));

/** What the worker says in each picture; the address decides the section. */
const SCENES: Readonly<Record<string, Answers>> = {
  // Answers of a worker arrive each in its own task.
  busy: { 'inbox/list': () => later(TWO_THOUSAND) },
  empty: {
    'inbox/list': () => f.inboxView(0, { accounts: [], loadedAt: null }),
    'agreements/list': () => ({ applications: [], agreements: [], vault: 'empty' }),
    'batch/get': () => null,
    'module/health': () => f.HEALTH_AWAY,
  },
  locked: {
    'agreements/list': () => ({
      ...f.AGREEMENTS,
      vault: 'locked',
      applications: [{ id: 'app-1', label: 'Umbrella', secret: 'locked' }],
    }),
    'module/health': () => f.HEALTH_REFUSED,
    'batch/get': () => f.batchView('ready'),
  },
  done: {
    'jobs/list': () => [f.DONE_JOB],
    'review/get': () => f.reviewView({ jobIds: ['job-1'] }),
    'batch/get': () => f.batchView('finished'),
  },
};

/** Puts the desk into `root` with made-up answers: for pictures and for trying it out in a plain browser tab. */
export async function stage(root: Element, scene: string, language: 'en' | 'ru'): Promise<FakeBackend> {
  document.documentElement.lang = language;
  const backend = createFakeBackend({
    language,
    answers: { ...USUAL_ANSWERS, ...SCENES[scene] },
    receipts: scene === 'empty' ? [] : f.STORED_RECEIPTS,
  });
  const database = await backend.database();
  if (scene === 'empty') await database.clear('receipts');
  for (const [id, name] of [
    ['sig-1', 'x.p7s'],
    ['text-1', 'Договор № 7.txt'],
  ] as const)
    await database.put('blobs', {
      id,
      name,
      owner: 'receipt:r-text',
      bytes: new Uint8Array([48, 128]),
      type: 'application/octet-stream',
      createdAt: 0,
      complete: true,
    });
  render(
    <BackendProvider backend={backend}>
      <Desk />
    </BackendProvider>,
    root,
  );
  return backend;
}
