import { json, type Reply } from '../http/exchange.ts';
import { findParty } from '../world/parties.ts';
import type { Call, UserCall } from './context.ts';

/** GET /v1/profile. Only `offerSigned` is known from a live host; the rest is a plausible guess. */
export function profile(call: UserCall): Reply {
  const party = findParty(call.session.taxId);
  return json(200, {
    tin: party?.person ? null : call.session.taxId,
    pinfl: party?.person ? call.session.taxId : null,
    name: party?.name ?? null,
    director: party?.director ?? null,
    address: party?.address ?? null,
    account: party?.account ?? null,
    offerSigned: call.world.settings.offerRequired.includes(call.session.taxId) ? 0 : 1,
  });
}

/** GET /v1/profile/branches?tin= */
export function branches(call: Call): Reply {
  const party = findParty(call.exchange.query.get('tin') ?? '');
  return json(200, { data: party?.branches.map(branch => ({ ...branch })) ?? [] });
}
