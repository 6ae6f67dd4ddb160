import { wait } from '../call.ts';
import type { ModuleState } from '../module-state.ts';
import type { Device } from '../settings.ts';
import { Refusal } from '../status.ts';
import type { Handler, Handlers } from './handlers.ts';

const NAMES: Readonly<Record<Device, string>> = {
  idcard: 'Sandbox ID-card reader 0',
  baikey: 'Sandbox BAIK-Token 0',
  uzgrd: 'Sandbox UzGuard 0',
  ckc: 'Sandbox JavaCard Token 0',
};

const plugged = (module: ModuleState, device: Device): string[] =>
  module.settings.hardware.includes(device) ? [NAMES[device]] : [];

const forgetPins: Handler = (_, module) => {
  module.pinUntil = 0;
  return {};
};

/** Nobody gets a new certificate from a stand-in. */
const refusePersonalize =
  (device: Device): Handler =>
  (_, module) => {
    throw new Refusal(plugged(module, device).length === 0 ? 'no-device' : -5001);
  };

function device(kind: Device, list: string, field: string): Handlers {
  return {
    [list]: async (call, module) => {
      await wait(module.settings.listDelayMs, call.signal);
      return { [field]: plugged(module, kind) };
    },
    personalize: refusePersonalize(kind),
    clear_saved_pin_codes: forgetPins,
  };
}

export const idcard: Handlers = {
  ...device('idcard', 'list_readers', 'readers'),
  get_encrypted_signed_cplc: refusePersonalize('idcard'),
};
export const baikey: Handlers = device('baikey', 'list_tokens', 'tokens');
export const uzgrd: Handlers = device('uzgrd', 'list_tokens', 'tokens');

/** Containers of every kind: what the other device plugins see, and a plain Java Card. */
export const ckc: Handlers = {
  supported_ckc: () => ({ list: ['idcard', 'baikey', 'uzgrd'] }),
  list_ckc: async (call, module) => {
    await wait(module.settings.listDelayMs, call.signal);
    return {
      devices: module.settings.hardware.map(kind => ({
        type: kind === 'ckc' ? 'EIMZO' : kind.toUpperCase(),
        deviceID: NAMES[kind],
      })),
    };
  },
  clear_saved_pin_codes: forgetPins,
};
