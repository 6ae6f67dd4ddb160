import type { ElementHandle, Page } from 'puppeteer';
import { waitFor } from './wait-for.ts';

/** The card on a page, as it reads now. */
export interface CardReading {
  readonly title: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Text of the `status`: how far it is. */
  readonly status: string;
  /** Text of the `alert`: what went wrong; empty when nothing did. */
  readonly alert: string;
  readonly key: string;
  /** Labels of the keys to choose from; empty when nothing has to be chosen. */
  readonly choices: readonly string[];
  readonly buttons: readonly { readonly name: string; readonly enabled: boolean }[];
  readonly digest: string;
  readonly text: string;
}

type Words = string | RegExp;

/** The region by its accessible name: that is how Puppeteer, and a screen reader, look into a closed shadow root. */
const REGION = '::-p-aria([name="Imzochi"][role="region"])';
/** A click counts when the button was unmoved and unchanged for 500 ms (ADR 3), and a bit. */
const STILL_MS = 600;

const fits = (text: string, words: Words): boolean =>
  typeof words === 'string' ? text === words : words.test(text);

/** The card of Imzochi on a page; it acts on it as a person does. */
export class Card {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Whether there is a card. */
  async isShown(): Promise<boolean> {
    return (await this.page.$(REGION)) !== null;
  }

  /** @throws Error when it does not come */
  async waitUntilShown(timeoutMs = 20_000): Promise<void> {
    await waitFor('the card to appear', () => this.isShown(), { timeoutMs });
  }

  async waitUntilGone(timeoutMs = 20_000): Promise<void> {
    await waitFor('the card to go away', async () => !(await this.isShown()), { timeoutMs });
  }

  /** Everything it says, in one look; null when there is no card. */
  async read(): Promise<CardReading | null> {
    const region = await this.page.$(REGION);
    if (region === null) return null;
    try {
      return await region.evaluate(readRegion);
    } finally {
      await region.dispose();
    }
  }

