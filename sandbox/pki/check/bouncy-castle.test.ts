import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  appendPkcs7Attached,
  attachTimestampToken,
  createPkcs7,
  createTimestampToken,
  getIdentity,
} from '../index.ts';

/** Where Debian's libbcprov-java and libbcpkix-java put them. */
const JARS = ['bcprov', 'bcpkix', 'bcutil'].map(name => `/usr/share/java/${name}.jar`);

function whyNot(): string | null {
  const missing = JARS.filter(jar => !existsSync(jar));
  if (missing.length > 0) return 'no BouncyCastle jars (Debian: libbcprov-java, libbcpkix-java)';
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'no java';
  }
}

const reason = whyNot();
if (reason !== null)
  console.info(`The BouncyCastle check of the sandbox's signatures is skipped: ${reason}.`);

async function check(files: readonly Uint8Array[]): Promise<{ code: number; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-pki-'));
  try {
    const paths = files.map((file, index) => {
      const path = join(folder, `${index}.p7`);
      writeFileSync(path, file);
      return path;
    });
    const source = fileURLToPath(new URL('./Check.java', import.meta.url));
    const run = promisify(execFile)('java', ['-cp', JARS.join(':'), source, ...paths]);
    const { code, stdout } = await run.then(
      done => ({ code: 0, stdout: done.stdout }),
      (failed: { code: number; stdout: string }) => ({ code: failed.code, stdout: failed.stdout }),
    );
    return { code, lines: stdout.trim().split('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(reason !== null)('BouncyCastle, which is not ours,', () => {
  test('agrees with signatures, chains and time stamps of the sandbox, and not with a changed one', {
    timeout: 60_000,
  }, async () => {
    const content = Buffer.from('Oʻylab topilgan hujjat. '.repeat(120));
    const files = ['sender', 'receiver', 'two-companies-first', 'person', 'family-2024', 'many-003'].map(
      id => {
        const made = createPkcs7({ content, identity: getIdentity(id) });
        const token = createTimestampToken(made.signatureHex, new Date());
        return attachTimestampToken(made.pkcs7, made.signatureHex, token);
      },
    );
    files.push(appendPkcs7Attached(files[0]!, getIdentity('receiver')).pkcs7);
    const good = check(files);
    const changed = Uint8Array.from(files[0]!);
    changed[Buffer.from(changed).indexOf('hujjat')]! ^= 1;
    const bad = check([changed]);
    const { code, lines } = await good;
    expect(lines.filter(line => line.startsWith('ok signature'))).toHaveLength(8);
    expect(lines.filter(line => line.startsWith('ok stamp imprint'))).toHaveLength(7);
    expect(lines.filter(line => line.startsWith('NO'))).toEqual([]);
    expect(code).toBe(0);
    const refused = await bad;
    expect(refused.lines[0]).toContain('NO signature digest=false signature=true');
    expect(refused.code).toBe(1);
  });
});
