import { Card, type CardExtra } from '../../components/card/Card.tsx';
import css from '../../components/card/card.css?inline';
import { readAddress } from '../../lib/didox/address.ts';
import type { CardActionId, CardView } from '../../lib/messages/views/card.ts';
import { createCardFrame } from '../../platform/page/card-frame.ts';
import { alive, ask, listen, takeCalls } from '../../platform/page/extension.ts';
import { onAddressChange } from '../../platform/page/navigation.ts';
import { carryCall } from '../../platform/page/site-route.ts';

/** Input in a visible tab is told to the worker at most this often. */
const ACTIVE_EVERY_MS = 20_000;
/** After an answer that was lost (the worker died over it) the question is put again; each time later, and then no more. */
const ASK_AGAIN_MS = [1_000, 5_000, 20_000];
/** How long to wait for the page to name its company, and how often. */
const SUGGEST_AFTER_MS = 500;
const MOST_SUGGESTIONS = 6;

/** The card on a Didox page: shows what the worker says, and proves clicks. It decides nothing. */
export function runDidoxCard(): void {
  const life = new AbortController();
  const { signal } = life;
  let view: CardView | null = null;
  let notVisible = false;
  /** Answers to an earlier address are dropped. */
  let asked = 0;
  let lost = 0;
  /** Views that came without having been asked for. */
  let news = 0;
  let activeAt = 0;

  const { proof, paint } = createCardFrame<CardActionId>(
    css,
    life,
    hands => view && <Card view={view} notVisible={notVisible} onAction={act} {...hands} />,
  );
  const display = (next: CardView | null) => {
    const before = view;
    view = next;
    if (!saysTheSame(before, next)) {
      notVisible = false;
      proof.changed();
    }
    paint();
  };
  const look = async () => {
    if (!alive()) return life.abort();
    asked += 1;
    const mine = asked;
    const address = readAddress(location.href);
    if (!address || address.page === 'other') {
      if (view) void ask('card/leave', { viewId: view.viewId });
      return display(null);
    }
    if (view && !sameDocument(shownHref)) display(null);
    shownHref = location.href;
    // Reading a long list's text is work for the page, and nothing in it says whose key is wanted.
    const taxIds = address.page === 'document' ? taxIdsOnPage() : [];
    suggested = taxIds.join();
    const before = news;
    const answer = await ask('card/show', {
      href: location.href,
      taxIds,
      since: performance.timeOrigin,
    });
    if (mine !== asked || signal.aborted) return;
    if (answer === undefined) {
      // Not "nothing to show", and nobody else will tell what became of a step that stands on screen.
      const pause = ASK_AGAIN_MS[lost++];
      if (pause) setTimeout(() => mine === asked && void look(), pause);
      return;
    }
    lost = 0;
    // Which of the two is newer only the worker can tell.
    if (before !== news) return look();
    display(answer);
    suggestLater();
  };
  /** A single-page app writes its company's number only after we first asked: ask again when it is there. */
  let suggestions = 0;
  let suggested = '';
  const suggestLater = () => {
    if (!view || view.keyChoices.length === 0 || view.keyChosen || suggestions >= MOST_SUGGESTIONS) return;
    suggestions += 1;
    setTimeout(() => {
      if (signal.aborted || !view) return;
      // Only news is worth another look: each one starts the button's time of standing still anew.
      if (taxIdsOnPage().join() !== suggested) void look();
      else suggestLater();
    }, SUGGEST_AFTER_MS);
  };
  let shownHref = '';
  const sameDocument = (href: string) => {
    const before = readAddress(href);
    const now = readAddress(location.href);
    return before?.page === 'document' && now?.page === 'document' && before.documentId === now.documentId;
  };

  async function act(action: CardActionId, extra: CardExtra, event: MouseEvent): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    if (!view || !event.isTrusted) return;
    if (action === 'reload') return location.reload();
    const visible = proof.holds(event, button);
    const outcome = await ask('card/act', { viewId: view.viewId, action, visible, ...extra });
    if (!outcome || outcome.outcome === 'stale') return look();
    notVisible = outcome.outcome === 'review-opened' && !visible;
    paint();
  }

  const active = () => {
    if (!view || document.visibilityState !== 'visible' || Date.now() - activeAt < ACTIVE_EVERY_MS) return;
    activeAt = Date.now();
    void ask('page/active', {});
  };
  for (const kind of ['pointermove', 'keydown', 'pointerdown'])
    addEventListener(kind, active, { signal, passive: true, capture: true });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState !== 'visible') return;
      active();
      void look();
    },
    { signal },
  );
  onAddressChange(() => void look(), signal);
  listen((message, respond) => {
    switch (message.imzochi) {
      case 'card/view':
        // News of a job of the document that was here before stays away from the one that is here now.
        if (sameDocument(message.href) || message.href === location.href) {
          news += 1;
          display(message.view);
        }
        return undefined;
      case 'card/refresh':
        void look();
        return undefined;
      case 'route/available':
        respond(true);
        return undefined;
      default:
        return undefined;
    }
  });
  takeCalls(carryCall);
  void look();
}

/** Views that differ in their id only: what a person sees has not changed. */
function saysTheSame(one: CardView | null, other: CardView | null): boolean {
  const words = (view: CardView | null) => JSON.stringify({ ...view, viewId: '' });
  return words(one) === words(other);
}

/** Nine-digit numbers in the page's text, in its order: they suggest which company this document is of. */
function taxIdsOnPage(): string[] {
  // biome-ignore lint/performance/useDomNodeTextContent: textContent glues the numbers of neighbouring cells together
  const found = (document.body?.innerText ?? '').slice(0, 20_000).match(/(?<!\d)\d{9}(?!\d)/g) ?? [];
  return [...new Set(found)].slice(0, 20);
}