  async title(): Promise<string> {
    return (await this.#now()).title;
  }
  async facts(): Promise<Readonly<Record<string, string>>> {
    return (await this.#now()).facts;
  }
  async statusText(): Promise<string> {
    return (await this.#now()).status;
  }
  async alertText(): Promise<string> {
    return (await this.#now()).alert;
  }

  /** Waits for a card that fits, and tells how it read then. */
  async waitUntil(
    what: string,
    wanted: (card: CardReading) => boolean,
    timeoutMs = 20_000,
  ): Promise<CardReading> {
    const ask = async (): Promise<CardReading | null> => {
      const card = await this.read();
      return card !== null && wanted(card) ? card : null;
    };
    return waitFor(what, ask, { timeoutMs, seen: () => this.read() });
  }

  waitForStatus(words: Words, timeoutMs?: number): Promise<CardReading> {
    return this.waitUntil(`the card's status ${words}`, card => fits(card.status, words), timeoutMs);
  }

  waitForAlert(words: Words, timeoutMs?: number): Promise<CardReading> {
    return this.waitUntil(`the card's alert ${words}`, card => fits(card.alert, words), timeoutMs);
  }

  waitForTitle(words: Words, timeoutMs?: number): Promise<CardReading> {
    return this.waitUntil(`the card's title ${words}`, card => fits(card.title, words), timeoutMs);
  }

  /** Waits for a button that can be pressed. */
  waitForButton(name: Words, timeoutMs?: number): Promise<CardReading> {
    return this.waitUntil(
      `the card's button ${name}`,
      card => card.buttons.some(button => button.enabled && fits(button.name, name)),
      timeoutMs,
    );
  }

  /** The button itself, for measuring and for clicks of a test's own; null when there is none of that name. */
  async button(name: Words): Promise<ElementHandle<HTMLButtonElement> | null> {
    return this.#find<HTMLButtonElement>('button', name);
  }

  /**
   * Presses a button with the real mouse, as soon as it may be pressed and has stood still.
   * @returns the moment of the press, milliseconds since 1970
   */
  async click(name: Words, timeoutMs = 20_000): Promise<number> {
    await this.page.bringToFront();
    const { x, y } = await this.#stillPoint('button', name, timeoutMs);
    await this.page.mouse.move(x, y, { steps: 4 });
    const at = Date.now();
    await this.page.mouse.click(x, y, { delay: 30 });
    return at;
  }

  /** Picks one of the keys on offer. */
  async choose(label: Words, timeoutMs = 20_000): Promise<void> {
    await this.page.bringToFront();
    const { x, y } = await this.#stillPoint('label.choice', label, timeoutMs);
    await this.page.mouse.click(x, y);
  }

  /** Types into the field of that label (the reason of a refusal). */
  async type(label: Words, text: string): Promise<void> {
    const field = await waitFor(`the card's field ${label}`, () => this.#find('textarea', label));
    await field.focus();
    await field.type(text);
    await field.dispose();
  }

  async #now(): Promise<CardReading> {
    return this.waitUntil('a card', () => true);
  }

  async #find<E extends Element>(selector: string, words: Words): Promise<ElementHandle<E> | null> {
    const region = await this.page.$(REGION);
    if (region === null) return null;
    const elements = await region.$$(selector);
    await region.dispose();
    let found: ElementHandle<E> | null = null;
    for (const element of elements) {
      const name = await element.evaluate(nameOf);
      if (found === null && fits(name, words)) found = element as unknown as ElementHandle<E>;
      else await element.dispose();
    }
    return found;
  }

  /** The middle of an element that has not moved or changed for a while. */
  async #stillPoint(selector: string, words: Words, timeoutMs: number): Promise<{ x: number; y: number }> {
    let before = '';
    let since = 0;
    const look = async (): Promise<{ x: number; y: number } | null> => {
      const element = await this.#find(selector, words);
      const box = element && (await element.boundingBox());
      const enabled = element !== null && (await element.evaluate(isEnabled));
      const now = element && box && enabled ? JSON.stringify([box, await element.evaluate(nameOf)]) : '';
      await element?.dispose();
      if (now === '' || now !== before) {
        before = now;
        since = Date.now();
        return null;
      }
      if (box === null || Date.now() - since < STILL_MS) return null;
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    return waitFor(`the card's ${selector} ${words} to stand still`, look, {
      timeoutMs,
      seen: () => this.read(),
    });
  }
}

// What follows runs in the page, and may use nothing from around it.

function nameOf(element: Element): string {
  const label = element.closest('label') ?? element;
  return (element.getAttribute('aria-label') ?? label.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function isEnabled(element: Element): boolean {
  return !(element as HTMLButtonElement).disabled;
}

export function readRegion(region: Element): CardReading {
  const textOf = (element: Element | null | undefined): string =>
    (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  // Parts of one field are elements of their own, without a blank between them.
  const spaced = (element: Element | null): string =>
    element ? [...element.children].map(textOf).filter(Boolean).join(' ') || textOf(element) : '';
  const facts = [...region.querySelectorAll('dt')].map(term => [
    textOf(term),
    textOf(term.nextElementSibling),
  ]);
  return {
    title: textOf(region.querySelector('h2')),
    facts: Object.fromEntries(facts) as Record<string, string>,
    status: spaced(region.querySelector('[role="status"]')),
    alert: spaced(region.querySelector('[role="alert"]')),
    key: spaced(region.querySelector('.key')),
    choices: [...region.querySelectorAll('label.choice')].map(textOf),
    buttons: [...region.querySelectorAll('button')].map(button => ({
      name: button.getAttribute('aria-label') ?? textOf(button),
      enabled: !button.disabled,
    })),
    digest: textOf(region.querySelector('.digest code')),
    text: textOf(region),
  };
}
