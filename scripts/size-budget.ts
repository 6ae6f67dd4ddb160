import { basename } from 'node:path';
import { buildFolder, type Target } from './ensure-build.ts';
import { promisesOf } from './package-promises.ts';

/** Prints what each build weighs and may do, and ends with 1 when it is more than was promised. */
const targets: readonly Target[] = ['chrome', 'firefox'];
let broken = 0;
for (const target of targets) {
  const folder = buildFolder(target);
  console.log(`${basename(folder)}`);
  try {
    for (const { what, figure, kept } of await promisesOf(folder)) {
      console.log(`  ${kept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}`);
      if (!kept) broken += 1;
    }
  } catch (thrown) {
    broken += 1;
    console.error(`  BROKEN  cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
process.exitCode = broken === 0 ? 0 : 1;
