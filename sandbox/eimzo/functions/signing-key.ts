import { getIdentity, type Identity } from '../../pki/index.ts';
import type { Call } from '../call.ts';
import type { ModuleState } from '../module-state.ts';
import { askPassword, askPin } from '../password-window.ts';
import type { Device } from '../settings.ts';
import { Refusal } from '../status.ts';

const DEVICE_WORDS: readonly string[] = ['idcard', 'baikey', 'uzgrd', 'ckc'] satisfies readonly Device[];

/** The devices that a word stands for; `ckc` is any of them. */
function isPluggedIn(word: string, plugged: readonly Device[]): boolean {
  return word === 'ckc' ? plugged.length > 0 : plugged.some(device => device === word);
}

/** Whose key an id stands for, without asking for anything: a keyId, or the fixed word of a device. */
export function identityOf(id: string, module: ModuleState): Identity {
  const { profile, settings } = module;
  if (DEVICE_WORDS.includes(id) && Object.hasOwn(profile.catalogue, id)) {
    if (!isPluggedIn(id, settings.hardware)) throw new Refusal('no-device');
    return getIdentity(settings.hardwareIdentity);
  }
  const key = module.find(id);
  if (key === undefined) throw new Refusal(-1010);
  return key.identity;
}

/** The same, with password or PIN asked for where it must be. */
export async function openSigningKey(id: string, call: Call, module: ModuleState): Promise<Identity> {
  const identity = identityOf(id, module);
  const key = module.find(id);
  if (key === undefined) await askPin(call, module);
  else await askPassword(call, module, key);
  return identity;
}
