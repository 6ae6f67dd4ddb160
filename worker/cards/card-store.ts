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
  /** The newest job of the subject when this was drawn, and its step; null when there was none. */
  readonly jobSeen: string | null;
  readonly shownAt: number;
}

/**
 * Which cards are on screen, and what each would sign. The list lives in session storage, the bytes in the database, so
 * that a click still means what it showed after the worker slept. Which keys this computer has is nobody's business on
 * the disk: they stay with the list.
 */
export interface CardStore {
  /**
   * `fleeting`: a step of a job under way. It is remembered in this worker only; after its death the page asks anew, and
   * the journal tells where the job stands. So is whatever cannot be written: a full disk takes no card from the screen.
   */
  put(card: ShownCard, state: CardState, options?: { fleeting: boolean }): Promise<void>;
  remove(tab: CardTab): Promise<void>;
  get(tab: CardTab): Promise<ShownCard | null>;
  state(card: ShownCard): Promise<CardState | null>;
  all(): Promise<ShownCard[]>;
}

const INDEX = 'cards.shown';
const keysOf = ({ tabId, frameId }: CardTab): string => `cards.keys:${tabId}:${frameId}`;

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
  /** In place of what this tab showed before. */
  const keep = async (card: ShownCard, before: ShownCard | undefined, payload: object) => {
    const db = await database();
    const outdated = stored.get(nameOf(card.tab)) ?? before?.viewId;
    stored.set(nameOf(card.tab), card.viewId);
    const transaction = db.transaction('reviews', 'readwrite');
    await Promise.all([
      outdated ? transaction.store.delete(outdated) : undefined,
      transaction.store.put({ id: card.viewId, createdAt: card.shownAt, payload }),
      transaction.done,
    ]);
  };

  return {
    async put(card, state, options) {
      const cards = await load();
      const before = cards.get(nameOf(card.tab));
      if (before) states.delete(before.viewId);
      cards.set(nameOf(card.tab), card);
      states.set(card.viewId, state);
      const { kept, keys } = divide(state);
      const writing = [save()];
      if (!options?.fleeting)
        writing.push(keep(card, before, kept), session.set(keysOf(card.tab), { viewId: card.viewId, keys }));
      await Promise.allSettled(writing);
    },
    async remove(tab) {
      const cards = await load();
      const card = cards.get(nameOf(tab));
      if (!card) return;
      cards.delete(nameOf(tab));
      states.delete(card.viewId);
      await Promise.allSettled([
        save(),
        session.remove(keysOf(tab)),
        database().then(db => db.delete('reviews', card.viewId)),
      ]);
    },
    async get(tab) {
      return (await load()).get(nameOf(tab)) ?? null;
    },
    async state(card) {
      const known = states.get(card.viewId);
      if (known) return known;
      const [kept, beside] = await Promise.all([
        database().then(db => db.get('reviews', card.viewId)),
        session.get(keysOf(card.tab)) as Promise<{ viewId: string; keys: object } | undefined>,
      ]);
      if (!kept || beside?.viewId !== card.viewId) return null;
      return { ...(kept.payload as object), ...beside.keys } as CardState;
    },
    async all() {
      return [...(await load()).values()];
    },
  };
}

/** What goes to the disk, and the keys of this computer, which do not. */
function divide(state: CardState): { kept: object; keys: object } {
  if (state.kind === 'document') {
    const { candidates, whose, key, ...kept } = state;
    return { kept, keys: { candidates, whose, key } };
  }
  if (state.kind === 'sign-in') {
    const { choices, ...kept } = state;
    return { kept, keys: { choices } };
  }
  return { kept: state, keys: {} };
}
