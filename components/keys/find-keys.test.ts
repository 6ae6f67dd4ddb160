import { describe, expect, it } from 'vitest';
import type { KeyGroup, KeyView } from '../../lib/messages/views/keys.ts';
import { GROUPS } from '../testing/fixtures/keys.ts';
import { findKeys } from './find-keys.ts';

const key = (id: string, holder: string, more: Partial<KeyView> = {}): KeyView => ({
  ...(GROUPS[0]!.keys[0] as KeyView),
  ...{ id, holder, organization: null, position: null, tin: null, pinfl: null, serial: null, file: null },
  ...more,
});
const group = (owner: string, title: string, ...keys: KeyView[]): KeyGroup => ({
  ...{ owner, title, tin: owner.slice(4) || null, keys, chosen: null },
});
const KEYS: readonly KeyGroup[] = [
  group(
    'tin:300000019',
    '"Alfa, Beta va K" MCHJ',
    key('direktor', 'Oʻktam Gʻani oʻgʻli', { position: 'direktor', file: 'DS3000000020001' }),
    key('accountant', 'KARIMOV SARDOR', { serial: '7f00ab02' }),
  ),
  group('tin:300000043', 'НАЗВАНИЕ КОМПАНИИ', key('cyrillic', 'Ҳамидов Жаҳонгир Чориевич')),
];
const found = (text: string) => findKeys(KEYS, text).flatMap(({ keys }) => keys.map(({ id }) => id));

describe('finding keys', () => {
  it.each([
    ['каримов', ['accountant']],
    ['Karimov', ['accountant']],
    ['hamidov jahongir', ['cyrillic']],
    ['xamidov', ['cyrillic']],
    ['ҳамидов', ['cyrillic']],
    ['choriyevich', ['cyrillic']],
    ['Джаҳонгир', ['cyrillic']],
    ['OKTAM', ['direktor']],
    ["o'ktam g`ani", ['direktor']],
    ['ўктам', ['direktor']],
    ['nazvanie', ['cyrillic']],
    ['alfa direktor', ['direktor']],
    ['7F00AB', ['accountant']],
    ['300000019', ['direktor', 'accountant']],
    ['DS30000', ['direktor']],
    ['тоштредвай', []],
    ['(', []],
    ['  ', ['direktor', 'accountant', 'cyrillic']],
  ])('%s', (text, ids) => expect(found(text)).toEqual(ids));
});
