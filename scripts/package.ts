import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { deflateAsync } from '@gfx/zopfli';
import { writeZip } from './zip-writer.ts';

export interface PackagedFile {
  /** Inside the package, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files of a build folder, in a fixed order. */
export function readBuild(folder: string): PackagedFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => ({ path: relative(folder, path).replaceAll('\\', '/'), bytes: readFileSync(path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Everything under version control: Mozilla rebuilds the package from it. null: `root` is no repository, as there. */
export function readSources(root: string): PackagedFile[] | null {
  if (!existsSync(join(root, '.git'))) return null;
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listed
    .split('\0')
    .filter(path => path !== '' && existsSync(join(root, path)))
    .sort()
    .map(path => ({ path, bytes: readFileSync(join(root, path)) }));
}

/** The store assigns an id of its own at the first upload and refuses packages that bring one (docs/release.md, "Ids"). */
export function withoutKey(files: readonly PackagedFile[]): PackagedFile[] {
  return files.map(file => {
    if (file.path !== 'manifest.json') return file;
    const { key: _key, ...manifest } = JSON.parse(Buffer.from(file.bytes).toString('utf8')) as Record<
      string,
      unknown
    >;
    return { path: file.path, bytes: Buffer.from(JSON.stringify(manifest)) };
  });
}

/** A zip that depends on its contents only: fixed order, fixed times, and a packer that no Node brings another one of. */
export function pack(files: readonly PackagedFile[]): Promise<Uint8Array> {
  return writeZip(files, bytes => deflateAsync(bytes, { numiterations: 5 }));
}
