export interface ShadowHost {
  readonly root: ShadowRoot;
  readonly host: HTMLElement;
  mount(): void;
  unmount(): void;
}

/**
 * A closed shadow root on a host with a neutral name, outside `body`, so that a page that re-renders its body does not
 * take the card along. Put back when removed or altered, a bounded number of times in a while: a page that fights for it
 * wins, and a click then goes to the review; one that merely rebuilds itself all day does not lose the card.
 */
export function createShadowHost(css: string, signal: AbortSignal): ShadowHost {
  const host = document.createElement('div');
  dress(host);
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = withoutHandles(css);
  root.append(style);
  let wanted = false;
  let putBack = 0;
  let countedFrom = performance.now();
  const observer = new MutationObserver(() => {
    if (!wanted || isUntouched(host)) return;
    if (performance.now() - countedFrom > WHILE_MS) {
      countedFrom = performance.now();
      putBack = 0;
    }
    if (putBack >= MOST_TIMES_PUT_BACK) return;
    putBack += 1;
    for (const name of host.getAttributeNames()) if (name !== 'style') host.removeAttribute(name);
    dress(host);
    if (host.parentNode !== document.documentElement) document.documentElement.append(host);
    // What this very repair has changed is no news.
    observer.takeRecords();
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    host.remove();
  });
  return {
    root,
    host,
    mount() {
      wanted = true;
      if (!host.isConnected) document.documentElement.append(host);
      observer.observe(document.documentElement, { childList: true });
      observer.observe(host, { attributes: true });
    },
    unmount() {
      wanted = false;
      observer.disconnect();
      host.remove();
    },
  };
}

/** Right below the root, and with no attribute but our own style: as we made it. */
export function isUntouched(host: HTMLElement): boolean {
  return (
    host.parentNode === document.documentElement &&
    host.getAttributeNames().join() === 'style' &&
    host.style.cssText === dressed.get(host)
  );
}

const dressed = new WeakMap<HTMLElement, string>();

/** The page's own rules must not style it; `important` in the attribute beats them whatever their weight or layer. */
function dress(host: HTMLElement): void {
  host.style.cssText = '';
  for (const [name, value] of HOST_STYLE) host.style.setProperty(name, value, 'important');
  if (!dressed.has(host)) dressed.set(host, host.style.cssText);
}

/**
 * Takes away what a page could turn the card's own style sheet by: custom properties by name (a page's `@property` says
 * whether they are inherited, for shadow trees as well: facts were made transparent that way), and everything that
 * `:host` would put on the one element a page can look at. So the names carry a number nobody can guess, and the rules
 * for the host go to the element inside it.
 */
function withoutHandles(css: string): string {
  const salt = [...crypto.getRandomValues(new Uint32Array(2))].map(part => part.toString(36)).join('');
  return INSIDE + css.replaceAll(':host', INNERMOST).replaceAll(/--(?=[a-z])/g, `--x${salt}-`);
}

const MOST_TIMES_PUT_BACK = 50;
const WHILE_MS = 10_000;
const INNERMOST = ':host > div';
/** `all` leaves these two out: a page's `direction: rtl` would turn a sum's groups of digits around. */
const INSIDE = `${INNERMOST} { direction: ltr; unicode-bidi: isolate }\n`;
const HOST_STYLE: readonly (readonly [string, string])[] = [
  ['all', 'initial'],
  ['direction', 'ltr'],
  ['unicode-bidi', 'isolate'],
  ['position', 'fixed'],
  ['inset', 'auto 16px 16px auto'],
  ['z-index', '2147483647'],
  ['display', 'block'],
];
