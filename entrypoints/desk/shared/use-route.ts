import { useEffect, useState } from 'preact/hooks';
import type { DidoxServer } from '../../../lib/didox/servers.ts';
import { INBOX, type InboxRoute, parseRoute, type Route, routeHash } from '../route.ts';

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
  const route = parseRoute(hash);
  const { server } = route as { server?: DidoxServer };
  if (route.section === 'inbox' || server) last = { ...INBOX, ...(server && { server }) };
  return route;
}

let last = INBOX;

/**
 * The way to the inbox, on the server of what this tab has shown last. Whoever came from the test site and walks on through
 * the desk must not be among production's documents, which look the same, at the next press on "Inbox".
 */
export const lastInbox = (): InboxRoute => last;

export function goTo(route: Route): void {
  location.hash = routeHash(route);
}

/** Changes the address without a new entry in the history (a detail opened inside a list). */
export function replaceRoute(route: Route): void {
  history.replaceState(null, '', routeHash(route));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
