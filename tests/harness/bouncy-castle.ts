import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where Debian's libbcprov-java and libbcpkix-java put them. */
const JARS = ['bcprov', 'bcpkix', 'bcutil'].map(name => `/usr/share/java/${name}.jar`);
const CHECK = join(import.meta.dirname, '..', '..', 'sandbox', 'pki', 'check', 'Check.java');

/** Why signatures cannot be checked with BouncyCastle on this machine; null where they can. */
export function whyNoBouncyCastle(): string | null {
  if (!JARS.every(jar => existsSync(jar)))
    return 'no BouncyCastle jars (Debian: libbcprov-java, libbcpkix-java)';
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'no java';
  }
}

/**
 * Checks files with an implementation that is not ours. Detached ones as `signature=content`.
 * @returns a line for each signature, certificate path and time stamp: it begins with `ok` or with `NO`
 */
export async function checkWithBouncyCastle(files: readonly string[]): Promise<string[]> {
  const run = promisify(execFile)('java', ['-cp', JARS.join(':'), CHECK, ...files], {
    // Java reads names that are not ASCII only where the locale says what they are.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  return stdout.trim().split('\n');
}
