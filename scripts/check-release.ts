import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildFolder, type Target } from './ensure-build.ts';
import { pack, readBuild, withoutKey } from './package.ts';

/**
 * What a release manager has checked by a machine (docs/release.md): each package is built twice and must come out the
 * same, byte for byte; Mozilla's own linter must find no error in Firefox's, and no warning that is not explained.
 */
const ROOT = join(import.meta.dirname, '..');
/** Codes that docs/release.md explains, under "Warnings of addons-linter". */
const EXPLAINED = /^#{3} `([A-Z_]+)`/gm;

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

async function main(): Promise<boolean> {
  let good = true;
  for (const target of ['chrome', 'firefox'] as const) {
    const first = await packageOf(target);
    const second = await packageOf(target);
    const same = sha256(first) === sha256(second);
    console.log(`${same ? 'same ' : 'DIFFERENT'}  ${target}: ${sha256(first)} ${same ? '' : sha256(second)}`);
    good &&= same;
    if (target === 'firefox') good = lint(first) && good;
  }
  return changelogNamesVersion() && good;
}

async function packageOf(target: Target): Promise<Uint8Array> {
  if (!(await build(target))) throw new Error(`the build for ${target} failed`);
  const files = readBuild(buildFolder(target));
  return pack(target === 'chrome' ? withoutKey(files) : files);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function lint(bytes: Uint8Array): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-lint-'));
  try {
    const file = join(folder, 'package.zip');
    writeFileSync(file, bytes);
    const linter = join(ROOT, 'node_modules/addons-linter/bin/addons-linter');
    const { stdout, stderr } = spawnSync(process.execPath, [linter, '--output', 'json', file], {
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
    });
    if (!stdout.trim().startsWith('{')) throw new Error(`addons-linter: ${stderr || stdout}`);
    const found = JSON.parse(stdout) as Record<'errors' | 'warnings' | 'notices', readonly Finding[]>;
    const text = readFileSync(join(ROOT, 'docs/release.md'), 'utf8');
    const explained = new Set([...text.matchAll(EXPLAINED)].map(match => match[1]));
    const strange = found.warnings.filter(({ code }) => !explained.has(code));
    const show = ({ code, message, file, line }: Finding): string =>
      `  ${code}: ${message} ${file ?? ''}${line ? `:${line}` : ''}`;
    console.log(
      `addons-linter: ${found.errors.length} errors, ${found.warnings.length} warnings (${strange.length} not explained), ${found.notices.length} notices`,
    );
    for (const finding of [...found.errors, ...strange]) console.log(show(finding));
    return found.errors.length === 0 && strange.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function changelogNamesVersion(): boolean {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const named = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').includes(`## ${version}`);
  console.log(`${named ? 'named' : 'MISSING'}    ${version} in CHANGELOG.md`);
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' }).trim();
  if (changed)
    console.log('note       there are changes that are not committed: the sources zip lacks new files');
  return named;
}

process.exitCode = (await main()) ? 0 : 1;
