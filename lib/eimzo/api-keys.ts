import type { ApiKeyPair } from './ports.ts';

/**
 * The vendor's published key for callers without a recognisable origin (qo0p/e-imzo-doc, e-imzo-init.js). The only
 * public pair we carry. It opens the module to every local program without an origin until the module restarts, so it
 * goes out only after a refusal that itself calls us `null`, never in advance.
 */
const NULL_PAIR: ApiKeyPair = {
  domain: 'null',
  key: 'E0A205EC4E7B78BBB56AFF83A733A1BB9FD39D562E67978CC5E7D73B0951DB1954595A20672A63332535E13CC6EC1E1FC8857BB09E0855D7E76E411B6FA16E9D',
};

/** Developers' domains: we are never they, whatever settings or refusals say. */
const NEVER = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/**
 * The one pair to answer a refusal with, or null. Only a pair for the very domain that the refusal names: no
 * impersonation.
 */
export function pairFor(domain: string | null, settings: readonly ApiKeyPair[]): ApiKeyPair | null {
  const named = domain?.toLowerCase();
  if (domain === null || named === undefined || NEVER.has(named)) return null;
  const pair =
    settings.find(each => each.domain.toLowerCase() === named) ?? (named === 'null' ? NULL_PAIR : null);
  return pair && { domain, key: pair.key };
}
