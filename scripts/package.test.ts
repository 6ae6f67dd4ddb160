import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSources } from './package.ts';

it('packs what is under version control, by its path', () => {
  const paths = readSources(join(import.meta.dirname, '..'))?.map(({ path }) => path) ?? [];
  expect(paths).toContain('scripts/package.ts');
  expect(paths.filter(path => path.startsWith('node_modules/'))).toEqual([]);
});

it('finds none in unpacked sources, which rebuild the package all the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imzochi-sources-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{}');
    expect(readSources(folder)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
