import { MOST_FILES } from '../../../lib/messages/limits.ts';
import { LARGEST_FILE } from '../../../lib/selection/selection.ts';

export type RefusalReason = 'too-large' | 'empty' | 'twice' | 'too-many';
export interface Sorted<F> {
  readonly accepted: readonly F[];
  readonly refused: readonly { readonly file: F; readonly reason: RefusalReason }[];
}

export interface FileLimits {
  /** In bytes. */
  readonly largest: number;
  readonly most: number;
}
const FOR_SIGNING: FileLimits = { largest: LARGEST_FILE, most: MOST_FILES };

/**
 * Which of the added files may join those already there; the others come back with the reason. Of those for which there
 * is no room only the first does: a folder of thousands would fill the page.
 */
export function sortFiles<F extends { name: string; size: number; lastModified: number }>(
  present: readonly F[],
  added: readonly F[],
  { largest, most }: FileLimits = FOR_SIGNING,
): Sorted<F> {
  const accepted: F[] = [];
  const refused: { file: F; reason: RefusalReason }[] = [];
  for (const file of added) {
    const same = (other: F) =>
      other.name === file.name && other.size === file.size && other.lastModified === file.lastModified;
    if (file.size > largest) refused.push({ file, reason: 'too-large' });
    else if (file.size === 0) refused.push({ file, reason: 'empty' });
    else if (present.some(same) || accepted.some(same)) refused.push({ file, reason: 'twice' });
    else if (present.length + accepted.length < most) accepted.push(file);
    else {
      refused.push({ file, reason: 'too-many' });
      break;
    }
  }
  return { accepted, refused };
}
