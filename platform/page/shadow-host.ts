export interface ShadowHost {
  readonly root: ShadowRoot;
  readonly host: HTMLElement;
  /** Where the card is drawn: in the top layer. */
  readonly place: HTMLElement;
  mount(): void;
  unmount(): void;
  /** Right below the root, with no attribute but our own style, in the top layer: as we made it. */
  isUntouched(): boolean;
}

/**
 * A closed shadow root on a host with a neutral name, outside `body`, so that a page that re-renders its body does not
 * take the card along. What is in it is drawn in the browser's top layer, beside the page's root: there no transparency,
 * filter, mask, clip or transform of the page reaches it, not even for single frames between our looks (measured).
 *
 * Put back when removed or altered, a bounded number of times in a while: a page that fights for it wins, and a click
 * then goes to the review; one that merely rebuilds itself all day does not lose the card.
 */
export function createShadowHost(css: string, signal: AbortSignal): ShadowHost {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = withoutHandles(css);
  const place = document.createElement('div');
  place.popover = 'manual';
  root.append(style, place);
  const isShown = () => place.matches(':popover-open');
  // As the browser spells it.
  host.style.cssText = HOST_STYLE;
  const dress = host.style.cssText;
  // Read when it is told to have changed, and not at every look: spelling `all` out takes a third of a millisecond.
  let isDressed = true;
  const isUntouched = () => host.parentNode === document.documentElement && isShown() && isDressed;
  const putUp = () => {
    for (const name of host.getAttributeNames()) if (name !== 'style') host.removeAttribute(name);
    host.style.cssText = dress;
    if (host.parentNode !== document.documentElement) document.documentElement.append(host);
    // Whoever takes the host away takes it out of the top layer, too.
    if (!isShown()) place.showPopover();
    isDressed = true;
  };
  let wanted = false;
  let putBack = 0;
  let countedFrom = performance.now();
  const observer = new MutationObserver(() => {
    isDressed = host.getAttributeNames().join() === 'style' && host.style.cssText === dress;
    if (!wanted || isUntouched()) return;
    if (performance.now() - countedFrom > WHILE_MS) {
      countedFrom = performance.now();
      putBack = 0;
    }
    if (putBack >= MOST_TIMES_PUT_BACK) return;
    putBack += 1;
    putUp();
    // What this very repair has changed is no news.
    observer.takeRecords();
  });
  const unmount = () => {
    wanted = false;
    observer.disconnect();
    host.remove();
  };
  signal.addEventListener('abort', unmount);
  return {
    root,
    host,
    place,
    mount() {
      if (!host.isConnected) putUp();
      wanted = true;
      observer.observe(document.documentElement, { childList: true });
      observer.observe(host, { attributes: true });
    },
    unmount,
    isUntouched,
  };
}

/**
 * Takes away what a page could turn the card's own style sheet by: custom properties by name (a page's `@property` says
 * whether they are inherited, for shadow trees as well: facts were made transparent that way), and everything that
 * `:host` would put on the one element a page can look at. So the names carry a number nobody can guess, and the rules
 * for the host go to the element inside it.
 */
function withoutHandles(css: string): string {
  const salt = [...crypto.getRandomValues(new Uint32Array(2))].map(part => part.toString(36)).join('');
  return (INSIDE + css).replaceAll(':host', ':host > div').replaceAll(/--(?=[a-z])/g, `--x${salt}-`);
}

const MOST_TIMES_PUT_BACK = 50;
const WHILE_MS = 10_000;
/**
 * `all` leaves the first two out: a page's `direction: rtl` would turn a sum's groups of digits around. And the colours
 * of a selection are inherited by a way of their own, on which a page made all that it had selected invisible (measured).
 */
const INSIDE = `:host{direction:ltr;unicode-bidi:isolate}
:host::selection{all:initial;color:var(--on-accent);background:var(--accent)}
`;
/** `important` in the attribute beats the page's own rules whatever their weight or layer. */
const HOST_STYLE = 'all:initial!important;position:fixed!important';
