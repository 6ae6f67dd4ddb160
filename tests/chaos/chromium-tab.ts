import type { Page } from 'puppeteer';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import type { Tone } from '../../lib/messages/views/tone.ts';
import type { CardSeen, ChaosTab } from './arena.ts';
import { CardInBackground } from './card-in-background.ts';
import type { PlayDocument } from './stage.ts';

/** Actions that need more than a press of one button, or lead elsewhere. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'reject',
  'open-desk',
  'open-options',
  'open-health',
  'open-site',
]);
/** A click counts when the button was unmoved and unchanged for 500 ms (ADR 3), and a bit. */
const STILL_MS = 600;

/** One mouse, one keyboard: what a person does in one tab is done before what is done in another. */
export type OneAtATime = <T>(deed: () => Promise<T>) => Promise<T>;

/** A tab of a real Chromium with a Didox page and our card in it, pressed with the real mouse. */
export class ChromiumTab implements ChaosTab {
  readonly id: number;
  readonly documentId: string;
  #waiting = 0;
  #page: Page | null = null;
  #card: CardInBackground | null = null;
  #closed = false;
  readonly #address: string;
  readonly #newPage: () => Promise<Page>;
  readonly #hands: OneAtATime;

  constructor(
    id: number,
    { id: documentId, outgoing }: PlayDocument,
    newPage: () => Promise<Page>,
    hands: OneAtATime,
  ) {
    this.id = id;
    this.documentId = documentId;
    this.#address = `https://didox.uz/documents/${documentId}/${outgoing ? 1 : 0}`;
    this.#newPage = newPage;
    this.#hands = hands;
  }

  get open(): boolean {
    return !this.#closed;
  }

  get waits(): boolean {
    return this.#waiting > 0;
  }

  async seen(): Promise<CardSeen | null> {
    const seen = await this.#card?.read(readCard);
    if (!seen) return null;
    const actions = seen.actions.filter(action => !LEFT_OUT.has(action)) as CardActionId[];
    return { mark: JSON.stringify(seen), text: seen.text, tone: seen.tone as Tone, actions };
  }

  look(): Promise<void> {
    return this.#waited(async () => {
      if (this.#closed) return;
      this.#page ??= await this.#newPage();
      this.#card ??= new CardInBackground(this.#page);
      await this.#page.goto(this.#address);
    });
  }

  click(action: CardActionId): Promise<void> {
    return this.#waited(async () => {
      const page = this.#page;
      if (!page || this.#closed) return;
      await page.bringToFront();
      const at = await this.#stillPoint(action);
      if (at) await page.mouse.click(at.x, at.y, { delay: 30 });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#hands(async () => this.#page?.close()).catch(() => undefined);
  }

  /** A page that was closed meanwhile is nobody's fault. */
  async #waited(deed: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    try {
      await this.#hands(deed);
    } catch (error) {
      if (!this.#closed) throw error;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Where the button is once it has stood still; null when it is gone or does not come to rest. */
  async #stillPoint(action: CardActionId): Promise<{ x: number; y: number } | null> {
    let before = '';
    let since = Date.now();
    const deadline = since + 4 * STILL_MS;
    while (Date.now() < deadline) {
      const button = (await this.#card?.read(readCard))?.buttons.find(one => one.action === action);
      if (!button) return null;
      const now = JSON.stringify(button);
      if (now !== before) since = Date.now();
      before = now;
      if (Date.now() - since >= STILL_MS) return button;
      await new Promise(go => setTimeout(go, 60));
    }
    return null;
  }
}

/** Runs in the page, and may use nothing from around it. */
function readCard(card: Element) {
  const textOf = (selector: string) => (card.querySelector(selector)?.textContent ?? '').trim();
  const buttons = [...card.querySelectorAll<HTMLButtonElement>('button[data-action]')]
    .filter(button => !button.disabled)
    .map(button => {
      const { left, top, width, height } = button.getBoundingClientRect();
      const action = button.getAttribute('data-action') ?? '';
      return { action, name: button.textContent, x: left + width / 2, y: top + height / 2 };
    });
  return {
    text: textOf('[role="alert"] > *') || textOf('[role="status"] > *'),
    tone: card.getAttribute('data-tone') ?? '',
    actions: buttons.map(({ action }) => action),
    buttons,
  };
}
