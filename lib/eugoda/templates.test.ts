import { describe, expect, it } from 'vitest';
import { readForm, rememberedValues } from './template-form.ts';
import { exampleProfile, readTemplateProfile, type TemplateField } from './templates.ts';

const filled = {
  name: ' Імʼя Співробітника ',
  number: '12/34',
  passportNo: 'МЕ000000',
  passportDate: '01.02.2001',
  issuer: 'орган',
  city: 'Київ',
  date: '2026-11-21',
  salary: '5 000',
};

describe('the worked example', () => {
  it('gives the data object of the demo page', () => {
    expect(readTemplateProfile(structuredClone(exampleProfile))).toEqual(exampleProfile);
    expect(readForm(exampleProfile, filled)).toEqual({
      ok: true,
      documentName: 'Імʼя Співробітника - Контракт',
      data: {
        name: 'Імʼя Співробітника',
        number: '12/34',
        passportNo: 'МЕ000000',
        passportDate: '2001-02-01',
        issuer: 'орган',
        city: 'Київ',
        date: '2026-11-21',
        salary: 5000,
      },
    });
  });

  it('remembers nothing personal', () => {
    expect(Object.keys(rememberedValues(exampleProfile, filled))).toEqual(['number', 'city', 'date']);
  });

  it('names every field that is missing', () => {
    const reading = readForm(exampleProfile, { ...filled, city: ' ', salary: 'багато' });
    expect(reading).toEqual({
      ok: false,
      problems: [
        { key: 'city', code: 'missing' },
        { key: 'salary', code: 'not-a-number' },
      ],
    });
  });
});

describe('a field', () => {
  const read = (field: Partial<TemplateField>, typed: string) => {
    const base = { key: 'f', required: false, personal: false, ...field } as TemplateField;
    const reading = readForm({ ...exampleProfile, fields: [base] }, { f: typed });
    return reading.ok ? reading.data.f : reading.problems[0]!.code;
  };

  it.each([
    ['number', '1 234,5', 1234.5],
    ['number', '-7', -7],
    ['number', '1,234.5', 'not-a-number'],
    ['number', '1e9', 'not-a-number'],
    ['number', '0x10', 'not-a-number'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', 'not-a-date'],
    ['date', '1.13.2024', 'not-a-date'],
    ['date', 'tomorrow', 'not-a-date'],
    ['text', 'a\u0007b', 'not-text'],
    ['text', 'x'.repeat(2001), 'too-long'],
    ['text', '', undefined],
  ] as const)('%s %j is %j', (type, typed, result) => {
    expect(read({ type }, typed)).toBe(result);
  });

  it('of choices takes only one of them', () => {
    const field = { type: 'choice', options: ['a', 'b'] } as const;
    expect([
      read({ ...field, options: ['a', 'b'] }, 'b'),
      read({ ...field, options: ['a', 'b'] }, 'c'),
    ]).toEqual(['b', 'not-a-choice']);
  });
});

describe('a profile', () => {
  it.each([
    ['two fields of one key', { fields: [exampleProfile.fields[0], exampleProfile.fields[0]] }],
    ['an empty template id', { templateId: '' }],
    [
      'a choice without options',
      { fields: [{ key: 'a', type: 'choice', required: true, personal: false, options: [] }] },
    ],
    ['a key that is none', { fields: [{ key: '__proto__', type: 'text', required: true, personal: false }] }],
  ])('with %s is none', (_, change) => {
    expect(readTemplateProfile({ ...structuredClone(exampleProfile), ...change })).toBeNull();
  });

  it('keeps a number for a template id a number', () => {
    expect(readTemplateProfile({ ...structuredClone(exampleProfile), templateId: 12 })?.templateId).toBe(12);
  });
});
