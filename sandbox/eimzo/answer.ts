import { type Call, GivenUp, type Payload, wait } from './call.ts';
import { handlerOf } from './functions/index.ts';
import type { ModuleState } from './module-state.ts';
import { checkOrigin, registerApiKeys } from './origin-gate.ts';
import { accepts, apidocOf } from './profiles.ts';
import { Refusal, reasonOf } from './status.ts';

/** A frame taken apart; null in `request` when it is none the module understands. */
export interface Request {
  readonly plugin: string;
  readonly name: string;
  readonly arguments: readonly string[];
}

/** An answer, and the status it has or would have. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Reads a text frame: {plugin?, name, arguments?: [strings]}. Null for anything else. */
export function readRequest(frame: string): Request | null {
  try {
    const { plugin = '', name, arguments: list = [] } = JSON.parse(frame) as Record<string, unknown>;
    if (typeof plugin !== 'string' || typeof name !== 'string' || !Array.isArray(list)) return null;
    return list.every(one => typeof one === 'string') ? { plugin, name, arguments: list } : null;
  } catch {
    return null;
  }
}

/** How often a waiting call looks whether the other program has let go. */
const BUSY_POLL_MS = 10;

async function carryOut(request: Request, call: Call, module: ModuleState): Promise<Payload> {
  const handler = handlerOf(request.plugin, request.name);
  if (
    handler === undefined ||
    !accepts(module.profile, request.plugin, request.name, request.arguments.length)
  ) {
    throw new Refusal(0);
  }
  if (module.settings.busy === 'refuse') throw new Refusal(-3000);
  while (module.settings.busy === 'wait') await wait(BUSY_POLL_MS, call.signal);
  await checkOrigin(call, module);
  return handler(call, module);
}

function meta(request: Request, call: Call, module: ModuleState): Payload | readonly object[] {
  if (request.name === 'version') return module.profile.version;
  if (request.name === 'apidoc') return apidocOf(module.profile);
  if (request.name !== 'apikey') throw new Refusal(0);
  registerApiKeys(request.arguments, module);
  return { message: call.record.origin ?? 'null' };
}

export function success(payload: Payload, module: ModuleState): Answer {
  return {
    status: 1,
    body: { success: true, ...(module.profile.statusCodes ? { status: 1 } : {}), ...payload },
  };
}

export function refusal(refused: Refusal, module: ModuleState): Answer {
  const { status } = refused;
  const reason = reasonOf(refused, module.profile, module.language);
  return { status, body: { success: false, ...(module.profile.statusCodes ? { status } : {}), reason } };
}

/** Answers a request. @throws GivenUp when nobody waits any more */
export async function answer(request: Request | null, call: Call, module: ModuleState): Promise<Answer> {
  try {
    if (request === null) throw new Refusal(0);
    if (request.plugin !== '') return success(await carryOut(request, call, module), module);
    const payload = meta(request, call, module);
    return Array.isArray(payload) ? { status: 1, body: payload } : success(payload as Payload, module);
  } catch (thrown) {
    if (thrown instanceof Refusal) return refusal(thrown, module);
    if (thrown instanceof GivenUp) throw thrown;
    return refusal(new Refusal({ status: -9999, reason: String(thrown) }), module);
  }
}
