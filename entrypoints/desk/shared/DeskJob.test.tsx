// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { trustedClick } from '../../../components/testing/trusted-click.ts';
import { failure } from '../../../lib/signing/failure.ts';
import { DONE_JOB } from '../testing/fixtures.ts';
import { DeskJob } from './DeskJob.tsx';

const FAILED = {
  ...DONE_JOB,
  action: 'didox-sign',
  step: 'failed',
  tone: 'error',
  receiptId: null,
  sent: 'no',
  owner: 'tin:300000019',
  canRetry: true,
} as const;

beforeEach(() => {
  location.hash = '';
});

describe('a job on the desk that failed', () => {
  it('says why in the service’s own words, what helps, and that nothing was sent', async () => {
    const job = { ...FAILED, error: failure('validation-failed', 'Ошибка валидации: ИКПУ') };
    const page = await openPage(<DeskJob job={job} />, createFakeBackend());
    const text = page.root.textContent ?? '';
    expect(text).toContain('Ошибка валидации: ИКПУ');
    expect(text).toContain('Its own words name the field');
    expect(text).toContain('Nothing was sent');
    expect(text.match(/Didox found a mistake/g)).toHaveLength(1);
  });

  it('of which nobody knows the end is not called a failure, and what the reason says is said once', async () => {
    const job = { ...FAILED, error: failure('ambiguous-submit'), sent: 'unknown' } as const;
    const page = await openPage(<DeskJob job={job} />, createFakeBackend());
    const text = page.root.textContent ?? '';
    expect(text).not.toContain('Failed');
    expect(text.match(/by itself/g)).toHaveLength(1);
    expect(text.match(/not known whether it arrived/g)).toHaveLength(1);
  });

  it('and may have arrived all the same says so, where its reason does not', async () => {
    const job = { ...FAILED, error: failure('validation-failed'), sent: 'unknown' } as const;
    const page = await openPage(<DeskJob job={job} />, createFakeBackend());
    expect(page.root.textContent).toContain('It may have arrived');
    expect(page.root.textContent).not.toContain('Failed');
  });

  it('leads to the public offer where that is what is missing', async () => {
    const backend = createFakeBackend({ answers: { 'didox/offer': () => ({ reviewId: 'r9' }) } });
    const job = {
      ...FAILED,
      server: 'test' as const,
      error: failure('offer-not-signed', 'Оферта не подписана'),
    };
    const page = await openPage(<DeskJob job={job} />, backend);
    expect(page.root.textContent).toContain('Didox server: Test');
    await page.click(page.one('button', 'Sign the public offer'));
    // On the server that the job was for, whatever the options name.
    const request = { server: 'test', owner: 'tin:300000019' };
    expect(backend.asked).toEqual([{ name: 'didox/offer', request }]);
    expect(location.hash).toBe('#/review/r9/test');
  });

  it('that nobody knows the end of is cleared on the word of somebody who has looked', async () => {
    const backend = createFakeBackend({ answers: { 'jobs/dismiss': () => null } });
    const job = { ...FAILED, error: failure('ambiguous-submit'), sent: 'unknown' } as const;
    const page = await openPage(<DeskJob job={job} />, backend);
    await page.click(page.one('button', 'Clear: '));
    expect(backend.asked).toEqual([]);
    const dialog = () => page.root.querySelector('dialog[open]');
    expect(dialog()?.textContent).toContain('Look on Didox what became of the document');
    await page.click(page.one('button', 'Back'));
    expect(dialog()).toBeNull();
    await page.click(page.one('button', 'Clear: '));
    await page.click(page.one('button', 'I have looked'));
    expect(backend.asked).toEqual([{ name: 'jobs/dismiss', request: { jobId: job.id, looked: true } }]);
  });

  it('is tried again by a click that is meant: half a second in sight, also after it has become another', async () => {
    const backend = createFakeBackend({ answers: { 'jobs/retry': () => null } });
    const job = { ...FAILED, error: failure('ambiguous-submit'), sent: 'unknown' } as const;
    const pause = () => new Promise(resolve => setTimeout(resolve, 520));
    const page = await openPage(<DeskJob job={job} />, backend);
    const retry = () => page.one('button', 'Try again');
    await trustedClick(retry());
    await pause();
    await page.click(retry());
    await page.show(<DeskJob job={{ ...job, updatedAt: job.updatedAt + 1 }} />);
    await trustedClick(retry());
    expect(backend.asked).toEqual([]);
    await pause();
    await trustedClick(retry());
    expect(backend.asked).toEqual([{ name: 'jobs/retry', request: { jobId: job.id } }]);
  });
});
