/**
 * A closed shadow root on a host with a neutral name, outside `body`, so that a page that re-renders its body does not
 * take the card along. Put back when removed, a bounded number of times: a page that fights for it wins, and a click
 * then goes to the review.
 */
export function createShadowHost(
  css: string,
  signal: AbortSignal,
): { root: ShadowRoot; host: HTMLElement; mount(): void; unmount(): void } {
  const host = document.createElement('div');
  // The page's own rules must not style it; `important` beats them whatever their weight.
  for (const [name, value] of HOST_STYLE) host.style.setProperty(name, value, 'important');
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
  let wanted = false;
  let putBack = 0;
  const observer = new MutationObserver(() => {
    if (!wanted || host.isConnected || putBack >= MOST_TIMES_PUT_BACK) return;
    putBack += 1;
    document.documentElement.append(host);
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
    },
    unmount() {
      wanted = false;
      observer.disconnect();
      host.remove();
    },
  };
}

const MOST_TIMES_PUT_BACK = 50;
const HOST_STYLE: readonly (readonly [string, string])[] = [
  ['all', 'initial'],
  ['position', 'fixed'],
  ['inset', 'auto 16px 16px auto'],
  ['z-index', '2147483647'],
  ['display', 'block'],
];
