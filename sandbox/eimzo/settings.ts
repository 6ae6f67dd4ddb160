import { getIdentity } from '../pki/index.ts';
import { FAULT_KINDS, type Fault, readFaults } from './faults.ts';

/** Where keys lie: `disk` and `path` as the module spells them, and whose keys they are. */
export interface KeyDisk {
  readonly disk: string;
  readonly path: '' | 'DSKEYS';
  readonly identities: readonly string[];
}

/** One setting: what it is for, and how a value is read. `read` takes JSON values and command-line strings. */
interface Setting<T> {
  readonly type: string;
  readonly default: T;
  readonly help: string;
  readonly read: (value: unknown) => T;
}

function oneOf<const T extends string>(values: readonly T[], initial: NoInfer<T>, help: string): Setting<T> {
  return {
    type: values.join('|'),
    default: initial,
    help,
    read: value => {
      const found = values.find(one => one === value);
      if (found === undefined) throw new TypeError(`must be one of ${values.join(', ')}`);
      return found;
    },
  };
}

function count(initial: number, help: string, most: number = Number.MAX_SAFE_INTEGER): Setting<number> {
  return {
    type: 'number',
    default: initial,
    help,
    read: value => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > most) {
        throw new TypeError(`must be a whole number from 0 to ${most}`);
      }
      return number;
    },
  };
}

function flag(initial: boolean, help: string): Setting<boolean> {
  return {
    type: 'true|false',
    default: initial,
    help,
    read: value => {
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw new TypeError('must be true or false');
    },
  };
}

/** A list; on the command line with commas between, or as JSON. */
function list<T>(
  type: string,
  initial: readonly T[],
  help: string,
  read: (item: unknown) => T,
): Setting<readonly T[]> {
  return {
    type,
    default: initial,
    help,
    read: value => {
      const items = typeof value === 'string' ? fromText(value) : value;
      if (!Array.isArray(items)) throw new TypeError('must be a list');
      return items.map(read);
    },
  };
}

