import { RequestError } from '../components/backend.ts';
import { type Answers, createFakeBackend, type FakeBackend } from '../components/testing/fake-backend.ts';
import { Desk } from '../entrypoints/desk/Desk.tsx';
import { USUAL_ANSWERS } from '../entrypoints/desk/testing/answers.ts';
import { STORED_RECEIPTS } from '../entrypoints/desk/testing/fixtures.ts';
import type { Scene, SceneFrame } from './scene.ts';

export interface DeskParts extends SceneFrame {
  readonly answers?: Answers;
  readonly receipts?: typeof STORED_RECEIPTS;
  readonly grants?: boolean;
  readonly prepare?: (backend: FakeBackend) => Promise<void>;
  /** In place of a database that works. */
  readonly database?: () => Promise<never>;
}

/** A button that confirms, once it has been in sight long enough to count. */
export const ARMED = '#main .button[data-look=primary]:not([aria-disabled], [disabled])';

/** The worker refuses; `words` are the other side's own. */
export const refuse =
  (code: string, words = '') =>
  (): never => {
    throw new RequestError(code, words);
  };
/** The worker has not answered yet. */
export const never = () => new Promise<never>(() => {});

/** The desk at an address, on an ordinary day unless told otherwise. */
export function desk(route: string, parts: DeskParts = {}): Scene {
  const { answers, receipts = STORED_RECEIPTS, grants = true, prepare, database, ...frame } = parts;
  return {
    ...frame,
    hash: `/${route}`,
    show: () => <Desk />,
    async backend(translator) {
      const backend = createFakeBackend({
        translator,
        grants,
        answers: { ...USUAL_ANSWERS, ...answers },
        receipts,
        ...(database && { database }),
      });
      if (database) return backend;
      await putBlob(backend, 'sig-1', 'x.p7s', new Uint8Array([48, 128]));
      await putBlob(backend, 'text-1', 'Договор № 7.txt', new TextEncoder().encode('Договор № 7'));
      await prepare?.(backend);
      return backend;
    },
  };
}

export async function putBlob(
  backend: FakeBackend,
  id: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  owner = 'receipt:r-text',
): Promise<void> {
  await (await backend.database()).put('blobs', {
    id,
    name,
    owner,
    bytes,
    type: 'application/octet-stream',
    createdAt: 0,
    complete: true,
  });
}
