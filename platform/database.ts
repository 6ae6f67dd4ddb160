import { type Database, openDatabase } from '../lib/store/database.ts';

let opening: Promise<Database> | null = null;

/**
 * The one database of this context, opened at first use and again after it was closed under us (another context
 * upgraded it, the browser ran out of space). A failure is not remembered: the next call tries anew.
 */
export function database(): Promise<Database> {
  opening ??= openDatabase().then(
    opened => {
      opened.addEventListener('close', forget);
      opened.addEventListener('versionchange', () => {
        opened.close();
        forget();
      });
      return opened;
    },
    error => {
      forget();
      throw error;
    },
  );
  return opening;
}

function forget(): void {
  opening = null;
}