function fromText(value: string): unknown {
  if (/^\s*[[{]/.test(value)) return JSON.parse(value);
  return value
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

function identityId(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('must be ids of identities');
  getIdentity(value); // throws, naming the known ones
  return value;
}

function keyDisk(value: unknown): KeyDisk {
  const { disk, path, identities } = (value ?? {}) as {
    disk?: unknown;
    path?: unknown;
    identities?: unknown;
  };
  if (typeof disk !== 'string' || (path !== '' && path !== 'DSKEYS') || !Array.isArray(identities)) {
    throw new TypeError('must be {disk, path: "" or "DSKEYS", identities: [id]}');
  }
  return { disk, path, identities: identities.map(identityId) };
}

const keys = list('[{disk,path,identities}] or ids', defaultKeys(), 'whose key files lie where', keyDisk);

const OUTCOMES = ['ok', 'cancel', 'wrong', 'timeout'] as const;
export type WindowOutcome = (typeof OUTCOMES)[number];

const DEVICES = ['idcard', 'baikey', 'uzgrd', 'ckc'] as const;
export type Device = (typeof DEVICES)[number];

const TABLE = {
  profile: oneOf(['3.37', '4.86', '6.4.7'], '6.4.7', 'which version the module is'),
  language: oneOf(['ru', 'uz'], 'ru', 'language of reasons after a start; app.change_ui_lang changes it'),

  keys: {
    ...keys,
    read: (value: unknown): readonly KeyDisk[] => {
      const plain = typeof value === 'string' && !/^\s*[[{]/.test(value);
      return plain
        ? [{ disk: 'C:\\', path: 'DSKEYS', identities: (fromText(value) as string[]).map(identityId) }]
        : keys.read(value);
    },
  },
  manyKeys: count(0, 'so many of the thousand generated keys, on the first disk', 1000),
  macosDuplicates: flag(false, 'list every file twice, as macOS does with /Volumes/'),
  ytksKeys: list('ids', [], 'identities with a YTKS file', identityId),
  ftjcKeys: list('ids', [], 'identities on FT Java Card tokens (3.37 only)', identityId),
  listDelayMs: count(300, 'how long a listing takes; 12000 has been seen in the wild'),

  hardware: list('idcard,baikey,uzgrd,ckc', [], 'what is plugged in', item =>
    oneOf(DEVICES, 'idcard', '').read(item),
  ),
  hardwareIdentity: { type: 'id', default: 'sender', help: 'whose key the hardware holds', read: identityId },
  pinTriesLeft: count(3, 'tries before the PIN is blocked; 0 is blocked', 3),

  passwordAt: oneOf(['load_key', 'create_pkcs7'], 'create_pkcs7', 'which call opens the password window'),
  passwordDelayMs: count(0, 'how long the person takes to type'),
  passwordOutcomes: list(
    'ok|cancel|wrong|timeout, …',
    [],
    'what happens in the next windows; then ok',
    item => oneOf(OUTCOMES, 'ok', '').read(item),
  ),
  passwordTimeoutMs: count(60_000, 'after which the window closes itself'),
  rememberMs: count(60_000, 'how long a typed password is remembered for its keyId; 0: never'),
  keyLifetimeMs: count(24 * 3_600_000, 'after which a keyId is gone'),
  signDelayMs: count(0, 'how long one signature takes'),

  originMode: oneOf(
    ['allow', 'strict', 'null', 'developer'],
    'allow',
    'allow: everyone is admitted, for demonstrations; a real module is expected to answer an extension with -1022, as strict does: only hosts with a registered API key; null: strict, and an extension counts as domain "null"; developer: ask once per origin',
  ),
  extraApiKeys: list('[[domain,key]]', [], 'pairs that count as valid beside the vendor’s', apiKeyPair),
  developerAnswer: oneOf(['allow', 'deny'], 'allow', 'the answer to the question of developer mode'),
  developerDelayMs: count(0, 'how long the person takes to answer it'),

  overlapHangs: flag(true, 'two plugin calls under way at once both hang, as reported'),
  busy: oneOf(['no', 'refuse', 'wait'], 'no', 'another program holds the module: answer -3000, or wait'),
  listening: flag(true, 'false: connections are refused, as if the module did not run'),
  holdConnections: flag(false, 'connections are taken, the WebSocket handshake is never answered'),
  maxMessageBytes: count(64 * 1024 * 1024, 'longer messages close the socket with 1009', 64 * 1024 * 1024),
  maxArgumentBytes: count(32 * 1024 * 1024, 'longer arguments close the socket with 1009'),
  faults: {
    type: 'kind[@plugin.name][*times], …',
    default: [] as readonly Fault[],
    help: `what goes wrong: ${FAULT_KINDS.join(', ')}; as JSON also delayMs, bytes, status, reason, once`,
    read: (value: unknown): readonly Fault[] =>
      readFaults(typeof value === 'string' ? fromText(value) : value),
  },
} satisfies Record<string, Setting<never> | Setting<unknown>>;

function defaultKeys(): readonly KeyDisk[] {
  return [
    { disk: 'C:\\', path: 'DSKEYS', identities: ['sender', 'two-companies-first', 'two-companies-second'] },
    { disk: 'D:\\', path: '', identities: ['receiver', 'person', 'expired'] },
  ];
}

function apiKeyPair(value: unknown): readonly [domain: string, key: string] {
  const [domain, key] = Array.isArray(value) && value.length === 2 ? value : [];
  if (typeof domain !== 'string' || typeof key !== 'string')
    throw new TypeError('must be pairs [domain, key]');
  return [domain, key];
}

/** Everything that can be switched while the stand-in runs; `settingsHelp` says what each is for. */
export type ModuleSettings = { readonly [K in keyof typeof TABLE]: ReturnType<(typeof TABLE)[K]['read']> };

/** For `--help`: every setting with its type, default and purpose. */
export const settingsHelp: readonly {
  readonly name: keyof ModuleSettings;
  readonly type: string;
  readonly default: unknown;
  readonly help: string;
}[] = Object.entries(TABLE).map(([name, setting]) => ({
  name: name as keyof ModuleSettings,
  type: setting.type,
  default: setting.default,
  help: setting.help,
}));

export function defaultSettings(): ModuleSettings {
  return Object.fromEntries(settingsHelp.map(one => [one.name, one.default])) as unknown as ModuleSettings;
}

/**
 * Checks settings that came from the command line or the control channel.
 * @param raw values as JSON or as text
 * @throws TypeError that names the setting and what it must be
 */
export function readSettings(raw: Readonly<Record<string, unknown>>): Partial<ModuleSettings> {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (!Object.hasOwn(TABLE, name)) {
        throw new TypeError(
          `the module has no setting "${name}"; there are ${Object.keys(TABLE).join(', ')}`,
        );
      }
      try {
        return [name, TABLE[name as keyof typeof TABLE].read(value)];
      } catch (thrown) {
        throw new TypeError(`setting "${name}" ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    }),
  );
}
