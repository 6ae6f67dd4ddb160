import { describe, expect, it } from 'vitest';
import { exampleProfile } from './example-profile.ts';
import * as t from './template-profile.ts';
import { dropProfile, putProfile, readTemplates, writeTemplates } from './template-store.ts';

const profile = { ...exampleProfile('p1', word => word), templateId: 'T-7' };
const VALUES = {
  name: 'Іваненко Оксана',
  number: '12/А',
  passportNo: '000000000',
  passportDate: '2001-01-01',
  issuer: '0000',
  city: 'Київ',
  date: '2026-11-21',
  salary: '5 000,50',
};

describe('a template filled in', () => {
  it('becomes the eight parameters of the demo: texts, ISO dates, one number', () => {
    expect(t.checkValues(profile, VALUES)).toEqual({});
    expect(t.buildData(profile, VALUES)).toEqual({ ...VALUES, salary: 5000.5 });
    expect(t.buildName(profile, VALUES).name).toBe('Іваненко Оксана - contract');
  });

  it.each([
    ['{name} - contract', '••• - contract'],
    ['Contract {number}: {name}, {city}', 'Contract 12/А: •••, Київ'],
    ['{name} {passportNo}', 'profile'],
    ['{nobody}', '{nobody}'],
  ])('has a name for our own list without what is personal: %s', (name, kept) => {
    expect(t.buildName({ ...profile, name }, VALUES).keptName).toBe(kept);
  });

  it('sends what stands in its name, letter by letter', () => {
    const typed = { ...VALUES, name: ' Іваненко \u00a0 Оксана ' };
    expect(t.buildData(profile, typed)).toMatchObject({ name: 'Іваненко Оксана' });
    expect(t.buildName(profile, typed).name).toBe('Іваненко Оксана - contract');
  });

  it('of which nothing personal was typed has one name', () => {
    const { name, keptName } = t.buildName(profile, { ...VALUES, name: ' ' });
    expect([name, keptName]).toEqual(['contract', 'contract']);
    expect(t.buildName({ ...profile, name: '{name}' }, {}).name).toBe('profile');
  });

  it('names each field that does not fit', () => {
    const problems = t.checkValues(profile, { ...VALUES, name: ' ', date: '2026-02-30', salary: 'five' });
    expect(problems).toEqual({ name: 'required', date: 'not-a-date', salary: 'not-a-number' });
  });

  it('takes only listed choices', () => {
    const field = {
      key: 'kind',
      label: '',
      type: 'choice',
      required: false,
      personal: false,
      choices: ['A'],
    } as const;
    const one = { ...profile, fields: [field] };
    expect(t.checkValues(one, { kind: 'B' })).toEqual({ kind: 'not-a-choice' });
    expect(t.checkValues(one, { kind: '' })).toEqual({});
    expect(t.buildData(one, { kind: '' })).toEqual({});
  });

  it('remembers nothing personal, nor what does not say that it is not', () => {
    expect(Object.keys(t.withoutPersonal(profile, VALUES)).sort()).toEqual(['city', 'date', 'number']);
    const { personal: _unsaid, ...field } = profile.fields[1]!;
    const fields = [field as t.TemplateField];
    expect(t.withoutPersonal({ ...profile, fields }, VALUES)).toEqual({});
  });
});

describe('the description of a template', () => {
  it.each([
    ['template-id', { ...profile, templateId: ' ' }],
    ['label', { ...profile, label: '' }],
    ['no-fields', { ...profile, fields: [] }],
    ['field-twice', { ...profile, fields: [...profile.fields, profile.fields[0]!] }],
    ['field-key', { ...profile, fields: [{ ...profile.fields[0]!, key: '' }] }],
    ['no-choices', { ...profile, fields: [{ ...profile.fields[0]!, type: 'choice' as const }] }],
  ])('is refused with the reason: %s', (reason, wrong) => {
    expect(t.checkProfile(wrong)).toBe(reason);
    expect(t.checkProfile(profile)).toBeNull();
  });

  it('forgets what was remembered of a field that is personal now', () => {
    const memory = {
      profiles: [profile],
      remembered: { p1: { number: '12', city: 'Київ' }, p2: { a: 'b' } },
    };
    const fields = profile.fields.map(field => (field.key === 'city' ? { ...field, personal: true } : field));
    expect(putProfile(memory, { ...profile, fields }).remembered).toEqual({
      p1: { number: '12' },
      p2: { a: 'b' },
    });
  });

  it('survives storing, and a damaged store is empty rather than fatal', () => {
    const map = new Map<string, string>();
    const storage = {
      getItem: (k: string) => map.get(k) ?? null,
      setItem: (k: string, v: string) => void map.set(k, v),
    };
    writeTemplates(storage, putProfile(readTemplates(storage), profile));
    expect(readTemplates(storage).profiles).toEqual([profile]);
    expect(dropProfile(readTemplates(storage), 'p1').profiles).toEqual([]);
    map.set('imzochi.templates', '{"profiles":[{"id":1}],');
    expect(readTemplates(storage).profiles).toEqual([]);
  });
});
