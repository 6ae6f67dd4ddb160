import { type Exchange, header, json, type Reply } from '../http/exchange.ts';
import { phpJson } from '../world/bytes.ts';
import type { World } from '../world/world.ts';
import type { Call } from './context.ts';
import { type Endpoint, endpoints } from './endpoints.ts';
import { message, plain } from './errors.ts';

export interface Matched {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

/** Which endpoint a path means, whatever the method; a wrong method is answered with 405. */
export function matchEndpoint(exchange: Exchange): Matched | null {
  const fitting = endpoints.flatMap(endpoint => {
    const found = endpoint.pattern.exec(exchange.path);
    return found ? [{ endpoint, params: { ...found.groups } as Record<string, string> }] : [];
  });
  return fitting.find(({ endpoint }) => endpoint.method === exchange.method) ?? fitting[0] ?? null;
}

function partnerProblem(world: World, exchange: Exchange): Reply | null {
  if (!world.settings.enforcePartnerToken) return null;
  const sent = header(exchange, 'partner-authorization');
  if (!sent) return message(401, 'Unauthorized. Partner-Authorization header is required');
  // Most endpoints tolerate the "Bearer " they do not ask for (one client, live).
  const token = sent.replace(/^bearer /i, '');
  return world.settings.partnerTokens.includes(token)
    ? null
    : message(401, 'Unauthorized. Invalid partner token');
}

/** Lets the endpoint do its work: partner token first, then the user-key, then the handler. */
export function answer(world: World, exchange: Exchange, matched: Matched | null): Reply {
  if (!matched) return json(404, { message: `Route ${exchange.path} not found` });
  const { endpoint, params } = matched;
  if (endpoint.method !== exchange.method) return json(405, { message: 'Method Not Allowed' });
  const refused = partnerProblem(world, exchange);
  if (refused) return refused;
  const call: Call = { world, exchange, params, now: world.now() };
  if (endpoint.access === 'partner') return endpoint.handle(call);

  const userKey = header(exchange, 'user-key');
  const session = userKey ? world.sessions.find(userKey, exchange.environment, +call.now) : null;
  if (session) return endpoint.handle({ ...call, session });
  if (world.settings.userKeyErrors === 'text') return plain(401, 'Unauthorized. Invalid user key');
  return message(401, userKey ? 'Invalid user key' : 'Token expired');
}

/** Turns a reply into what goes over the wire. */
export function serialise(world: World, endpoint: string | null, reply: Reply): string | Uint8Array {
  if (reply.json === undefined) return reply.body ?? '';
  const written = world.settings.phpStyleJson ? phpJson(reply.json) : JSON.stringify(reply.json);
  if (!world.settings.trailingZeros || endpoint !== 'document') return written;
  // As PHP prints decimals: 1200000.00; a client that parses and stringifies gets 1200000.
  return written.replace(/("(?:\w*sum\w*)":\d+)(?=[,}])/g, '$1.00');
}
