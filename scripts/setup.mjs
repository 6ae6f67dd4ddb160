/**
 * Makes a fresh clone ready: dependencies, and a browser unless --no-browser; with --firefox on Debian a Firefox, too,
 * whose tests are skipped where there is none. Runs before every command (`pre…` in
 * package.json), so it is quick when nothing is missing. Plain JavaScript for Node 18 and later: on a fresh clone the
 * system's Node runs it; what comes after runs on the Node that the dependencies bring.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { findSystemBrowser, hasPuppeteerChrome } = createRequire(import.meta.url)('./find-browser.cjs');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantsBrowser = !process.argv.includes('--no-browser');
const wantsFirefox = process.argv.includes('--firefox');
const onWindows = process.platform === 'win32';
const npm = onWindows ? 'npm.cmd' : 'npm';
/** The Node of the dependencies, the program itself: what stands for it in `.bin` is a script on Windows. */
const ownNode = join(root, 'node_modules/node/bin', onWindows ? 'node.exe' : 'node');

function say(text) {
  console.error(`setup: ${text}`);
}

function giveUp(text) {
  say(text);
  process.exit(1);
}

/** Runs quietly; on failure the last lines are shown, without addresses of mirrors. */
function run(what, command, args, env = {}) {
  say(`${what}…`);
  const begun = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Windows runs scripts through a shell only, and a shell would split a path at its spaces.
    shell: command.endsWith('.cmd'),
  });
  if (done.status === 0) {
    say(`${what}: done in ${Math.round((Date.now() - begun) / 1000)} s`);
    return true;
  }
  const words = `${done.stdout || ''}\n${done.stderr || ''}\n${done.error ? done.error.message : ''}`
    .replace(/[a-z]+:\/\/[^\s'")]+/gi, '<address>')
    .trim()
    .split('\n')
    .slice(-15)
    .join('\n');
  say(`${what}: failed\n${words}`);
  return false;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return null;
  }
}

/** Whether what is installed is what the lockfile says (packages of other platforms are not installed, rightly). */
function isInstalled() {
  const wanted = readJson('package-lock.json');
  const there = readJson('node_modules/.package-lock.json');
  if (!there || !existsSync(join(root, 'node_modules/.bin/wxt'))) return false;
  if (!wanted) return true;
  return Object.entries(wanted.packages || {}).every(([path, one]) => {
    if (path === '' || one.link) return true;
    const found = there.packages?.[path];
    return found ? found.version === one.version : Boolean(one.optional || one.devOptional || one.peer);
  });
}

function installDependencies() {
  if (isInstalled()) return;
  const how = lockFits() ? ['ci'] : ['install', '--no-save'];
  const quiet = ['--no-fund', '--no-audit', '--loglevel=error'];
  // The browser comes after, and only if there is none: an installation must not wait for it, or fail with it.
  const env = { PUPPETEER_SKIP_DOWNLOAD: '1' };
  if (run('installing dependencies', npm, [...how, ...quiet], env)) return;
  giveUp('without the dependencies nothing works. Is the network there? "npm ci" shows everything npm says.');
}

/**
 * `npm ci` refuses a lockfile that lacks another platform's optional binary (a lockfile made against a registry that
 * does not carry them all). `npm install --no-save` takes the same versions from it and leaves it as it is.
 */
function lockFits() {
  const packages = readJson('package-lock.json')?.packages;
  if (!packages) return false;
  const names = new Set(Object.keys(packages).map(path => path.split('node_modules/').pop()));
  return Object.values(packages).every(one =>
    Object.keys(one.optionalDependencies || {}).every(name => names.has(name)),
  );
}

/** Ours, or the machine's where no install script was allowed to fetch it. */
function node() {
  return existsSync(ownNode) ? ownNode : 'node';
}

function checkNode() {
  const tried = spawnSync(node(), ['-p', 'process.versions.node'], { encoding: 'utf8' });
  if (Number.parseInt(tried.stdout, 10) >= 24) return;
  // The package "node" fetches its binary in an install script, which a careful npm may have left out.
  if (run('fetching Node 24', npm, ['rebuild', 'node', '--loglevel=error'])) return;
  giveUp(
    'the commands need Node 24 (they run TypeScript directly). Install Node 24, or allow install scripts of the package "node".',
  );
}

function prepareTypes() {
  if (existsSync(join(root, '.wxt/tsconfig.json'))) return;
  run('preparing types', node(), [join(root, 'node_modules/wxt/bin/wxt.mjs'), 'prepare']);
}

function distribution() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** On Ubuntu the package is a snap, which does not run in containers: there Puppeteer's Chrome is better. */
function isDebian() {
  return /^ID=["']?debian["']?$/m.test(distribution()) && existsSync('/usr/bin/apt-get');
}

function rootPrefix() {
  if (typeof process.getuid === 'function' && process.getuid() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}

function installByApt(what, packages) {
  const prefix = rootPrefix();
  if (prefix === null) return false;
  const apt = (what, ...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(what, command, rest);
  };
  return (
    apt('looking for packages', 'update', '-qq') &&
    apt(`installing ${what}`, 'install', '-y', '-qq', '--no-install-recommends', ...packages)
  );
}

/** The fonts are for the pictures: Cyrillic, and the marks in the pages. */
const CHROMIUM = ['chromium', 'fonts-dejavu-core', 'fonts-noto-core'];

/** Nothing depends on it but its own tests, which say when they are skipped. */
function installFirefox() {
  const there = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].some(
    path => path && existsSync(path),
  );
  if (there || !isDebian()) return;
  if (!installByApt('Firefox', ['firefox-esr'])) say('no Firefox: its tests will be skipped');
}

function installBrowser() {
  const named = process.env.CHROME_PATH || process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named && !existsSync(named))
    giveUp(`there is no browser at ${named} (CHROME_PATH or PUPPETEER_EXECUTABLE_PATH)`);
  if (findSystemBrowser() || hasPuppeteerChrome()) return;
  if (isDebian() && installByApt('Chromium', CHROMIUM) && findSystemBrowser()) return;
  const puppeteer = join(root, 'node_modules/puppeteer/lib/puppeteer/node/cli.js');
  const asRoot = typeof process.getuid === 'function' && process.getuid() === 0;
  const args = [
    'browsers',
    'install',
    'chrome',
    ...(asRoot && existsSync('/usr/bin/apt-get') ? ['--install-deps'] : []),
  ];
  if (run('downloading Chrome', node(), [puppeteer, ...args]) && hasPuppeteerChrome()) return;
  giveUp(
    'no Chromium or Chrome was found, and none could be installed. Install one (on Debian: "apt-get install chromium" as root), or name it: CHROME_PATH=/path/to/chrome.',
  );
}

installDependencies();
checkNode();
prepareTypes();
if (wantsBrowser) installBrowser();
if (wantsFirefox) installFirefox();
