import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sandboxRootSpkiSha256 } from '../sandbox/pki/index.ts';
import { type PackagedFile, pack, readBuild } from './package.ts';

/** One promise about a package: kept or broken, with the figure behind it. */
export interface Promised {
  readonly what: string;
  readonly figure: string;
  readonly kept: boolean;
}

/** Sizes are in bytes; kB are thousands, as the stores count. */
// What it is made of, and why it is not less: docs/performance.md, "Sizes".
const ZIP_LIMIT = 308_000;
const CONTENT_SCRIPT_LIMIT = 12_000;
/** All scripts that the popup loads to start: without the desk's, and without settings and vault. */
const POPUP_LIMIT = 26_000;
/** Scripts and styles that the popup waits for: each file of the package takes it some 3 ms. */
const POPUP_FILES = 2;

/** Written out a second time on purpose: a permission more must be noticed here, not follow from the manifest's source. */
const PERMISSIONS = ['activeTab', 'alarms', 'contextMenus', 'scripting', 'storage', 'unlimitedStorage'];
const HOST_PERMISSIONS = [
  'https://api-partners.didox.uz/*',
  'https://didox.uz/*',
  'https://eugoda.com/*',
  'https://test3.didox.uz/*',
  'https://testapi3.didox.uz/*',
];
const OPTIONAL_PERMISSIONS = ['notifications'];
const OPTIONAL_HOST_PERMISSIONS = ['https://stage.goodsign.biz/*'];
const POLICY = [
  "base-uri 'none'",
  "connect-src 'self' ws://127.0.0.1:64646 wss://127.0.0.1:64443 https://api-partners.didox.uz https://testapi3.didox.uz https://stage.goodsign.biz https://eugoda.com:*",
  "default-src 'none'",
  "form-action 'none'",
  'frame-src blob:',
  "img-src 'self' data: blob:",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
];

interface Manifest {
  readonly permissions?: readonly string[];
  readonly host_permissions?: readonly string[];
  readonly optional_permissions?: readonly string[];
  readonly optional_host_permissions?: readonly string[];
  readonly content_scripts?: readonly {
    readonly matches?: readonly string[];
    readonly js?: readonly string[];
  }[];
  readonly content_security_policy?: { readonly extension_pages?: string };
  readonly web_accessible_resources?: unknown;
  readonly externally_connectable?: unknown;
}

/** Sizes, permissions and what must not be inside: of one build folder. */
export async function promisesOf(folder: string): Promise<Promised[]> {
  const files = readBuild(folder);
  const manifest = manifestOf(files);
  return [...(await sizes(files, manifest)), ...permissions(manifest), ...contents(files)];
}

function manifestOf(files: readonly PackagedFile[]): Manifest {
  const found = files.find(({ path }) => path === 'manifest.json');
  if (found === undefined) throw new Error('there is no manifest.json');
  return JSON.parse(Buffer.from(found.bytes).toString('utf8')) as Manifest;
}

async function sizes(files: readonly PackagedFile[], manifest: Manifest): Promise<Promised[]> {
  const zip = (await pack(files)).length;
  const injected = (manifest.content_scripts ?? []).flatMap(script => script.js ?? []);
  const scripts = files.filter(({ path }) => injected.includes(path) || path.startsWith('content-scripts/'));
  const waitedFor = startFilesOf('popup.html', files);
  const popup = waitedFor.reduce(
    (sum, { path, bytes }) => sum + (extname(path) === '.js' ? gzipped(bytes) : 0),
    0,
  );
  return [
    within('the package (zip)', zip, ZIP_LIMIT),
    within('scripts of the popup (gzip)', popup, POPUP_LIMIT),
    {
      what: 'files that the popup waits for',
      figure: `${waitedFor.length} of ${POPUP_FILES}`,
      kept: waitedFor.length <= POPUP_FILES,
    },
    ...scripts.map(({ path, bytes }) => within(`${path} (gzip)`, gzipped(bytes), CONTENT_SCRIPT_LIMIT)),
  ];
}

