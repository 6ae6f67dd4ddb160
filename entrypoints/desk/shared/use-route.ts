import { useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route, routeHash } from '../route.ts';

/** The place the address names, live. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = () => setHash(location.hash);
    addEventListener('hashchange', update);
    // The address may have changed between the first picture and now.
    update();
    return () => removeEventListener('hashchange', update);
  }, []);
  return parseRoute(hash);
}

export function goTo(route: Route): void {
  location.hash = routeHash(route);
}

/** Changes the address without a new entry in the history (a detail opened inside a list). */
export function replaceRoute(route: Route): void {
  history.replaceState(null, '', routeHash(route));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
