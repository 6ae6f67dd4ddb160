import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer';
import type { StoredAgreement } from '../../sandbox/eugoda/types.ts';
import { type TestBrowser, waitFor } from '../harness/index.ts';
import { pressed } from '../harness/press.ts';

export const SECRET = 'umbrella-secret';

type Words = string | RegExp;
const fits = (text: string, words: Words): boolean =>
  typeof words === 'string' ? text === words : words.test(text);

/** Acts on a page of the extension as a person does: by the words on screen. */
export class Hands {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  text(): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what is read is what a person sees
    return this.page.evaluate(() => document.body.innerText);
  }

  see(words: RegExp, timeoutMs = 12_000): Promise<string> {
    const look = async (): Promise<string | null> => {
      const text = await this.text();
      return words.test(text) ? text : null;
    };
    return waitFor(`the page to say ${words}`, look, { timeoutMs, seen: () => this.text() });
  }

  async click(name: Words, selector = 'button, a'): Promise<void> {
    const find = () => this.#find(selector, name, element => !(element as HTMLButtonElement).disabled);
    const press = async (): Promise<boolean> => {
      const element = await find();
      try {
        return element !== null && (await pressed(element));
      } finally {
        await element?.dispose();
      }
    };
    await waitFor(`${selector} ${name}`, press, { seen: () => this.text() });
  }

  /** Sets the field of that label, as pasting does. */
  async fill(label: Words, text: string): Promise<void> {
    const field = await waitFor(`the field ${label}`, () => this.#find('input, textarea, select', label), {
      seen: () => this.text(),
    });
    const kind = await field.evaluate(one => (one instanceof HTMLInputElement ? one.type : one.localName));
    if (kind === 'select') await field.select(text);
    else if (kind === 'date')
      await field.evaluate((one, value) => {
        (one as HTMLInputElement).value = value;
        one.dispatchEvent(new Event('input', { bubbles: true }));
      }, text);
    else {
      await field.focus();
      await field.evaluate(one => (one as HTMLInputElement).select());
      if (text === '') await this.page.keyboard.press('Backspace');
      else await this.page.keyboard.sendCharacter(text);
    }
    await field.dispose();
  }

  async has(name: Words, selector = 'button, a'): Promise<boolean> {
    const element = await this.#find(selector, name);
    await element?.dispose();
    return element !== null;
  }

  async choose(files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'imzochi-files-'));
    // The page reads them when they are wanted, not when they are chosen.
    this.page.once('close', () => rmSync(folder, { recursive: true, force: true }));
    const paths = files.map(({ name, text }) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const [chooser] = await Promise.all([this.page.waitForFileChooser(), this.click('Choose files')]);
    await chooser.accept(paths);
    await this.see(new RegExp(files.at(-1)?.name ?? ''));
  }

  async #find(
    selector: string,
    words: Words,
    wanted: (element: Element) => boolean = () => true,
  ): Promise<ElementHandle<Element> | null> {
    let found: ElementHandle<Element> | null = null;
    for (const element of await this.page.$$(selector)) {
      const { name, ready } = await element.evaluate((one, code) => {
        const labels = (one as HTMLInputElement).labels;
        const text = one.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? one.textContent ?? '';
        const shown = one.getClientRects().length > 0;
        const test = new Function(`return (${code})`)() as (element: Element) => boolean;
        return { name: text.replace(/\s+/g, ' ').trim(), ready: shown && test(one) };
      }, wanted.toString());
      if (found === null && ready && fits(name, words)) found = element;
      else await element.dispose();
    }
    return found;
  }
}

/** The application as the desk needs it, set without its options page. */
export async function setUpApplication(test: TestBrowser): Promise<void> {
  await test.settings.set({ eugodaApplications: [{ id: 'umbrella', label: 'Umbrella', port: 3000 }] });
  await test.settings.putEugodaSecret('umbrella', SECRET);
}

/** Registers one file through the desk, with the ordinary terms; the desk then shows the new agreement. */
export async function registerFile(
  test: TestBrowser,
  desk: Hands,
  name: string,
  { removeOnCompleted = false } = {},
): Promise<StoredAgreement> {
  // Only a page in front is given a file chooser.
  await desk.page.bringToFront();
  await desk.page.goto(`${test.origin}/desk.html#/agreements/new/file`);
  await desk.see(/Drop files here|Choose files/);
  await desk.choose([{ name, text: `Договір ${name}\n`.repeat(40) }]);
  if (removeOnCompleted) await desk.click('Delete at eUgoda when done', 'input');
  await desk.click(/^Send 1 file/);
  await desk.click('Show');
  await desk.see(/YOUR ID|Your id/i);
  const stored = test.world.eugoda.agreements.find(one => one.documentName === name);
  if (!stored) throw new Error(`${name} was not registered`);
  return stored;
}
