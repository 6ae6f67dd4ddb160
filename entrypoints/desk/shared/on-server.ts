import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DidoxServer } from '../../../lib/didox/servers.ts';

/** Whose documents, accounts or jobs a part of a page shows; null: of no server. */
export const OnServer = createContext<DidoxServer | null>(null);

/** The server of what is shown here: whatever is begun from it names that one, and leaves no choice to the options. */
export function useServer(): DidoxServer {
  const server = useContext(OnServer);
  if (server === null) throw new Error('not inside OnServer');
  return server;
}
