import { controlHelp } from './control.ts';
import { settingsHelp as didoxHelp } from './didox/index.ts';
import { readDidoxSettings } from './didox-settings.ts';
import { settingsHelp as eimzoHelp, readSettings } from './eimzo/start-module.ts';
import { settingsHelp as eugodaHelp, readSetting } from './eugoda/settings.ts';
import type { RawSettings, WorldOptions, WorldPorts } from './world.ts';

/** Thrown for a switch that does not exist or does not fit; the message is for the person who typed it. */
export class UsageError extends Error {}

export interface SandboxCommand {
  readonly help: boolean;
  readonly json: boolean;
  readonly options: WorldOptions;
}

interface Setting {
  readonly name: string;
  readonly type: string;
  readonly default: unknown;
  readonly help: string;
}

interface StandIn {
  readonly id: 'eimzo' | 'didox' | 'eugoda';
  readonly title: string;
  readonly settings: readonly Setting[];
  readonly check: (settings: RawSettings) => unknown;
}

const STAND_INS: readonly StandIn[] = [
  { id: 'eimzo', title: 'The module (E-IMZO)', settings: eimzoHelp, check: readSettings },
  { id: 'didox', title: 'Didox', settings: didoxHelp, check: readDidoxSettings },
  {
    id: 'eugoda',
    title: 'eUgoda',
    settings: eugodaHelp,
    check: settings => Object.entries(settings).map(([name, value]) => readSetting(name, value)),
  },
];

const PORTS: Readonly<Record<string, keyof WorldPorts>> = {
  'eimzo-ws-port': 'eimzoWs',
  'eimzo-wss-port': 'eimzoWss',
  'didox-api-port': 'didoxApi',
  'didox-web-port': 'didoxWeb',
  'eugoda-api-port': 'eugodaApi',
  'eugoda-page-port': 'eugodaPage',
  'control-port': 'control',
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/**
 * Reads `--switch value` and `--switch=value`; a setting may be written as it is (`passwordDelayMs`) or with dashes
 * (`password-delay-ms`).
 * @throws UsageError
 */
export function readCommandLine(args: readonly string[]): SandboxCommand {
  const settings: Record<StandIn['id'], Record<string, string>> = { eimzo: {}, didox: {}, eugoda: {} };
  const ports: Record<string, number> = {};
  let help = false;
  let json = false;
  for (let at = 0; at < args.length; at++) {
    const given = args[at]!;
    const [, name = '', inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(given) ?? [];
    if (name === 'help' || given === '-h') help = true;
    else if (name === 'json') json = true;
    else {
      const target = targetOf(name);
      if (target === null) throw new UsageError(`there is no switch "${given}"`);
      const value = inline ?? args[++at];
      if (value === undefined) throw new UsageError(`"--${name}" needs a value`);
      if ('port' in target) ports[target.port] = readPort(name, value);
      else settings[target.standIn.id][target.setting] = value;
    }
  }
  for (const { id, check } of STAND_INS) {
    try {
      check(settings[id]);
    } catch (thrown) {
      throw new UsageError(`${id}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return { help, json, options: { ports, ...settings } };
}

type Target = { readonly port: keyof WorldPorts } | { readonly standIn: StandIn; readonly setting: string };

function targetOf(name: string): Target | null {
  const port = PORTS[name];
  if (port !== undefined) return { port };
  for (const standIn of STAND_INS) {
    if (!name.startsWith(`${standIn.id}-`)) continue;
    const wanted = name.slice(standIn.id.length + 1);
    const found = standIn.settings.find(one => one.name === wanted || kebab(one.name) === wanted);
    if (found) return { standIn, setting: found.name };
  }
  return null;
}

function readPort(name: string, value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) {
    throw new UsageError(`"--${name}" takes a port from 0 (any free one) to 65535, not "${value}"`);
  }
  return port;
}

/** Everything `npm run sandbox` understands. */
export function helpText(): string {
  const standIns = STAND_INS.map(({ id, title, settings }) => {
    const lines = settings.map(
      ({ name, type, default: initial, help }) =>
        `  --${id}-${kebab(name)} <${type}>\n         ${help}\n         default: ${JSON.stringify(initial)}`,
    );
    return `${title}\n${lines.join('\n')}`;
  });
  return `Usage: npm run sandbox -- [--json] [switches]

Stand-ins for the E-IMZO module, Didox and eUgoda on 127.0.0.1, until stopped with Ctrl+C.

The module admits every origin unless told otherwise, so that a demonstration needs no set-up. A real one is expected to
refuse an extension (-1022): --eimzo-origin-mode strict shows that, developer and null the ways in.

  --json
         one line of JSON with the addresses, nothing else
  --help
         this text

Ports (default: free ones)
${Object.keys(PORTS)
  .map(name => `  --${name} <number>`)
  .join('\n')}

${standIns.join('\n\n')}

The control channel (HTTP, JSON) changes all of it while the sandbox runs; its address is printed at the start
${controlHelp}

  example: curl -d '{"eimzo":{"passwordDelayMs":5000}}' <control>/control
`;
}
