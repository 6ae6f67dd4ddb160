/** Tells when a single-page app shows another address. Ends with the signal; polls only where there is no better way. */
export function onAddressChange(changed: () => void, signal: AbortSignal): void {
  let last = location.href;
  const check = () => {
    if (location.href === last) return;
    last = location.href;
    changed();
  };
  const { navigation } = globalThis as { navigation?: EventTarget & { [Symbol.toStringTag]?: string } };
  // Where there is none, a page's element of that name is found; by a symbol it cannot pass for one.
  const tells = navigation?.[Symbol.toStringTag] === 'Navigation';
  if (tells) navigation.addEventListener('currententrychange', check, { signal });
  addEventListener('popstate', check, { signal });
  addEventListener('hashchange', check, { signal });
  if (tells) return;
  const timer = setInterval(check, 1000);
  signal.addEventListener('abort', () => clearInterval(timer));
}
