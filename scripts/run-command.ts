import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FIRST_LINES = 40;

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Says nothing unless it fails: for tools that draw progress even into a file. */
  readonly quiet?: boolean;
}

/**
 * Runs a tool of `node_modules/.bin` (or of the machine) in the project's folder; its output goes to ours, so that a
 * failure explains itself. True when it ended with 0.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { env = {}, quiet = false }: CommandOptions = {},
): Promise<boolean> {
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  // On Windows the tools of `.bin` are scripts, which need a shell, and a shell splits a path at its spaces.
  const shell = process.platform === 'win32';
  const words = shell ? args.map(word => (word.includes(' ') ? `"${word}"` : word)) : args;
  return new Promise(resolve => {
    const child = spawn(command, words, {
      cwd: ROOT,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      env: { ...process.env, PATH: path, ...(quiet ? { NO_COLOR: '1' } : {}), ...env },
      shell,
    });
    let kept = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        kept += text;
      });
    }
    child.on('error', thrown => {
      console.error(`${command}: ${thrown.message}`);
      resolve(false);
    });
    child.on('close', code => {
      if (code !== 0) process.stderr.write(`${firstLines(kept)}\n`);
      resolve(code === 0);
    });
  });
}

/** A failure explains itself at its beginning; what follows repeats it. Lines that only draw progress are left out. */
function firstLines(text: string): string {
  return text
    .split('\n')
    .filter(line => line.trim() !== '' && !line.includes('\u001b'))
    .slice(0, FIRST_LINES)
    .join('\n');
}
