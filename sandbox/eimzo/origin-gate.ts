import { verifyApiKey } from '../pki/index.ts';
import { type Call, wait } from './call.ts';
import type { ModuleState } from './module-state.ts';
import { Refusal } from './status.ts';

/** Hosts in the module's own table. */
const BUILT_IN = /^(e-imzo\.uz|(.+\.)?soliq\.uz)$/;

/**
 * The domain an Origin counts as: its host alone, no scheme, no port; `null` for a missing one and for one without a
 * host. In mode `null` every extension counts as `null` too, which is what a parser that does not know the scheme gives.
 */
export function domainOf(origin: string | null, mode: string): string {
  if (origin === null || origin === 'null') return 'null';
  if (mode === 'null' && /^[a-z-]+-extension:/.test(origin)) return 'null';
  try {
    return new URL(origin).hostname || 'null';
  } catch {
    return 'null';
  }
}

async function askDeveloper(call: Call, module: ModuleState, origin: string): Promise<boolean> {
  const answer = module.asked.get(origin);
  if (answer !== undefined) return answer;
  await wait(module.settings.developerDelayMs, call.signal);
  const allowed = module.settings.developerAnswer === 'allow';
  module.asked.set(origin, allowed);
  return allowed;
}

/** Lets a plugin call pass, or not. @throws Refusal -1022 with the domain */
export async function checkOrigin(call: Call, module: ModuleState): Promise<void> {
  const mode = module.settings.originMode;
  if (mode === 'allow') return;
  const domain = domainOf(call.record.origin, mode);
  if (BUILT_IN.test(domain) || module.registered.has(domain)) return;
  if (mode === 'developer' && (await askDeveloper(call, module, call.record.origin ?? 'null'))) return;
  throw new Refusal(-1022, domain);
}

/**
 * The meta call `apikey`: domain, key, domain, key, … Registered for everybody until the module restarts.
 * @throws Refusal 0 for an odd number, -1020 for the first key that does not verify
 */
export function registerApiKeys(pairs: readonly string[], module: ModuleState): void {
  if (pairs.length === 0 || pairs.length % 2 !== 0) throw new Refusal(0);
  const accepted: string[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const domain = pairs[at]!;
    const key = pairs[at + 1]!;
    const extra = module.settings.extraApiKeys.some(one => one[0] === domain && one[1] === key);
    if (!extra && !verifyApiKey(domain, key)) throw new Refusal(-1020, domain);
    accepted.push(domain);
  }
  for (const domain of accepted) module.registered.add(domain);
}
