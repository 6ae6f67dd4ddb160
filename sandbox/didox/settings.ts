import { type Attack, attackKinds, type Fault, faultAnswers } from './faults.ts';

/** Everything that can be changed while the stand-in runs. */
export interface DidoxSettings {
  enforcePartnerToken: boolean;
  partnerTokens: readonly string[];
  tokenMinutes: number;
  userKeyErrors: 'message' | 'text';
  documentBase64Shape: 'text' | 'string' | 'data' | 'documentBase64';
  timestampAttached: boolean;
  tosignShape: 'object' | 'base64' | 'nothing';
  contentCheck: 'bytes' | 'order' | 'values';
  requireStamp: boolean;
  secondTry: 'refused' | 'accepted';
  offerRequired: readonly string[];
  offerError: 'envelope' | 'undefined-variable' | 'prose';
  warningOnSign: string | null;
  roles: Readonly<Record<string, readonly number[]>>;
  blocked: readonly string[];
  unregistered: readonly string[];
  cancelledSeenByReceiver: number;
  nextPageUrl: 'relative' | 'absolute';
  phpStyleJson: boolean;
  trailingZeros: boolean;
  cors: boolean;
  latencyMs: Readonly<Record<string, number>>;
  faults: readonly Fault[];
  attacks: readonly Attack[];
  webTaxId: string;
  rerenderMs: number;
  replaceBody: boolean;
  csp: 'strict' | 'with-module' | 'off';
  iframe: boolean;
}

export interface SettingHelp {
  readonly name: keyof DidoxSettings;
  readonly type: string;
  readonly default: unknown;
  readonly help: string;
}

const setting = <K extends keyof DidoxSettings>(
  name: K,
  type: string,
  value: DidoxSettings[K],
  help: string,
): SettingHelp => ({ name, type, default: value, help });

/** For `--help` and for the control channel: every switch, its type, its default and what it does. */
export const settingsHelp: readonly SettingHelp[] = [
  setting(
    'enforcePartnerToken',
    'boolean',
    true,
    'refuse calls without a known Partner-Authorization header (401)',
  ),
  setting('partnerTokens', 'list', ['sandbox-partner-token'], 'the partner tokens that are accepted'),
  setting('tokenMinutes', 'number', 360, 'how long a user-key lives'),
  setting(
    'userKeyErrors',
    'message|text',
    'message',
    '401 as {"message":"Token expired"} / "Invalid user key", or as the plain text of the docs',
  ),
  setting(
    'documentBase64Shape',
    'text|string|data|documentBase64',
    'text',
    'answer shape of GET documentBase64',
  ),
  setting('timestampAttached', 'boolean', true, 'false: dsvs/timestamp answers with a bare token'),
  setting(
    'tosignShape',
    'object|base64|nothing',
    'object',
    'what tosign answers with (accept is always base64)',
  ),
  setting(
    'contentCheck',
    'bytes|order|values',
    'bytes',
    'how strictly the signed content must equal the compact JSON of data.json',
  ),
  setting('requireStamp', 'boolean', true, 'refuse signatures without a time stamp'),
  setting(
    'secondTry',
    'refused|accepted',
    'refused',
    'what becomes of the same signature for the same document once more; accepted: it takes effect a second time, and is counted',
  ),
  setting('offerRequired', 'list', [], 'tax ids that have not signed the public offer yet'),
  setting(
    'offerError',
    'envelope|undefined-variable|prose',
    'envelope',
    'how /sign refuses while the offer is unsigned',
  ),
  setting('warningOnSign', 'text|null', null, 'a successful /sign carries this text in warningDetails'),
  setting('roles', 'json {taxId: number[]}', {}, 'overrides the permission roles of a tax id'),
  setting('blocked', 'list', [], 'tax ids whose login answers 423'),
  setting('unregistered', 'list', [], 'tax ids whose login answers 422 "User not registered"'),
  setting(
    'cancelledSeenByReceiver',
    'number',
    5555,
    'status of a cancelled document in the receiver’s list (5 or 5555)',
  ),
  setting('nextPageUrl', 'relative|absolute', 'relative', 'form of next_page_url'),
  setting('phpStyleJson', 'boolean', true, 'JSON answers escape non-ASCII letters and slashes, as PHP does'),
  setting('trailingZeros', 'boolean', false, 'GET document writes sums as 1200000.00'),
  setting('cors', 'boolean', false, 'answer with Access-Control-Allow-* headers'),
  setting(
    'latencyMs',
    'json {endpoint|default: ms}',
    { default: 0 },
    'delay of answers, by endpoint name or "default"',
  ),
  setting(
    'faults',
    'json Fault[]',
    [],
    `faults {answer, when: before|after|late, endpoints, documentId, form, environment, count, skip, delayMs, effectAfterMs, retryAfter, status, body, headers}; answers: ${faultAnswers.join(', ')}`,
  ),
  setting('attacks', 'json Attack[]', [], `lies {kind, documentId, count}; kinds: ${attackKinds.join(', ')}`),
  setting('webTaxId', 'text', '300000019', 'who is logged in at the web app'),
  setting('rerenderMs', 'number', 0, 'the web app rebuilds its page every so many milliseconds (0: never)'),
  setting('replaceBody', 'boolean', true, 'navigation in the web app replaces the children of body'),
  setting(
    'csp',
    'strict|with-module|off',
    'with-module',
    'Content-Security-Policy of the web app; with-module lets it connect to E-IMZO on loopback',
  ),
  setting('iframe', 'boolean', false, 'the web app shows the document inside an iframe'),
];

/** A fresh copy of the defaults. */
export function defaultSettings(): DidoxSettings {
  const entries = settingsHelp.map(({ name, default: value }) => [name, structuredClone(value)]);
  return Object.fromEntries(entries) as DidoxSettings;
}
