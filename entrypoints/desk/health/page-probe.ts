import { TLS } from '../../../lib/eimzo/endpoints.ts';
import type { HealthView } from '../../../lib/messages/views/health.ts';

const PATIENCE_MS = 6500;

/**
 * Where the worker reaches nobody, this page tries E-IMZO's TLS address itself: in Chromium a certificate that somebody
 * has accepted counts for sockets of pages and not for those of a worker (measured). So if this one opens, E-IMZO runs,
 * and its certificate is what is in the way. If it does not, nothing has been learnt.
 */
export async function withPageProbe(health: HealthView): Promise<HealthView> {
  const lost = health.links.find(({ id }) => id === 'module')?.verdict === 'module-not-running';
  if (!lost || !(await opens(TLS))) return health;
  return {
    ...health,
    links: health.links.map(link =>
      link.id === 'module' ? { ...link, verdict: 'certificate-not-trusted' } : link,
    ),
    report: `${health.report}\n${new URL(TLS).origin} from a page: open`,
  };
}

function opens(address: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new WebSocket(address);
    const end = (open: boolean) => {
      clearTimeout(patience);
      socket.onopen = socket.onclose = null;
      socket.close();
      resolve(open);
    };
    const patience = setTimeout(() => end(false), PATIENCE_MS);
    socket.onopen = () => end(true);
    socket.onclose = () => end(false);
  });
}
