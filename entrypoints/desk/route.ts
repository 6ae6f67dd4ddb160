import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { InboxFolder } from '../../lib/messages/views/inbox.ts';

/** Where Inspect takes its input from; `null`: from the person (drop, pick, paste). */
export type InspectSource =
  | { readonly from: 'receipt'; readonly id: string }
  | { readonly from: 'agreement'; readonly id: string }
  | { readonly from: 'review'; readonly id: string }
  /** What a job got back and refused. */
  | { readonly from: 'job'; readonly id: string }
  /** Two contents of one document that ought to be the same. */
  | { readonly from: 'difference'; readonly id: string };

/** Every place in the desk, as the address names it after `#/`. */
export type Route =
  /** Without a server: of the one that the options name. */
  | { readonly section: 'inbox'; readonly folder: InboxFolder; readonly server?: DidoxServer }
  | { readonly section: 'batch'; readonly id: string | null; readonly server?: DidoxServer }
  | { readonly section: 'agreements'; readonly id: string | null; readonly form: 'file' | 'template' | null }
  | { readonly section: 'receipts'; readonly id: string | null }
  | { readonly section: 'inspect'; readonly source: InspectSource | null }
  | { readonly section: 'health' }
  | { readonly section: 'sign' }
  | { readonly section: 'review'; readonly id: string; readonly server?: DidoxServer }
  | { readonly section: 'welcome' };

export type InboxRoute = Extract<Route, { section: 'inbox' }>;
export type SectionId = Route['section'];

/** What waits for a signature, on the server that the options name. */
export const INBOX: InboxRoute = { section: 'inbox', folder: 'waiting' };
/** In the address of a batch or a review: from there "Inbox" leads back to that server, after a reload, too. */
export const unlessProduction = (server: DidoxServer) => (server === 'production' ? {} : { server });
export const FOLDERS: readonly InboxFolder[] = ['waiting', 'drafts', 'sent', 'done', 'all'];
const SERVERS: readonly DidoxServer[] = ['production', 'test', 'old-test'];
const SOURCES = ['receipt', 'agreement', 'review', 'job', 'difference'] as const;

/**
 * Reads `#/receipts/<id>` (the leading `#/` may be absent). Anything unknown is the inbox, so that an address of an
 * older or newer release still opens the desk. Ids are percent-encoded.
 */
export function parseRoute(hash: string): Route {
  const [head = '', first = null, second = null] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
    .map(part => part || null);
  switch (head) {
    case 'batch':
      return { section: 'batch', id: first, ...onServer(second) };
    case 'agreements':
      if (first === 'new' && (second === 'file' || second === 'template'))
        return { section: 'agreements', id: null, form: second };
      return { section: 'agreements', id: first, form: null };
    case 'receipts':
      return { section: 'receipts', id: first };
    case 'inspect': {
      const from = SOURCES.find(source => source === first);
      return { section: 'inspect', source: from && second ? { from, id: second } : null };
    }
    case 'review':
      return first ? { section: 'review', id: first, ...onServer(second) } : inbox(null, null);
    case 'health':
    case 'sign':
    case 'welcome':
      return { section: head };
    default:
      return inbox(first, second);
  }
}

/** The address of a route, with `#/`. */
export function routeHash(route: Route): string {
  return `#/${parts(route).map(encodeURIComponent).join('/')}`;
}

/** Two routes show the same page when only a detail inside it differs: the heading keeps the focus where it is. */
export function pageOf(route: Route): string {
  if (route.section === 'agreements') return `agreements/${route.form ?? ''}`;
  if (route.section === 'review') return `review/${route.id}`;
  return route.section;
}

function parts(route: Route): string[] {
  switch (route.section) {
    case 'inbox':
      if (route.server) return ['inbox', route.folder, route.server];
      return route.folder === 'waiting' ? ['inbox'] : ['inbox', route.folder];
    case 'agreements':
      if (route.form) return ['agreements', 'new', route.form];
      return route.id ? ['agreements', route.id] : ['agreements'];
    case 'receipts':
      return route.id ? ['receipts', route.id] : ['receipts'];
    case 'inspect':
      return route.source ? ['inspect', route.source.from, route.source.id] : ['inspect'];
    case 'batch':
    case 'review':
      return [route.section, route.id, route.server].filter(part => part != null);
    default:
      return [route.section];
  }
}

function inbox(folder: string | null, server: string | null): Route {
  return {
    section: 'inbox',
    folder: FOLDERS.find(known => known === folder) ?? 'waiting',
    ...onServer(server),
  };
}

/** One of an older or newer release is none. */
function onServer(name: string | null): { server?: DidoxServer } {
  const server = SERVERS.find(known => known === name);
  return server ? { server } : {};
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
