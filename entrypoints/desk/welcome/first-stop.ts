import type { HealthLink } from '../../../lib/messages/views/health.ts';

/** In this order one thing needs the one before: no keys without the module, no token without a key. */
const ORDER: readonly HealthLink['id'][] = [
  'module',
  'version',
  'origin',
  'keys',
  'storage',
  'didox',
  'token',
];

/** The one thing to put right next. eUgoda is not on the way to a first signature; warnings do not stand in it. */
export function firstStop(links: readonly HealthLink[]): HealthLink | null {
  const broken = ORDER.map(id => links.find(link => link.id === id)).filter(link => link?.state === 'broken');
  return broken[0] ?? null;
}
