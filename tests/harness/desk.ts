import type { ElementHandle, Page } from 'puppeteer';
import { pressed } from './press.ts';
import { waitFor } from './wait-for.ts';

type Words = string | RegExp;

const PRESSABLE = 'button, a[href], summary, input[type=radio], input[type=checkbox]';

/** Hands and eyes on a page of the extension: everything by its accessible name and with the real mouse. */
export class Desk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Another section of the same tab, as a link of the page would lead there. */
  async goTo(route: string): Promise<void> {
    await this.page.evaluate(hash => {
      location.hash = hash;
    }, `#/${route}`);
  }

  /** What a person reads on the page (the section only, without header and navigation). */
  text(): Promise<string> {
    return this.page.evaluate(() =>
      // biome-ignore lint/performance/useDomNodeTextContent: what is shown, in the lines it is shown in
      (document.querySelector('main') ?? document.body).innerText.replace(/[^\S\n]+/g, ' ').trim(),
    );
  }

  /** Waits until the page says something, and tells all it says then. */
  waitForText(words: Words, timeoutMs = 20_000): Promise<string> {
    const ask = async (): Promise<string | null> => {
      const text = await this.text();
      return (typeof words === 'string' ? text.includes(words) : words.test(text)) ? text : null;
    };
    return waitFor(`the words ${words}`, ask, { timeoutMs, seen: () => this.text() });
  }

  waitUntilSilent(words: RegExp, timeoutMs = 20_000): Promise<true> {
    return waitFor(`no more ${words}`, async () => !words.test(await this.text()), {
      timeoutMs,
      seen: () => this.text(),
    });
  }

  /** Presses a button, link or choice of that name, as soon as it can be pressed. */
  async press(name: Words, timeoutMs = 20_000): Promise<void> {
    await this.page.bringToFront();
    const press = async (): Promise<boolean> => {
      const found = await this.find(PRESSABLE, name);
      if (found === null) return false;
      try {
        if (!(await found.evaluate(isReady))) return false;
        return await pressed(found);
      } finally {
        await found.dispose();
      }
    };
    await waitFor(`something to press named ${name}`, press, { timeoutMs, seen: () => this.text() });
  }

  /** The names of everything that can be pressed now. */
  async buttons(): Promise<string[]> {
    const found = await this.page.$$(PRESSABLE);
    const names = await Promise.all(
      found.map(async element => ((await element.evaluate(isReady)) ? element.evaluate(nameOf) : '')),
    );
    await Promise.all(found.map(element => element.dispose()));
    return names.filter(name => name !== '');
  }

  /** Puts a text into the field of that label, in place of what is there. */
  async fill(label: Words, text: string): Promise<void> {
    const field = await waitFor(`the field ${label}`, () => this.find('input, textarea', label), {
      seen: () => this.text(),
    });
    await field.click({ count: 3 });
    await this.page.keyboard.press('Backspace');
    await field.type(text);
    await field.dispose();
  }

  /** Takes one of the values of a list that folds down. */
  async choose(label: Words, value: string): Promise<void> {
    const field = await waitFor(`the choice ${label}`, () => this.find('select', label));
    await field.select(value);
    await field.dispose();
  }

  /** The rows of the list in sight, as they read. */
  rows(): Promise<string[]> {
    return this.page.$$eval('[role=listbox] [role=option]', rows =>
      // biome-ignore lint/performance/useDomNodeTextContent: with the gaps that the layout puts between the parts
      rows.map(row => (row as HTMLElement).innerText.replace(/\s+/g, ' ').trim()),
    );
  }

  /** Opens the row that says this. `tick`: selects it instead. */
  async row(words: Words, { tick = false, timeoutMs = 20_000 } = {}): Promise<void> {
    await this.page.bringToFront();
    const act = async (): Promise<boolean> => {
      const row = await this.find('[role=listbox] [role=option]', words, true);
      if (row === null) return false;
      const target = tick ? await row.$('[data-select]') : row;
      await target?.click();
      await row.dispose();
      return target !== null;
    };
    await waitFor(`the row ${words}`, act, { timeoutMs, seen: () => this.rows() });
  }

  /** The first element of a selector whose name fits (or with `part`: contains it). */
  async find<E extends Element>(
    selector: string,
    words: Words,
    part = false,
  ): Promise<ElementHandle<E> | null> {
    const elements = await this.page.$$(selector);
    let found: ElementHandle<E> | null = null;
    for (const element of elements) {
      const name = found === null ? await element.evaluate(nameOf) : '';
      const fits =
        typeof words === 'string' ? (part ? name.includes(words) : name === words) : words.test(name);
      if (found === null && fits) found = element as unknown as ElementHandle<E>;
      else await element.dispose();
    }
    return found;
  }
}

// What follows runs in the page, and may use nothing from around it.

function nameOf(element: Element): string {
  const label =
    (element as HTMLInputElement).labels?.[0]?.textContent ??
    // biome-ignore lint/performance/useDomNodeTextContent: with the gaps that the layout puts between the parts
    (element as HTMLElement).innerText ??
    '';
  return (element.getAttribute('aria-label') ?? label).replace(/\s+/g, ' ').trim();
}

function isReady(element: Element): boolean {
  const { disabled } = element as HTMLButtonElement;
  const waits =
    element.getAttribute('aria-disabled') === 'true' || element.getAttribute('aria-busy') === 'true';
  const shown = element.checkVisibility();
  return !disabled && !waits && shown;
}
