import { FlowError, failure } from '../lib/signing/failure.ts';
import { type Database, openDatabase } from '../lib/store/database.ts';

/** A context that is asked to let go closes at once, but waits for its transactions; beyond this it hangs. */
const PATIENCE_MS = 3000;

interface Opening {
  readonly opened: Promise<Database>;
  /** Rejects when another context does not let an older version go. */
  readonly blocked: Promise<never>;
}
let opening: Opening | null = null;

/**
 * The one database of this context, opened at first use and again after it was closed under us (another context
 * upgraded it, the browser ran out of space). A failure is not remembered: the next call tries anew. While another
 * context holds an older version, every call says so (`storage-blocked`); opening goes on all the same.
 */
export function database(): Promise<Database> {
  const { opened, blocked } = (opening ??= open());
  return Promise.race([opened, blocked]);
}

function open(): Opening {
  const { promise: blocked, reject } = Promise.withResolvers<never>();
  blocked.catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opened = openDatabase(() => {
    timer = setTimeout(() => reject(new FlowError(failure('storage-blocked'))), PATIENCE_MS);
  }).then(
    database => {
      clearTimeout(timer);
      database.addEventListener('close', forget);
      database.addEventListener('versionchange', () => {
        database.close();
        forget();
      });
      return database;
    },
    error => {
      clearTimeout(timer);
      forget();
      throw error;
    },
  );
  return { opened, blocked };
}

function forget(): void {
  opening = null;
}
