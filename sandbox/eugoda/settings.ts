import type { Application } from './types.ts';

/** Everything that can be changed while the stand-in runs: what the real service does is not documented. */
export interface EugodaSettings {
  applications: readonly Application[];
  timestampTolerance: number;
  clockOffset: number;
  reply: 'flat' | 'data' | 'result-document' | 'other-names' | 'list' | 'bare-link' | 'message-only';
  dates: 'iso' | 'iso-local' | 'epoch' | 'epoch-ms' | 'dotted' | 'none';
  errors: 'message' | 'error' | 'errors' | 'success-false' | 'text' | 'html' | 'empty';
  words: 'uk' | 'en';
  limit: number;
  maxLifetime: number;
  beforeSigned: '409' | '404' | '202' | '200';
  archive: 'zip' | 'asic-e' | 'asic-s' | 'cms' | 'base64' | 'json';
  disposition: 'utf8' | 'plain' | 'none';
  breakAfter: number | null;
  breakPauseMs: number;
  chunkSize: number;
  chunkMs: number;
  contentLength: boolean;
  deleteWhen: 'sent' | 'asked';
  fault: 'none' | 'fail-before' | 'fail-after' | 'drop-before' | 'drop-after';
  latencyMs: number;
  cors: boolean;
}

export interface SettingHelp {
  readonly name: keyof EugodaSettings;
  readonly type: string;
  readonly default: unknown;
  readonly help: string;
}

const setting = <Name extends keyof EugodaSettings>(
  name: Name,
  type: string,
  value: EugodaSettings[Name],
  help: string,
): SettingHelp => ({ name, type, default: value, help });

export const demoApplication: Application = {
  id: 'umbrella',
  secret: 'umbrella-secret',
  templates: [
    {
      id: 'contract-1',
      required: ['name', 'number', 'passportNo', 'passportDate', 'issuer', 'city', 'date', 'salary'],
    },
  ],
};

/** For `--help` and for the control channel: every switch, its type, its default and what it does. */
export const settingsHelp: readonly SettingHelp[] = [
  setting(
    'applications',
    'object',
    [demoApplication],
    'registered applications with their secrets and templates',
  ),
  setting('timestampTolerance', 'number', 300, 'seconds a timestamp may be away from the service’s clock'),
  setting('clockOffset', 'number', 0, 'seconds the service’s clock is ahead of this machine’s'),
  setting(
    'reply',
    'flat|data|result-document|other-names|list|bare-link|message-only',
    'flat',
    'shape of the answer to a registration and to share',
  ),
  setting(
    'dates',
    'iso|iso-local|epoch|epoch-ms|dotted|none',
    'iso',
    'form of the link’s end; local means Kyiv time',
  ),
  setting(
    'errors',
    'message|error|errors|success-false|text|html|empty',
    'message',
    'envelope of refusals (success-false comes with status 200)',
  ),
  setting('words', 'uk|en', 'uk', 'language of refusals'),
  setting('limit', 'number', 20_000_000, 'largest request body in bytes; above it 413'),
  setting('maxLifetime', 'number', 2_592_000, 'longest lifetime of a link in seconds'),
  setting('beforeSigned', '409|404|202|200', '409', 'answer to GET document before everybody signed'),
  setting(
    'archive',
    'zip|asic-e|asic-s|cms|base64|json',
    'zip',
    'what GET document delivers (base64, json: of the zip)',
  ),
  setting('disposition', 'utf8|plain|none', 'utf8', 'form of Content-Disposition'),
  setting('breakAfter', 'number|null', null, 'the connection dies after so many bytes of an archive'),
  setting(
    'breakPauseMs',
    'number',
    50,
    'milliseconds between the last of these bytes and the end; a change of breakAfter ends it sooner',
  ),
  setting('chunkSize', 'number', 65_536, 'bytes per chunk of an archive'),
  setting('chunkMs', 'number', 0, 'pause between chunks, milliseconds'),
  setting('contentLength', 'boolean', true, 'false: archives come without Content-Length'),
  setting(
    'deleteWhen',
    'sent|asked',
    'sent',
    'removeOnCompleted deletes after the last byte, or at the request already',
  ),
  setting(
    'fault',
    'none|fail-before|fail-after|drop-before|drop-after',
    'none',
    'POST calls answer 500, or drop the connection, before or after they took effect',
  ),
  setting('latencyMs', 'number', 0, 'pause before each API answer, milliseconds'),
  setting('cors', 'boolean', true, 'false: no Access-Control-* headers'),
];

export function defaultSettings(): EugodaSettings {
  const entries = settingsHelp.map(({ name, default: value }) => [name, structuredClone(value)]);
  return Object.fromEntries(entries) as EugodaSettings;
}

/**
 * A value for a setting, also as the command line has it (text). Throws an Error naming the setting when it
 * does not fit.
 */
export function readSetting(name: string, given: unknown): Partial<EugodaSettings> {
  const help = settingsHelp.find(one => one.name === name);
  if (help === undefined) throw new Error(`eugoda: there is no setting "${name}"`);
  const value =
    typeof given === 'string' && /^(object|number|boolean)/.test(help.type) ? parse(given) : given;
  const fits = help.type.split('|').some(kind => {
    if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
    if (kind === 'boolean') return typeof value === 'boolean';
    if (kind === 'null') return value === null;
    return kind === 'object' ? typeof value === 'object' && value !== null : value === kind;
  });
  if (!fits) throw new Error(`eugoda: ${name} takes ${help.type}, not ${JSON.stringify(given)}`);
  return { [name]: value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
