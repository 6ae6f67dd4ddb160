import { render, type VNode } from 'preact';
import { type ClickProof, createClickProof } from './click-proof.ts';
import { endsAsOrphan } from './extension.ts';
import { createShadowHost } from './shadow-host.ts';

/** What every card is drawn with. */
export interface CardHands<Action> {
  readonly collapsed: boolean;
  readonly onCollapse: (collapsed: boolean) => void;
  /** Each acting button as it comes, null as it goes. */
  readonly onButton: (action: Action, button: HTMLButtonElement | null) => void;
}

export interface CardFrame {
  readonly proof: ClickProof;
  /** Draws anew what there is to show now. */
  paint(): void;
}

/**
 * A card in a page that is not ours: in a closed root, there only while it has something to show, its buttons watched for
 * the proof of a click, and gone with the extension that put it there.
 * @param draw the card as it stands; null: there is none
 */
export function createCardFrame<Action>(
  css: string,
  life: AbortController,
  draw: (hands: CardHands<Action>) => VNode | null,
): CardFrame {
  const { signal } = life;
  const shadow = createShadowHost(css, signal);
  const proof = createClickProof(shadow, signal);
  const endAsOrphan = endsAsOrphan(life);
  const buttons = new Map<Action, HTMLButtonElement>();
  let collapsed = false;

  const paint = () => {
    const card = draw({
      collapsed,
      onCollapse(next) {
        collapsed = next;
        paint();
      },
      onButton(action, button) {
        if (button) buttons.set(action, button);
        else buttons.delete(action);
        // Told with every painting, and when the card changes its buttons by itself (a form opens).
        queueMicrotask(() => proof.watch([...buttons.values()]));
      },
    });
    endAsOrphan(card !== null);
    if (card) shadow.mount();
    else shadow.unmount();
    render(card, shadow.place);
  };
  signal.addEventListener('abort', () => render(null, shadow.place));
  return { proof, paint };
}
