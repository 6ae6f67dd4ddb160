import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer';
import { waitFor } from './wait-for.ts';

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
    await waitFor(`the saved file ${name}`, () => existsSync(this.path(name)), {
      seen: () => readdirSync(this.folder),
    });
    return new Uint8Array(readFileSync(this.path(name)));
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