/** What a page's HTML names: its own scripts, the chunks that they import at once, and its styles. */
function startFilesOf(page: string, files: readonly PackagedFile[]): PackagedFile[] {
  const html = Buffer.from(files.find(({ path }) => path === page)?.bytes ?? []).toString('utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(match => match[1]);
  return files.filter(({ path }) => named.includes(path));
}

function gzipped(bytes: Uint8Array): number {
  return gzipSync(bytes, { level: 9 }).length;
}

function within(what: string, size: number, limit: number): Promised {
  const kB = (bytes: number): string => (bytes / 1000).toFixed(1);
  return { what, figure: `${kB(size)} of ${kB(limit)} kB`, kept: size <= limit };
}

function permissions(manifest: Manifest): Promised[] {
  const exactly = (what: string, found: readonly string[] = [], wanted: readonly string[]): Promised => {
    const tooMany = found.filter(one => !wanted.includes(one));
    const missing = wanted.filter(one => !found.includes(one));
    const words = [...tooMany.map(one => `not promised: ${one}`), ...missing.map(one => `missing: ${one}`)];
    return { what, figure: words.join('; ') || `${found.length} as promised`, kept: words.length === 0 };
  };
  const absent = (what: string, found: unknown): Promised => {
    const kept = found === undefined || (Array.isArray(found) && found.length === 0);
    return { what, figure: kept ? 'none' : JSON.stringify(found), kept };
  };
  const policy = (manifest.content_security_policy?.extension_pages ?? '')
    .split(';')
    .map(directive => directive.trim())
    .filter(directive => directive !== '');
  const sites = (manifest.content_scripts ?? []).flatMap(script => script.matches ?? []);
  const strange = sites.filter(site => !HOST_PERMISSIONS.includes(site));
  return [
    exactly('permissions', manifest.permissions, PERMISSIONS),
    exactly('host permissions', manifest.host_permissions, HOST_PERMISSIONS),
    exactly('optional permissions', manifest.optional_permissions, OPTIONAL_PERMISSIONS),
    exactly('optional host permissions', manifest.optional_host_permissions, OPTIONAL_HOST_PERMISSIONS),
    exactly('content security policy', policy, POLICY),
    {
      what: 'content scripts run only where promised',
      figure: strange.join(', ') || `${sites.length} patterns`,
      kept: strange.length === 0,
    },
    absent('web-accessible resources', manifest.web_accessible_resources),
    absent('externally connectable', manifest.externally_connectable),
  ];
}

/** zod asks once whether code may be made from text; `jitless` keeps it from asking, but the question is in the package. */
const ZOD_PROBE =
  /(\w+)=Function;return new \1\((?:""|``|'')\)|(\w+)=Function;new \2\((?:""|``|'')\)|new Function\((?:""|``|'')\)/g;
const CODE_FROM_TEXT =
  /\beval\s*\(|\bFunction\s*\(|[=(,]\s*Function\s*[;,)]|\bset(?:Timeout|Interval)\(\s*["'`]/;

function contents(files: readonly PackagedFile[]): Promised[] {
  const texts = files.filter(({ path }) => ['.js', '.json', '.html', '.css'].includes(extname(path)));
  const holding = (words: RegExp | string, prepare = (text: string) => text): string[] =>
    texts
      .filter(({ bytes }) => {
        const text = prepare(Buffer.from(bytes).toString('utf8'));
        return typeof words === 'string'
          ? text.toLowerCase().includes(words.toLowerCase())
          : words.test(text);
      })
      .map(({ path }) => path);
  const without = (what: string, found: readonly string[]): Promised => ({
    what,
    figure: found.join(', ') || 'none',
    kept: found.length === 0,
  });
  const fingerprint = sandboxRootSpkiSha256;
  return [
    without('the sandbox root as a trust anchor', [
      ...holding(fingerprint),
      ...holding(Buffer.from(fingerprint, 'hex').toString('base64')),
    ]),
    without('secrets of the sandbox', holding(/sandbox-partner-token|sandbox-password|umbrella-secret/)),
    without(
      'code made from text (eval, Function)',
      holding(CODE_FROM_TEXT, text => text.replace(ZOD_PROBE, '')),
    ),
    without(
      'scripts from elsewhere',
      holding(/<script[^>]+src="?(?:https?:)?\/\/|\bimportScripts\s*\(\s*["'`]http/),
    ),
  ];
}
