import { describe, expect, it } from 'vitest';
import { ALIASES } from '../testing/aliases.ts';
import { parseAlias } from './alias.ts';
import { displayName } from './display-name.ts';
import { ftjcKey, hardwareKey, loadArguments, pfxKey, withoutDuplicates, ytksKey } from './from-listing.ts';
import { fromMoment, parseLocalTime, toMoment } from './local-time.ts';
import { sortKeys } from './order.ts';
import { validity } from './validity.ts';

const keys = Object.fromEntries(Object.entries(ALIASES).map(([name, entry]) => [name, pfxKey(entry)])) as {
  [name in keyof typeof ALIASES]: ReturnType<typeof pfxKey>;
};
const at = (text: string) => toMoment(parseLocalTime(text)!);

describe('the alias', () => {
  it('keeps commas, equals signs and quotation marks inside values', () => {
    const fields = parseAlias(ALIASES.awkward.alias);
    expect(fields.get('l')).toBe('mirzo ulug‘bek tumani, 5-uy');
    expect(fields.get('o')).toBe('"alfa, beta va k" mchj');
    expect(parseAlias('cn=a=b,o=x, y=z,uid=1').get('o')).toBe('x, y=z');
    expect(parseAlias('cn=a,o="x,y=z" ooo,uid=1').get('o')).toBe('"x,y=z" ooo');
    expect(parseAlias('cn=a,o="open,uid=1').get('uid')).toBe('1');
  });

  it('splits before dotted numbers, lower-cases keys and leaves values alone', () => {
    const fields = parseAlias('CN=Ab Cd,1.2.860.3.16.1.2=12,2.5.4.97=Q');
    expect([...fields]).toEqual([
      ['cn', 'Ab Cd'],
      ['1.2.860.3.16.1.2', '12'],
      ['2.5.4.97', 'Q'],
    ]);
  });

  it('of a repeated field takes the first, but the last of those the module appends', () => {
    const fields = parseAlias('cn=a,serialnumber=subject,cn=b,serialnumber=7f,validto=2026.01.01 00:00:00');
    expect(fields.get('cn')).toBe('a');
    expect(fields.get('serialnumber')).toBe('7f');
  });

  it.each(['', ',', '=', ',,=,', 'no fields', '=x,=y'])('takes %j without complaint', text => {
    expect(parseAlias(text).size).toBe(0);
  });
});

describe('a key', () => {
  it('of an organisation', () => {
    expect(keys.legal).toMatchObject({
      kind: 'pfx',
      entity: 'legal',
      tin: '562353400',
      pinfl: '37357422485008',
      uid: '710975453',
      organization: 'ooo treadway inc',
      position: 'direktor',
      serial: '2187131f2',
      holder: { cn: 'min gunner oletta' },
      validTo: { year: 2026, month: 9, day: 17, hour: 14, minute: 55, second: 14 },
      ...ALIASES.legal,
    });
  });

  it('of a person', () => {
    expect(keys.person).toMatchObject({ entity: 'person', tin: '300000001', organization: '' });
    expect(keys.minimal).toMatchObject({ entity: 'person', tin: '', validTo: null });
    expect(pfxKey({ ...ALIASES.person, alias: 'cn=a,uid=5,1.2.860.3.16.1.1=5' }).entity).toBe('person');
  });

  it('goes back to the module verbatim', () => {
    const { disk, path, name, alias } = ALIASES.awkward;
    expect(loadArguments(keys.awkward)).toEqual([disk, path, name, alias]);
    expect(loadArguments(ftjcKey({ cardUID: 'AB12', info: 'cn=a' }))).toEqual(['AB12']);
    const ytks = ytksKey({
      disk: 'd',
      path: '',
      name: 'n',
      alias: 'a1',
      serialNumber: '7F',
      subjectName: 'CN=Aa,O=Bb',
    });
    expect(loadArguments(ytks)).toEqual(['d', '', 'n', 'a1', '7F']);
    expect(ytks).toMatchObject({ alias: 'a1', organization: 'Bb', holder: { cn: 'Aa' } });
  });

  it('listed twice on macOS is one key; different kinds stay apart', () => {
    const all = [keys.legal, keys.otherCompany, keys.legalAgain, ...hardwareKey('idcard', ['reader'])];
    expect(withoutDuplicates(all)).toEqual([keys.legal, keys.otherCompany, all[3]]);
    expect(keys.legal.id).not.toBe(keys.legalAgain.id);
    expect(keys.legal.identity).toBe(keys.legalAgain.identity);
  });
});

describe('times', () => {
  it('that are no times are null', () => {
    for (const text of [
      '',
      '2026.02.30 10:00:00',
      '2026.13.01 10:00:00',
      '2026.01.01 25:00:00',
      '26.1.1',
      'x',
    ]) {
      expect(parseLocalTime(text)).toBeNull();
    }
    expect(parseLocalTime('2024-02-29T23:59:59')).toMatchObject({ month: 2, day: 29 });
  });

  it('go there and back', () => {
    const time = parseLocalTime('2026.08.18 14:55:14')!;
    expect(fromMoment(toMoment(time))).toEqual(time);
    expect(fromMoment(Number.NaN)).toBeNull();
  });
});

describe('validity', () => {
  it.each([
    ['2026.08.01 00:00:00', 'not-yet-valid'],
    ['2026.08.17 20:00:00', 'valid'],
    ['2026.09.01 00:00:00', 'valid'],
    ['2026.09.16 20:00:00', 'expires-soon'],
    ['2026.09.18 10:00:00', 'expires-soon'], // within a day: only the module can tell
    ['2026.09.18 16:00:00', 'expired'],
  ])('on %s: %s', (now, expected) => expect(validity(keys.legal, at(now))).toBe(expected));

  it('warns earlier when asked to; says unknown where nothing is known', () => {
    expect(validity(keys.legal, at('2026.09.01 00:00:00'), 30)).toBe('expires-soon');
    expect(validity(keys.minimal, 0)).toBe('unknown');
    expect(validity(hardwareKey('ckc', ['x'])[0]!, 0)).toBe('unknown');
  });
});

describe('many keys', () => {
  const all = [keys.documentation, keys.legal, keys.minimal, keys.otherCompany, keys.awkward];
  const now = at('2026.08.20 00:00:00');

  it('sort usable first, then by organisation', () => {
    expect(sortKeys(all, now)).toEqual([
      keys.awkward,
      keys.otherCompany,
      keys.legal,
      keys.minimal,
      keys.documentation,
    ]);
  });

  it('of one organisation: the one that lasts longest first', () => {
    const renewed = pfxKey({
      ...ALIASES.legal,
      name: 'new',
      alias: ALIASES.legal.alias.replace(/2026\.09/g, '2027.09'),
    });
    expect(sortKeys([keys.legal, renewed], now)).toEqual([renewed, keys.legal]);
  });
});

describe('a name on screen', () => {
  it.each([
    ['ooo treadway inc', 'OOO Treadway Inc'],
    ['o‘ktam g‘ani o‘g‘li', 'O‘ktam G‘ani o‘g‘li'],
    ['"alfa, beta va k" mchj', '"Alfa, Beta Va K" MCHJ'],
    ['название компании', 'Название Компании'],
    ['Own Spelling mchj', 'Own Spelling mchj'],
    ['anna-maria  x', 'Anna-Maria X'],
    ['', ''],
  ])('%s → %s', (text, expected) => expect(displayName(text)).toBe(expected));
});
