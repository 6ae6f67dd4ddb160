// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { SignatureSummary } from '../../lib/signing/signature-summary.ts';
import { createFakeBackend } from '../testing/fake-backend.ts';
import { SIGNATURES, VERIFIED } from '../testing/fixtures/jobs.ts';
import { openPage } from '../testing/page.tsx';
import { SignatureSummaryView } from './SignatureSummaryView.tsx';

describe('SignatureSummaryView', () => {
  it.each([
    ['verified', 'The signature is verified'],
    ['unknown-root', 'its authority is not known'],
    ['fits-in-part', 'Because the time stamp could not be checked.'],
    ['not-valid', 'Does not hold: the content was changed; the certificate was not in force.'],
    ['could-not-check', 'Because an algorithm is not known here.'],
  ])('words %s, and always says that revocation was not checked', async (outcome, words) => {
    const signature = SIGNATURES.find(one => one.outcome === outcome);
    if (!signature) throw new Error(`no fixture for ${outcome}`);
    const page = await openPage(<SignatureSummaryView signature={signature} />, createFakeBackend());
    expect(page.root.textContent).toContain(words);
    expect(page.root.textContent).toContain('Revocation was not checked');
    expect(page.root.textContent).toContain('300000019');
  });
  it('adds what did not stop the signature, once', async () => {
    const of = async (signature: SignatureSummary) =>
      (await openPage(<SignatureSummaryView signature={signature} />, createFakeBackend())).root.textContent;
    const clock = await of({ ...VERIFIED, warnings: ['clock-skew', 'other-signer-not-valid'] });
    expect(clock).toContain("Also noted: the signer's clock is off; another signature in it does not hold.");
    const unknown = { ...VERIFIED, outcome: 'unknown-root', reasons: ['untrusted-root'] } as const;
    expect(await of({ ...unknown, warnings: ['unknown-root'] })).not.toContain('Also noted');
    // Written by an older release.
    expect(await of(VERIFIED)).not.toContain('Also noted');
  });
});
