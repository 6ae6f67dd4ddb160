import type { Database } from '../../lib/store/database.ts';
import type { KeyValuePort } from '../../lib/vault/ports.ts';
import type { CardTab } from '../platform.ts';
import type { CardState } from './card-state.ts';

/** One card on screen: where it is, what it shows, and what a click on it would do. */
export interface ShownCard {
  readonly viewId: string;
  readonly tab: CardTab;
  readonly href: string;
  readonly subject: string | null;
  readonly shownAt: number;
}

/**
 * Which cards are on screen, and what each would sign. The list lives in session storage, the bytes in the database, so
 * that a click still means what it showed after the worker slept.
 */
export interface CardStore {
  /**
   * `fleeting`: a step of a job under way. It is remembered in this worker only; after its death the page asks anew, and
   * the journal tells where the job stands.
   */
  put(card: ShownCard, state: CardState, options?: { fleeting: boolean }): Promise<void>;
  remove(tab: CardTab): Promise<void>;
  get(tab: CardTab): Promise<ShownCard | null>;
  state(card: ShownCard): Promise<CardState | null>;
  showing(subject: string): Promise<ShownCard[]>;
  all(): Promise<ShownCard[]>;
}

const INDEX = 'cards.shown';

export function createCardStore(session: KeyValuePort, database: () => Promise<Database>): CardStore {
  const states = new Map<string, CardState>();
  let index: Map<string, ShownCard> | null = null;
  /** The view of each tab that lies in the database: fleeting ones do not. */
  const stored = new Map<string, string>();
  const nameOf = (tab: CardTab) => `${tab.tabId}:${tab.frameId}`;
  const load = async () => {
    index ??= new Map(
      (((await session.get(INDEX)) as [string, ShownCard][] | undefined) ?? []).map(entry => entry),
    );
    return index;
  };
  const save = async () => session.set(INDEX, [...(index ?? [])]);

  return {
    async put(card, state, options) {
      const cards = await load();
      const before = cards.get(nameOf(card.tab));
      if (before) states.delete(before.viewId);
      cards.set(nameOf(card.tab), card);
      states.set(card.viewId, state);
      if (options?.fleeting) return save();
      await Promise.all([
        save(),
        database().then(async db => {
          const outdated = stored.get(nameOf(card.tab)) ?? before?.viewId;
          stored.set(nameOf(card.tab), card.viewId);
          const transaction = db.transaction('reviews', 'readwrite');
          await Promise.all([
            outdated ? transaction.store.delete(outdated) : undefined,
            transaction.store.put({ id: card.viewId, createdAt: card.shownAt, payload: state }),
            transaction.done,
          ]);
        }),
      ]);
    },
    async remove(tab) {
      const cards = await load();
      const card = cards.get(nameOf(tab));
      if (!card) return;
      cards.delete(nameOf(tab));
      states.delete(card.viewId);
      await Promise.all([save(), database().then(db => db.delete('reviews', card.viewId))]);
    },
    async get(tab) {
      return (await load()).get(nameOf(tab)) ?? null;
    },
    async state(card) {
      const known = states.get(card.viewId);
      if (known) return known;
      const stored = await (await database()).get('reviews', card.viewId);
      return (stored?.payload as CardState | undefined) ?? null;
    },
    async showing(subject) {
      return [...(await load()).values()].filter(card => card.subject === subject);
    },
    async all() {
      return [...(await load()).values()];
    },
  };
}
