// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../testing/fake-backend.ts';
import { SIGNATURES } from '../testing/fixtures/jobs.ts';
import { openPage } from '../testing/page.tsx';
import { SignatureSummaryView } from './SignatureSummaryView.tsx';

describe('SignatureSummaryView', () => {
  it.each([
    ['verified', 'The signature is verified'],
    ['unknown-root', 'its authority is not known'],
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
});
