import { beforeEach, describe, expect, it } from 'vitest';
import * as step from './agreement-steps.ts';
import { type Agreement, agreementName, bestArchive, readAgreement } from './agreements.ts';
import { templateDigest } from './digest.ts';
import { readProblem } from './errors.ts';
import { defaultRegistrationOptions as options } from './requests.ts';

const now = 1_000_000_000_000;
const link = 'https://eugoda.com/sign/a1b2c3d4';
const arrived = {
  reading: { understood: true, eugodaId: 'e-1', link, until: now + 7_200_000, untilComputed: false },
  raw: '{}',
} as const;
const begun = step.beginRegistration(
  {
    externalId: 'x-1',
    applicationId: 'umbrella',
    subject: { from: 'file', fileName: 'a.pdf', size: 3, sha256: 'ab' },
    options,
  },
  now,
);
const problem = (call: 'register-file' | 'share' | 'document', status: number, text = '') =>
  readProblem({ call, status, text, skewSeconds: null, port: 3000 });

let active: Agreement;
beforeEach(() => {
  active = step.linkArrived(begun, 'register-file', arrived, now);
});

describe('an agreement', () => {
  it('is registering before the request, active after the answer, expired after its time', () => {
    expect(begun.state).toBe('registering');
    expect(active).toMatchObject({
      state: 'active',
      link,
      eugodaId: 'e-1',
      answers: [{ call: 'register-file' }],
    });
    expect(step.expire(active, now + 7_199_999)).toBe(active);
    expect(step.expire(active, now + 7_200_000)).toMatchObject({ state: 'expired', link });
  });

  it('is active again after a renewal, and a fetched one stays fetched', () => {
    const expired = step.expire(active, now + 1e9);
    const later = { ...arrived, reading: { ...arrived.reading, until: now + 2e9 } };
    expect(step.linkArrived(expired, 'share', later, now + 1e9)).toMatchObject({
      state: 'active',
      until: now + 2e9,
    });
    const fetched = fetchedOf(active);
    expect(step.linkArrived(fetched, 'share', later, now)).toMatchObject({
      state: 'fetched',
      until: now + 2e9,
    });
  });

  it('is active without a link when the answer was not understood', () => {
    const odd = step.linkArrived(begun, 'register-file', { reading: { understood: false }, raw: 'ok' }, now);
    expect(odd).toMatchObject({ state: 'active', link: null, until: null, answers: [{ raw: 'ok' }] });
    expect(step.expire(odd, now + 1e12)).toBe(odd);
  });

  it('fails on a refusal, and is ambiguous when the registration may have taken place', () => {
    const refused = step.callFailed(begun, problem('register-file', 400, 'no'), now);
    expect(refused).toMatchObject({ state: 'failed', problem: { words: 'no' } });
    expect(step.callFailed(begun, problem('register-file', 502), now)).toMatchObject({ state: 'ambiguous' });
    expect(step.callFailed(begun, problem('register-file', 409), now)).toMatchObject({ state: 'ambiguous' });
    expect(step.interrupted(begun, now)).toMatchObject({ state: 'ambiguous' });
    expect(step.interrupted(active, now)).toBe(active);
  });

  it('leaves the ambiguity through share only', () => {
    const ambiguous = step.interrupted(begun, now);
    expect(step.linkArrived(ambiguous, 'share', arrived, now)).toMatchObject({
      state: 'active',
      problem: null,
    });
    expect(step.callFailed(ambiguous, problem('share', 404), now)).toMatchObject({ state: 'failed' });
    expect(step.callFailed(ambiguous, problem('share', 500), now)).toMatchObject({ state: 'ambiguous' });
  });

  it('exists, though without a link, when share says that its link has run out', () => {
    const ambiguous = step.interrupted(begun, now);
    const expired = step.callFailed(ambiguous, problem('share', 410), now);
    expect(expired).toMatchObject({ state: 'expired', link: null });
    expect(step.isRegistered(ambiguous)).toBe(false);
    expect(step.isRegistered(expired)).toBe(true);
  });

  it('is not given up by a look that fails while its registration is under way', () => {
    expect(step.callFailed(begun, problem('share', 404), now)).toMatchObject({ state: 'registering' });
  });

  it('keeps the raw answer of a refusal', () => {
    const refused = step.callFailed(active, problem('document', 409), now, '{"message":"no"}');
    expect(refused.answers.at(-1)).toEqual({ at: now, call: 'document', raw: '{"message":"no"}' });
  });

  it('stays what it was when a later call fails', () => {
    expect(step.callFailed(active, problem('document', 409), now)).toMatchObject({
      state: 'active',
      problem: { code: 'not-signed-yet' },
    });
    expect(step.callFailed(active, problem('share', 410), now)).toMatchObject({ state: 'expired' });
  });

  const fetchedOf = (agreement: Agreement) =>
    step.fetchEnded(
      step.fetchBegan(agreement, 'blob-1', 'a.zip', now),
      'blob-1',
      { size: 10, complete: true, fileName: 'b.zip' },
      now,
    );

  it('notes a delivery before the first byte, and keeps every one that brought bytes', () => {
    const began = step.fetchBegan(active, 'blob-0', 'a.zip', now);
    expect(began).toMatchObject({ state: 'active', archives: [{ archiveId: 'blob-0', complete: false }] });
    const broken = step.fetchEnded(began, 'blob-0', { size: 4, complete: false, fileName: 'a.zip' }, now);
    expect(broken).toMatchObject({ state: 'fetched', archives: [{ size: 4, complete: false }] });
    const both = fetchedOf(broken);
    expect(both.archives).toHaveLength(2);
    expect(bestArchive(both)).toMatchObject({ archiveId: 'blob-1', complete: true, fileName: 'b.zip' });
    expect(bestArchive(broken)).toMatchObject({ archiveId: 'blob-0' });
    const nothing = step.fetchEnded(began, 'blob-0', { size: 0, complete: false, fileName: 'a.zip' }, now);
    expect(nothing).toMatchObject({ state: 'active', archives: [] });
  });

  it('leaves nothing that says something when it is forgotten, and nothing brings it back', () => {
    const forgotten = step.forget(fetchedOf(active), now);
    expect(JSON.stringify(forgotten)).not.toMatch(/sign|a\.pdf|e-1|zip/);
    expect(step.linkArrived(forgotten, 'share', arrived, now)).toBe(forgotten);
    expect(step.callFailed(forgotten, problem('share', 404), now)).toBe(forgotten);
    expect(step.fetchBegan(forgotten, 'b', 'c', now)).toBe(forgotten);
  });

  it('keeps only the newest raw answers', () => {
    let agreement = active;
    for (let n = 0; n < 30; n++)
      agreement = step.linkArrived(agreement, 'share', { ...arrived, raw: `${n}` }, now);
    expect(agreement.answers).toHaveLength(10);
    expect(agreement.answers.at(-1)!.raw).toBe('29');
  });

  it('can be taken over from a page', () => {
    const seen = {
      externalId: 'umb-1',
      applicationId: 'umbrella',
      eugodaId: 'e',
      link,
      host: 'umbrella.example',
    };
    const tracked = step.trackFromPage({ ...seen, until: null, options }, now);
    expect(tracked).toMatchObject({ state: 'active', until: now + 7_200_000, untilComputed: true });
    expect(step.trackFromPage({ ...seen, until: now - 1, options }, now)).toMatchObject({ state: 'expired' });
    expect(agreementName(tracked)).toBe('umb-1');
  });

  it('is read back from storage as it was written, and a damaged record is told', () => {
    for (const one of [begun, active, fetchedOf(active), step.forget(active, now)])
      expect(readAgreement(structuredClone(one))).toEqual(one);
    const failed = step.callFailed(begun, problem('register-file', 400, 'no'), now);
    expect(readAgreement(structuredClone(failed))).toEqual(failed);
    expect(readAgreement({ ...active, state: 'strange' })).toBeNull();
    expect(readAgreement({ ...active, externalId: 'a|b' })).toBeNull();
  });
});

describe('the digest of template data', () => {
  it('does not depend on the order of fields, but on their values and the agreement', async () => {
    const one = await templateDigest('x-1', { a: 'b', c: 1 });
    expect(await templateDigest('x-1', { c: 1, a: 'b' })).toBe(one);
    expect(await templateDigest('x-1', { c: 2, a: 'b' })).not.toBe(one);
    expect(await templateDigest('x-2', { a: 'b', c: 1 })).not.toBe(one);
  });
});
