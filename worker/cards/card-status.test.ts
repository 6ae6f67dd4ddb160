import { expect, it } from 'vitest';
import { createTranslator } from '../../lib/i18n/translator.ts';
import { failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import common from '../../locales/en/common.json';
import errors from '../../locales/en/errors.json';
import { jobStatus } from './card-status.ts';

const texts = createTranslator('en', { ...errors, ...common });
const hintAfter = (code: string, sent: 'no' | 'unknown') =>
  jobStatus({ state: { step: 'failed', failure: failure(code), sent } } as JobRecord, texts).hint;

it('says that it may have arrived, once', () => {
  const may = common['job.sent.unknown'];
  expect(hintAfter('network-gone', 'unknown')).toBe(`${errors['error.network-gone.hint']} ${may}`);
  expect(hintAfter('network-gone', 'no')).toBe(errors['error.network-gone.hint']);
  expect(hintAfter('ambiguous-submit', 'unknown')).toBe(errors['error.ambiguous-submit.hint']);
});
