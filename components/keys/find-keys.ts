import { matches, searchable } from '../../lib/i18n/search.ts';
import type { KeyGroup } from '../../lib/messages/views/keys.ts';

/**
 * The groups with only the keys in which every word of `text` occurs, in whichever alphabet and with whichever
 * apostrophe it is typed: name, organisation, TIN, PINFL, serial, file.
 */
export function findKeys(groups: readonly KeyGroup[], text: string): readonly KeyGroup[] {
  if (text.trim() === '') return groups;
  return groups.flatMap(group => {
    const keys = group.keys.filter(key => {
      const { holder, organization, position, tin, pinfl, serial, file } = key;
      const own = [group.title, group.tin, holder, organization, position, tin, pinfl, serial, file];
      return matches(searchable(own.join(' ')), text);
    });
    return keys.length ? [{ ...group, keys }] : [];
  });
}
