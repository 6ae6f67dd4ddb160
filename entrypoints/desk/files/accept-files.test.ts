import { describe, expect, it } from 'vitest';
import { MOST_FILES } from '../../../lib/messages/limits.ts';
import { LARGEST_FILE } from '../../../lib/selection/selection.ts';
import { sortFiles } from './accept-files.ts';

const file = (name: string, size: number, lastModified = 1) => ({ name, size, lastModified });

describe('files for signing', () => {
  it('takes up to 24 MiB and refuses a byte more', () => {
    const sorted = sortFiles([], [file('a', LARGEST_FILE), file('b', LARGEST_FILE + 1)]);
    expect(sorted.accepted.map(f => f.name)).toEqual(['a']);
    expect(sorted.refused.map(r => r.reason)).toEqual(['too-large']);
  });

  it('refuses empty files and the same file twice', () => {
    const sorted = sortFiles([file('a', 1)], [file('a', 1), file('e', 0), file('b', 2), file('b', 2)]);
    expect(sorted.accepted.map(f => f.name)).toEqual(['b']);
    expect(sorted.refused.map(r => r.reason)).toEqual(['twice', 'empty', 'twice']);
  });

  it('takes another version of a file with the same name', () => {
    expect(sortFiles([file('a', 1, 1)], [file('a', 1, 2)]).accepted).toHaveLength(1);
  });

  it('fills the list up and names the first that finds no room', () => {
    const many = Array.from({ length: MOST_FILES + 3 }, (_, at) => file(`${at}`, 1));
    const sorted = sortFiles(many.slice(0, 2), many.slice(1));
    expect(sorted.accepted).toHaveLength(MOST_FILES - 2);
    expect(sorted.refused.map(r => [r.file.name, r.reason])).toEqual([
      ['1', 'twice'],
      [`${MOST_FILES}`, 'too-many'],
    ]);
  });
});
