import { describe, expect, it } from 'vitest';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { failureOf } from './failures.ts';

describe('failureOf', () => {
  it.each([
    ['QuotaExceededError', 'storage-full'],
    ['VersionError', 'storage-newer'],
    ['UnknownError', 'storage-broken'],
    ['NotFoundError', 'storage-broken'],
    // Whose abort it was, the name does not say.
    ['AbortError', 'unexpected'],
    ['TypeError', 'unexpected'],
  ])('words %s as %s', (name, code) => {
    expect(failureOf(new DOMException('words', name))).toEqual(failure(code, 'words'));
  });
  it('passes on what has a code already', () => {
    expect(failureOf(new FlowError(failure('storage-blocked')))).toEqual(failure('storage-blocked'));
  });
});
