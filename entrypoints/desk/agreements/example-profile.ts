import type { FieldType, TemplateField, TemplateProfile } from './template-profile.ts';

const field = (key: string, label: string, type: FieldType, personal: boolean): TemplateField => ({
  key,
  label,
  type,
  required: true,
  personal,
  choices: [],
});

/**
 * The eight parameters of the service's own demo template (eUgoda's demo page, "Шаблон"). A worked example to copy
 * and change: the id of the template comes from eUgoda, so it is left empty. Labels are worded by the caller.
 */
export function exampleProfile(id: string, word: (key: string) => string): TemplateProfile {
  return {
    id,
    label: word('profile'),
    templateId: '',
    name: `{name} - ${word('contract')}`,
    fields: [
      field('name', word('name'), 'text', true),
      field('number', word('number'), 'text', false),
      field('passportNo', word('passportNo'), 'text', true),
      field('passportDate', word('passportDate'), 'date', true),
      field('issuer', word('issuer'), 'text', true),
      field('city', word('city'), 'text', false),
      field('date', word('date'), 'date', false),
      field('salary', word('salary'), 'number', true),
    ],
  };
}
