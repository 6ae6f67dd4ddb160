import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from './run-command.ts';

export type Target = 'chrome' | 'firefox';

const ROOT = join(import.meta.dirname, '..');
/** Everything that a build is made of. */
const SOURCES = [
  'assets',
  'components',
  'entrypoints',
  'lib',
  'locales',
  'platform',
  'public',
  'scripts/build',
  'worker',
  'package-lock.json',
  'tsconfig.json',
  'wxt.config.ts',
];

/** The folder that `wxt build` writes to; IMZOCHI_BUILD names another one (an unpacked package to be tested as it is). */
export function buildFolder(target: Target): string {
  if (target === 'chrome' && process.env.IMZOCHI_BUILD) return resolve(process.env.IMZOCHI_BUILD);
  return join(ROOT, '.output', `${target}-mv3`);
}

/** `wxt build`, production. False when it failed; its words were printed then. */
export async function build(target: Target): Promise<boolean> {
  const begun = Date.now();
  const args = target === 'chrome' ? ['build'] : ['build', '-b', 'firefox', '--mv3'];
  // A test runner's own NODE_ENV would make another build of it, larger and with parts for developers.
  const built = await runCommand('wxt', args, { quiet: true, env: { NODE_ENV: 'production' } });
  if (built) console.log(`built for ${target} in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return built;
}

/**
 * Builds unless the last build is newer than all it was made of.
 * @throws Error when the build fails
 */
export async function ensureBuild(target: Target): Promise<string> {
  const folder = buildFolder(target);
  if (target === 'chrome' && process.env.IMZOCHI_BUILD) return folder;
  if (!isFresh(folder) && !(await build(target)))
    throw new Error(`the production build for ${target} failed`);
  return folder;
}

function isFresh(folder: string): boolean {
  try {
    const built = statSync(join(folder, 'manifest.json')).mtimeMs;
    return SOURCES.every(path => newest(join(ROOT, path)) < built);
  } catch {
    return false;
  }
}

/** When the newest file below a path was changed; tests do not count. Milliseconds since 1970; 0 for nothing. */
function newest(path: string): number {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
  const times = entries
    .filter(entry => !/\.test\.tsx?$/.test(entry.name))
    .map(entry =>
      entry.isDirectory() ? newest(join(path, entry.name)) : statSync(join(path, entry.name)).mtimeMs,
    );
  return Math.max(0, ...times);
}
