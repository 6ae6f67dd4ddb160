import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build, buildFolder } from './ensure-build.ts';
import { pack, readBuild, readSources, withoutKey } from './package.ts';
import { writeZip } from './zip-writer.ts';

/** `npm run zip`: what the stores get. The very builds that the tests run, but for the manifest's `key`. */
const ROOT = join(import.meta.dirname, '..');
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};

function write(kind: string, bytes: Uint8Array): void {
  const file = `${name}-${version}-${kind}.zip`;
  writeFileSync(join(ROOT, '.output', file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`.output/${file}  ${(bytes.length / 1000).toFixed(1)} kB  sha256 ${sha256}`);
}

if (!(await build('chrome')) || !(await build('firefox'))) process.exit(1);
write('chrome', await pack(withoutKey(readBuild(buildFolder('chrome')))));
write('firefox', await pack(readBuild(buildFolder('firefox'))));
const sources = readSources(ROOT);
if (sources) write('sources', await writeZip(sources, deflateRawSync));
else console.log('no sources package: this folder is no git repository (it may have come out of one)');
