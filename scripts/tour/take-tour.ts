import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { TestBrowser } from '../../tests/harness/index.ts';
import { steps, type Tour } from './steps.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Goes through the product by itself, with a real mouse, and prints what it sees.
 * @returns whether every step did what it should
 */
export async function takeTour(test: TestBrowser): Promise<boolean> {
  rmSync(join(ROOT, 'artifacts', 'tour'), { recursive: true, force: true });
  let pictures = 0;
  const tour: Tour = {
    test,
    page: null,
    shownDigest: '',
    shownNumber: '',
    receiptId: '',
    verified: null,
    async picture(name, page) {
      pictures += 1;
      const path = await test.screenshot(`${String(pictures).padStart(2, '0')}-${name}`, page);
      console.log(`     picture: ${relative(ROOT, path)}`);
    },
  };
  for (const [at, { title, run }] of steps.entries()) {
    console.log(`  ${at + 1}. ${title}`);
    try {
      console.log(`     ${await run(tour)}`);
    } catch (thrown) {
      console.error(`     FAILED: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      for (const problem of test.problems) console.error(`     on a page: ${problem}`);
      if (tour.page) await tour.picture('failed', tour.page).catch(() => undefined);
      return false;
    }
  }
  report(tour);
  return true;
}

function report({ verified }: Tour): void {
  if (verified === null) return;
  const { signer, organization, taxId, serial, sha256, signedAt, stampedAt, checks } = verified;
  console.log(`
Signed
  signer   ${[signer, organization, taxId && `TIN ${taxId}`, `certificate ${serial}`].filter(Boolean).join(', ')}
  signed   ${signedAt?.toISOString() ?? 'no time given'}, stamped ${stampedAt?.toISOString() ?? 'never'}
  digest   SHA-256 ${sha256}
  checks   ${checks.map(({ what, passed }) => `${passed ? 'passed' : 'FAILED'}  ${what}`).join('\n           ')}
`);
}
