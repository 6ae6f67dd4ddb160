import type { MessageName, RequestOf, ResponseOf, ToCard } from '../../lib/messages/protocol.ts';
import type { CardActionId, CardView } from '../../lib/messages/views/card.ts';
import { type CardSeen, type ChaosTab, LOST } from './arena.ts';
import type { Browser, Page } from './browser.ts';

/** So often in a row a lost answer is asked for again. */
const MOST_LOST = 3;

/** A Didox page with our card in it: does what the content script does, without a screen. */
export class Tab implements Page, ChaosTab {
  readonly id: number;
  readonly documentId: string;
  readonly href: string;
  view: CardView | null = null;
  readonly #browser: Browser;
  /** When the page was opened. */
  readonly #since: number;
  #asked = 0;
  /** Views that came without having been asked for. */
  #news = 0;
  /** Answers in a row that never came. */
  #lost = 0;
  /** Answers it still waits for. */
  #looking = 0;

  constructor(
    browser: Browser,
    id: number,
    documentId: string,
    outgoing: boolean,
    site = 'https://didox.uz',
  ) {
    this.id = id;
    this.documentId = documentId;
    this.href = `${site}/documents/${documentId}/${outgoing ? 1 : 0}`;
    this.#browser = browser;
    this.#since = browser.clock.now();
    browser.pages.set(id, this);
  }

  get open(): boolean {
    return this.#browser.pages.get(this.id) === this;
  }

  get waits(): boolean {
    return this.#looking > 0;
  }

  receive(message: ToCard): void {
    if (message.imzochi === 'card/view') {
      this.#news += 1;
      this.view = message.view;
    }
    if (message.imzochi === 'card/refresh') void this.look();
  }

  actions(): CardActionId[] {
    return this.view?.actions.map(action => action.id) ?? [];
  }

  async seen(): Promise<CardSeen | null> {
    if (!this.view) return null;
    const { viewId, status } = this.view;
    return { mark: viewId, ...status, actions: this.actions() };
  }

  async look(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.#looking += 1;
    const before = this.#news;
    const answer = await this.#ask('card/show', {
      href: this.href,

      taxIds: [],
      since: this.#since,
    }).finally(() => {
      this.#looking -= 1;
    });
    if (mine !== this.#asked || !this.open) return;
    if (answer === LOST) return this.#askAgain(mine);
    // Which of the two is newer only the worker can tell.
    if (before !== this.#news) return this.look();
    this.#lost = 0;
    this.view = answer;
  }

  /** As the content script does: nobody else will tell what became of a step that stands on screen. */
  #askAgain(question: number): void {
    this.#lost += 1;
    if (this.#lost > MOST_LOST) return;
    this.#looking += 1;
    const again = () => {
      this.#looking -= 1;
      if (question === this.#asked && this.open) void this.look();
    };
    this.#browser.clock.setTimeout(this, again, 1_000);
  }

  async click(action: CardActionId): Promise<void> {
    if (!this.view) return;
    if (action === 'reload') return this.look();
    const { viewId, keyChoices, keyChosen } = this.view;
    const keyId = keyChosen ?? keyChoices[0]?.id;
    const outcome = await this.#ask('card/act', {
      viewId,
      action,
      visible: true,
      ...(keyId === undefined ? {} : { keyId }),
      ...(action === 'reject' ? { reason: 'Сумма не та' } : {}),
    });
    if (outcome === LOST || outcome.outcome === 'stale') await this.look();
  }

  #ask<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K> | typeof LOST> {
    return this.#browser.ask(name, request, { tabId: this.id, href: this.href });
  }
}
