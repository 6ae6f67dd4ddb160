import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { Didox } from '../didox.ts';

/**
 * Where the desk shows the documents of a card's server. A card on the test site is never on production, whatever the
 * options say, and nobody must land on another server than the one he came from: there he would sign in, and sign.
 */
export async function inboxRoute(didox: Pick<Didox, 'serverChosen'>, server: DidoxServer): Promise<string> {
  return server === (await didox.serverChosen()) ? 'inbox' : `inbox/waiting/${server}`;
}
