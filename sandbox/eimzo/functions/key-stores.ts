import { aliasOf, getIdentity } from '../../pki/index.ts';
import { wait } from '../call.ts';
import { disksOf, type KeyFile, keyFiles, ytksFiles } from '../key-files.ts';
import type { LoadedKey, ModuleState, Store } from '../module-state.ts';
import { askPassword } from '../password-window.ts';
import { Refusal } from '../status.ts';
import type { Handlers } from './handlers.ts';

const MISSING_KEY = { pfx: -1014, ytks: -1013, ftjc: -1010 } as const;
const MISSING_FILE = { pfx: -2002, ytks: -2010 } as const;

function ytksRow(file: KeyFile): object {
  const { identity, alias, disk, path, name } = file;
  return {
    disk,
    path,
    name,
    alias,
    serialNumber: identity.serial,
    subjectName: alias.split(',serialnumber=')[0],
    validFrom: identity.validFrom.getTime(),
    validTo: identity.validTo.getTime(),
    issuerName: 'cn="soxta markaz" duk (sinov)',
    publicKeyAlgName: identity.family === 'ozmst-2024' ? 'OZMST-286-2024' : 'OZDST-1092-2009-2',
  };
}

const pfxRow = ({ disk, path, name, alias }: KeyFile): object => ({ disk, path, name, alias });

function findKey(module: ModuleState, store: Store, id: string): LoadedKey {
  const key = module.find(id);
  if (key?.store !== store) throw new Refusal(MISSING_KEY[store]);
  return key;
}

/** The file that load_key names. All of disk, path, name and alias must be as the listing gave them. */
function findFile(
  module: ModuleState,
  store: 'pfx' | 'ytks',
  files: readonly KeyFile[],
  [disk = '', path = '', name = '', alias = '']: readonly string[],
): KeyFile {
  if (path !== '' && path !== 'DSKEYS') throw new Refusal(-1002);
  if (!disksOf(module.settings).includes(disk)) throw new Refusal(-2011);
  const same = files.filter(file => file.disk === disk && file.path === path && file.name === name);
  if (same.length === 0) throw new Refusal(MISSING_FILE[store]);
  const found = same.find(file => file.alias === alias);
  if (found === undefined) throw new Refusal(-2006, alias, name);
  return found;
}

function keyStore(store: 'pfx' | 'ytks'): Handlers {
  const files = (module: ModuleState): readonly KeyFile[] =>
    store === 'pfx' ? keyFiles(module.settings) : ytksFiles(module.settings);
  const row = store === 'pfx' ? pfxRow : ytksRow;
  return {
    list_disks: (_, module) => ({ disks: disksOf(module.settings) }),
    list_certificates: async (call, module) => {
      if (!disksOf(module.settings).includes(call.arguments[0]!)) throw new Refusal(-2011);
      await wait(module.settings.listDelayMs, call.signal);
      return {
        certificates: files(module)
          .filter(file => file.disk === call.arguments[0])
          .map(row),
      };
    },
    list_all_certificates: async (call, module) => {
      await wait(module.settings.listDelayMs, call.signal);
      return { certificates: files(module).map(row) };
    },
    load_key: async (call, module) => {
      const { identity } = findFile(module, store, files(module), call.arguments);
      if (store === 'ytks' && call.arguments[4] !== identity.serial) throw new Refusal(-2006, '', '');
      const keyId = module.load(store, identity);
      if (module.settings.passwordAt === 'load_key') {
        const key = module.find(keyId)!;
        try {
          await askPassword(call, module, key);
        } catch (refused) {
          module.loaded.delete(keyId);
          throw refused;
        }
        // Typed here, it is not asked for again at the signature.
        key.openUntil = Number.POSITIVE_INFINITY;
      }
      return { keyId, type: store === 'pfx' ? 'PFX_KEY_STORE' : 'YTKS_KEY_STORE' };
    },
    unload_key: (call, module) => {
      findKey(module, store, call.arguments[0]!);
      module.loaded.delete(call.arguments[0]!);
      return {};
    },
    verify_password: async (call, module) => {
      await askPassword(call, module, findKey(module, store, call.arguments[0]!), true);
      return {};
    },
    change_password: async (call, module) => {
      await askPassword(call, module, findKey(module, store, call.arguments[0]!), true);
      return {};
    },
  };
}

export const pfx: Handlers = keyStore('pfx');
export const ytks: Handlers = keyStore('ytks');

const cardUid = (index: number): string => `FT00000000${String(index).padStart(6, '0')}`;

/** FT Java Card tokens of the oldest versions. */
export const ftjc: Handlers = {
  list_all_keys: async (call, module) => {
    await wait(module.settings.listDelayMs, call.signal);
    const tokens = module.settings.ftjcKeys.map((id, index) => {
      const identity = getIdentity(id);
      return { cardUID: cardUid(index), statusInfo: 'OK', ownerName: identity.cn, info: aliasOf(identity) };
    });
    return { tokens: tokens.filter(token => ['', token.cardUID].includes(call.arguments[0]!)) };
  },
  load_key: (call, module) => {
    const id = module.settings.ftjcKeys.find((_, index) => cardUid(index) === call.arguments[0]);
    if (id === undefined) throw new Refusal('no-device');
    return { keyId: module.load('ftjc', getIdentity(id)), type: 'FTJC_KEY_STORE' };
  },
  verify_pin: async (call, module) => {
    await askPassword(call, module, findKey(module, 'ftjc', call.arguments[0]!), true);
    return {};
  },
  change_pin: async (call, module) => {
    await askPassword(call, module, findKey(module, 'ftjc', call.arguments[0]!), true);
    return {};
  },
};
