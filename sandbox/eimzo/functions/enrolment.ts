import { hang } from '../call.ts';
import { disksOf } from '../key-files.ts';
import { Refusal } from '../status.ts';
import type { Handler, Handlers } from './handlers.ts';

/**
 * Functions around getting a new key. The stand-in has nobody to issue one, so it checks what it can and then refuses
 * as if the person had closed the window.
 */
const refuse: Handler = () => {
  throw new Refusal(-5001);
};

/** disk, path, name and what follows, of the functions that write a key file. */
const refuseSave: Handler = (call, module) => {
  const [disk = '', path = '', name = ''] = call.arguments;
  if (path !== '' && path !== 'DSKEYS') throw new Refusal(-1002);
  if (!disksOf(module.settings).includes(disk)) throw new Refusal(-2011);
  if (!/^[\w-]+$/.test(name)) throw new Refusal(-1003);
  throw new Refusal(-5001);
};

const noKeyPair: Handler = () => {
  throw new Refusal(-1011);
};

export const pfxEnrolment: Handlers = { save_pfx: refuseSave, save_temporary_pfx: refuseSave };
export const ytksEnrolment: Handlers = { save_ytks: refuseSave };

export const pki: Handlers = {
  enroll_pfx_step1: refuse,
  enroll_pfx_step2: () => {
    throw new Refusal(-2025);
  },
};

export const pkcs10: Handlers = {
  /** Reported to block for ever without any window. */
  generate_keypair: call => hang(call.signal),
  create_pkcs10: noKeyPair,
  create_pkcs10_from_key: (call, module) => {
    throw new Refusal(module.find(call.arguments[0]!) === undefined ? -1010 : -5001);
  },
  get_pkcs10_info: () => {
    throw new Refusal(-1028);
  },
};
