import { exampleProfile } from '../entrypoints/desk/agreements/example-profile.ts';
import { writeTemplates } from '../entrypoints/desk/agreements/template-store.ts';
import * as f from '../entrypoints/desk/testing/fixtures.ts';
import { type DeskParts, desk, never, refuse } from './desk.tsx';
import type { Scenes } from './scene.ts';

const [FRESH, EXPIRED, FETCHED, UNSURE] = f.AGREEMENTS.agreements.map(one => `agreements/${one.externalId}`);
const template: DeskParts['prepare'] = async ({ translator: { t } }) =>
  writeTemplates(localStorage, {
    profiles: [exampleProfile('profile-1', key => t(`desk.template.example.${key as 'profile'}`))],
    remembered: {},
  });

export const AGREEMENT_SCENES: Scenes = {
  agreements: desk('agreements'),
  'agreements-empty': desk('agreements', {
    answers: { 'agreements/list': () => ({ applications: [], agreements: [], vault: 'empty' }) },
  }),
  'agreements-locked': desk('agreements', {
    answers: {
      'agreements/list': () => ({
        ...f.AGREEMENTS,
        vault: 'locked',
        applications: [{ id: 'app-1', label: 'Umbrella', secret: 'locked' }],
      }),
    },
  }),
  'agreements-loading': desk('agreements', { answers: { 'agreements/list': never } }),
  'agreements-failed': desk('agreements', { answers: { 'agreements/list': refuse('storage-full') } }),
  'agreement-open': desk(FRESH ?? ''),
  'agreement-qr': desk(FRESH ?? '', { press: ['.link-box [aria-expanded]'], until: '.qr' }),
  'agreement-fetching': desk(FRESH ?? '', {
    answers: {
      'agreements/list': () => ({
        ...f.AGREEMENTS,
        agreements: f.AGREEMENTS.agreements.map(one => ({
          ...one,
          download: { received: 1_500_000, expected: 3_000_000, stuck: true },
        })),
      }),
    },
  }),
  'agreement-expired': desk(EXPIRED ?? ''),
  'agreement-fetched': desk(FETCHED ?? ''),
  'agreement-unsure': desk(UNSURE ?? ''),
  'agreement-forget': desk(FETCHED ?? '', {
    press: ['.browser-detail > div:has(> [data-look=quiet]) > .button'],
    until: 'dialog[open]',
  }),
  'agreement-from-file': desk('agreements/new/file'),
  'agreement-from-template': desk('agreements/new/template'),
  'agreement-template-form': desk('agreements/new/template', { prepare: template }),
  'agreement-template-editor': desk('agreements/new/template', {
    prepare: template,
    press: ['.template-choice .button'],
  }),
};
