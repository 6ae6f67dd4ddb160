import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Other people's signed files, which may not be copied into the project: tests on them run where they are.
 * `ukraine/uapki/` holds those of specinfo-ua/UAPKI, `ukraine/synthetic/` some made with a key of dstucrypt/jkurwa.
 */
const folder = process.env.IMZOCHI_FOREIGN_FILES ?? join(import.meta.dirname, '../../../shared/data');

export const hasForeignFiles = existsSync(join(folder, 'ukraine/uapki'));

/** The name of tests on them. When they are skipped, it is said why, there and on the console. */
export function onForeignFiles(what: string): string {
  if (hasForeignFiles) return what;
  const why = `${what} (skipped: IMZOCHI_FOREIGN_FILES names a folder, see CONTRIBUTING.md)`;
  console.info(why);
  return why;
}

export function foreignFile(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(folder, path)));
}
