import type { KeyGroup } from '../../lib/messages/views.ts';

/**
 * The groups with only the keys in which every word of `text` occurs: name, organisation, TIN, PINFL, serial, file.
 * A group whose own title or TIN matches stays whole.
 */
export function findKeys(groups: readonly KeyGroup[], text: string): readonly KeyGroup[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.flatMap(group => {
    const own = fold(`${group.title} ${group.tin ?? ''}`);
    const keys = group.keys.filter(key => {
      const { holder, organization, position, tin, pinfl, serial, file } = key;
      const all = fold([own, holder, organization, position, tin, pinfl, serial, file].join(' '));
      return words.every(word => all.includes(word));
    });
    return keys.length ? [{ ...group, keys }] : [];
  });
}

/** Uzbek names come with five different apostrophes, and people type a sixth, or none. */
function fold(text: string): string {
  return text.toLocaleLowerCase().replace(/['’‘ʻʼ`]/g, '');
}
