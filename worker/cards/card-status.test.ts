import { expect, it } from 'vitest';
import { createTranslator } from '../../lib/i18n/translator.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import common from '../../locales/en/common.json';
import errors from '../../locales/en/errors.json';
import { waysForward } from './card-buttons.ts';
import { failed, jobStatus } from './card-status.ts';

const texts = createTranslator('en', { ...errors, ...common });
const hintAfter = (code: string, sent: 'no' | 'unknown') =>
  jobStatus({ state: { step: 'failed', failure: failure(code), sent } } as JobRecord, texts).hint;

it('says that it may have arrived, once', () => {
  const may = common['job.sent.unknown'];
  expect(hintAfter('network-gone', 'unknown')).toBe(`${errors['error.network-gone.hint']} ${may}`);
  expect(hintAfter('network-gone', 'no')).toBe(errors['error.network-gone.hint']);
  expect(hintAfter('ambiguous-submit', 'unknown')).toBe(errors['error.ambiguous-submit.hint']);
});

it('says calmly that somebody cancelled, and offers nothing but to try again', () => {
  const shown = (code: string) => [
    failed(failure(code), texts).tone,
    waysForward(failure(code), texts, true).map(({ id }) => id),
  ];
  expect(shown('module-cancelled')).toEqual(['warning', ['retry']]);
  expect(shown('module-hung')).toEqual(['error', ['retry', 'open-health']]);
});
