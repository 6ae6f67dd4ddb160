import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { waitFor } from './wait-for.ts';

/** Asked again and again: the bytes of a file that has some, and no more than a moment ago. Chromium puts an empty one there first. */
export function wholeFile(path: string): () => Uint8Array | null {
  let before = 0;
  return () => {
    const bytes = existsSync(path) ? new Uint8Array(readFileSync(path)) : new Uint8Array();
    const same = bytes.length > 0 && bytes.length === before;
    before = bytes.length;
    return same ? bytes : null;
  };
}

/** A folder that takes what the browser saves, without asking. */
export class Downloads {
  readonly folder = mkdtempSync(join(tmpdir(), 'imzochi-downloads-'));

  static async of(browser: Browser): Promise<Downloads> {
    const downloads = new Downloads();
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: downloads.folder,
      eventsEnabled: false,
    });
    return downloads;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The bytes of a saved file, once it is there whole. */
  async read(name: string): Promise<Uint8Array> {
    return waitFor(`the saved file ${name}`, wholeFile(this.path(name)), {
      seen: () => readdirSync(this.folder),
    });
  }

  names(): string[] {
    return readdirSync(this.folder).sort();
  }

  /** Forgets what was saved so far. */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(this.path(name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
