import { foldForSearch } from '../../lib/eimzo/keys/search.ts';
import type { KeyGroup } from '../../lib/messages/views.ts';

/**
 * The groups with only the keys in which every word of `text` occurs, in whichever alphabet and with whichever
 * apostrophe it is typed: name, organisation, TIN, PINFL, serial, file.
 */
export function findKeys(groups: readonly KeyGroup[], text: string): readonly KeyGroup[] {
  const wanted = foldForSearch(text);
  if (wanted === '') return groups;
  const words = wanted.split(' ');
  return groups.flatMap(group => {
    const keys = group.keys.filter(key => {
      const { holder, organization, position, tin, pinfl, serial, file } = key;
      const own = [group.title, group.tin, holder, organization, position, tin, pinfl, serial, file];
      const all = foldForSearch(own.join(' '));
      return words.every(word => all.includes(word));
    });
    return keys.length ? [{ ...group, keys }] : [];
  });
}
