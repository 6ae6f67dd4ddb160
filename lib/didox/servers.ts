import type { Fact } from '../signing/fact.ts';

/**
 * Didox's servers. A new one is a new release: the extension's
 * connect-src names them all, and nothing else can be reached.
 */
export const DIDOX_SERVERS = {
  production: { api: 'https://api-partners.didox.uz', site: 'https://didox.uz' },
  /** The current test API and test site. */
  test: { api: 'https://testapi3.didox.uz', site: 'https://test3.didox.uz' },
  /** The older test API of the seed page; its host is an optional permission. */
  'old-test': { api: 'https://stage.goodsign.biz', site: 'https://test3.didox.uz' },
} as const;
export type DidoxServer = keyof typeof DIDOX_SERVERS;
export const SERVER_NAMES = Object.keys(DIDOX_SERVERS) as readonly DidoxServer[];

/**
 * Which server a page belongs to. The site of a document outranks the setting in one case: the test site never speaks
 * to production. Otherwise the user's choice in the options holds.
 */
export function serverOfSite(hostname: string, chosen: DidoxServer): DidoxServer {
  if (hostname === 'test3.didox.uz' && chosen === 'production') return 'test';
  return chosen;
}

/**
 * That something belongs to a test server stands beside what its bytes say, wherever that is shown or kept: on cards, in
 * reviews, lists and receipts. Production goes without saying.
 */
export function serverFacts(server: DidoxServer): Fact[] {
  return server === 'production' ? [] : [{ label: 'server', value: server, kind: 'server', strong: true }];
}
