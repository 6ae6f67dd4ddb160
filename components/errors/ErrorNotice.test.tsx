// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import { failure } from '../../lib/signing/failure.ts';
import { createFakeBackend, testTranslator } from '../testing/fake-backend.ts';
import { openPage } from '../testing/page.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';

describe('ErrorNotice', () => {
  it('is an alert with title, hint and the other side’s own words', async () => {
    const backend = createFakeBackend();
    const page = await openPage(
      <ErrorNotice failure={failure('origin-refused', 'API-key для домена null недействителен.')} />,
      backend,
    );
    const alert = page.all('alert')[0];
    expect(alert?.textContent).toContain('E-IMZO does not admit this extension');
    expect(alert?.querySelector('.words')?.textContent).toBe('API-key для домена null недействителен.');
  });

  it('leads to Health for the module, to the options for a token', async () => {
    const backend = createFakeBackend();
    const page = await openPage(<ErrorNotice failure={failure('module-not-running')} />, backend);
    await page.click(page.one('button', 'See what is wrong'));
    await page.show(<ErrorNotice failure={failure('partner-token-locked')} />);
    await page.click(page.one('button', 'Options'));
    expect(backend.opened).toEqual(['desk health', 'options']);
  });

  it('says a cancellation calmly, without an alert', async () => {
    const page = await openPage(<ErrorNotice failure={failure('module-cancelled')} />, createFakeBackend());
    expect(page.all('alert')).toHaveLength(0);
    expect(page.all('status')[0]?.textContent).toContain('Cancelled in E-IMZO');
    expect(page.root.querySelector('[data-tone]')?.getAttribute('data-tone')).toBe('info');
  });

  it('words an unknown code as unexpected and keeps the code', () => {
    const words = wordFailure(failure('never-heard-of', 'raw'), testTranslator());
    expect(words).toMatchObject({
      title: 'Something unexpected happened',
      words: 'never-heard-of: raw',
    });
  });

  it('hides nothing of what somebody else said', () => {
    const words = wordFailure(failure('facts-disagree', 'INV\u200b-1'), testTranslator());
    expect(words.words).toBe('INV[U+200B]-1');
  });

  it('says how many tries are left', () => {
    const words = wordFailure(failure('pin-wrong', null, { triesLeft: 2 }), testTranslator('ru'));
    expect(words.hint).toMatch(/^Осталось 2 попытки\. /);
  });

  it('says which of Didox’s servers it is about', () => {
    const { hint } = wordFailure(
      failure('partner-token-missing', null, { server: 'test' }),
      testTranslator(),
    );
    expect(hint).toMatch(/Partner token\. Didox server: Test\.$/);
    expect(wordFailure(failure('partner-token-missing'), testTranslator()).hint).toMatch(/Partner token\.$/);
  });

  it('says how long to wait, as the service told it', () => {
    const told = failure('too-many-attempts', null, { retryAfterMs: 598_000, seconds: 598 });
    expect(wordFailure(told, testTranslator()).hint).toBe('Wait 10 minutes, then try again.');
  });

  it('offers to try again where the caller can', async () => {
    const onRetry = vi.fn();
    const page = await openPage(
      <ErrorNotice failure={failure('network-gone')} onRetry={onRetry} />,
      createFakeBackend(),
    );
    await page.click(page.one('button', 'Try again'));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});
