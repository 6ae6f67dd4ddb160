// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { JOBS } from '../../../components/testing/fixtures/jobs.ts';
import { GROUPS, keysView } from '../../../components/testing/fixtures/keys.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { trustedClick } from '../../../components/testing/trusted-click.ts';
import { type Database, openDatabase } from '../../../lib/store/database.ts';
import { USUAL_ANSWERS } from '../testing/answers.ts';
import { reviewView } from '../testing/fixtures.ts';
import { Review } from './Review.tsx';

const JOB = JOBS.find(({ id }) => id === 'busy')!;
const PDF = new TextEncoder().encode('%PDF-1.7 the terms');
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function open(answers: Answers = {}) {
  let jobIds: string[] = [];
  const backend = createFakeBackend({
    answers: {
      ...USUAL_ANSWERS,
      'review/get': () => reviewView({ jobIds }),
      'review/jobs': () => jobIds.map(id => ({ ...JOB, id })),
      'review/confirm': () => {
        jobIds = ['job-1'];
        return { jobId: 'job-1' };
      },
      ...answers,
    },
  });
  const page = await openPage(<Review id="rev-1" />, backend);
  await page.settle();
  const confirmed = () => backend.asked.filter(({ name }) => name === 'review/confirm');
  return { page, backend, confirmed };
}

/** The review of an offer, whose text was put into the database by `put`. */
async function openOffer(pdfBlobId: string | null, put: (db: Database) => Promise<void> = async () => {}) {
  const db = await openDatabase();
  await put(db);
  db.close();
  const items = [{ ...reviewView().items[0]!, text: null }];
  return open({
    'review/get': () => reviewView({ kind: 'didox', action: 'didox-offer', items, pdfBlobId }),
  });
}

describe('the review', () => {
  it('shows the text with its line breaks, its length, its digest and where it came from', async () => {
    const { page } = await open();
    const { text } = reviewView().items[0]!;
    expect(page.root.querySelector('.review-text')?.textContent).toBe(text);
    expect(page.root.textContent).toContain(`${[...(text ?? '')].length} characters`);
    expect(page.root.textContent).toContain('https://example.uz/contracts/7');
    expect(page.root.querySelector('.digest')?.getAttribute('title')).toHaveLength(64);
  });

  it('shows a long text to its end, and says what is hidden there', async () => {
    const text = `${'a line\n'.repeat(40_000)}to pay: 1\u200b00`;
    const item = { ...reviewView().items[0]!, text };
    const { page } = await open({ 'review/get': () => reviewView({ items: [item] }) });
    const shown = page.root.querySelector('.review-text')?.textContent;
    expect(shown).toBe(text.replace('\u200b', 'U+200B'));
    expect(page.root.textContent).toContain('characters that are not normally seen');
  });

  it('lets no title of a page turn the address beside it around', async () => {
    const from = { title: 'Your bank\u202e', url: 'https://example.uz/contracts/7' };
    const { page } = await open({ 'review/get': () => reviewView({ from }) });
    expect(page.root.querySelector('.review-source')?.textContent).toContain('Your bank[U+202E] https://');
  });

  it('shows every one of many files', async () => {
    const item = { ...reviewView().items[0]!, text: null };
    const files = Array.from({ length: 60 }, (_, n) => ({ ...item, title: `${n}.pdf` }));
    const { page } = await open({
      'review/get': () => reviewView({ kind: 'file', action: 'file', items: files }),
    });
    expect(page.root.querySelectorAll('.review-items > article')).toHaveLength(60);
  });

  it('takes no click in the first half second, and none of a script', async () => {
    const { page, confirmed } = await open();
    const sign = page.one('button', 'Sign the text');
    await trustedClick(sign);
    expect(confirmed()).toHaveLength(0);
    await pause(520);
    await page.click(sign);
    expect(confirmed()).toHaveLength(0);
    await trustedClick(sign);
    expect(confirmed()).toHaveLength(1);
  });

  it('takes no press that began in it, however late it ends', async () => {
    const { page, confirmed } = await open();
    await trustedClick(page.one('button', 'Sign the text'), { heldMs: 600 });
    expect(confirmed()).toHaveLength(0);
    await trustedClick(page.one('button', 'Sign the text'));
    expect(confirmed()).toHaveLength(1);
  });

  it('starts it anew when another window lay over the page, not when a frame of its own had the focus', async () => {
    const { page, confirmed } = await open();
    await pause(520);
    const focus = vi.spyOn(document, 'hasFocus');
    for (const [inFrame, clicks] of [
      [false, 0],
      [true, 1],
    ] as const) {
      focus.mockReturnValue(inFrame);
      window.dispatchEvent(new Event('blur'));
      focus.mockReturnValue(true);
      window.dispatchEvent(new Event('focus'));
      await trustedClick(page.one('button', 'Sign the text'));
      expect(confirmed()).toHaveLength(clicks);
      await pause(520);
    }
    focus.mockRestore();
  });

  it('starts the half second anew when what would be signed changes', async () => {
    let sha256 = 'a'.repeat(64);
    const item = reviewView().items[0]!;
    const { page, backend, confirmed } = await open({
      'review/get': () => reviewView({ items: [{ ...item, sha256 }] }),
    });
    await pause(520);
    sha256 = 'b'.repeat(64);
    backend.change({ changed: 'keys', id: null });
    await page.settle();
    await trustedClick(page.one('button', 'Sign the text'));
    expect(confirmed()).toHaveLength(0);
  });

  it('starts it anew when another key would sign', async () => {
    const [, other] = reviewView().keys.groups;
    let { keyId } = reviewView();
    const { page, backend, confirmed } = await open({ 'review/get': () => reviewView({ keyId }) });
    await pause(520);
    keyId = other!.chosen;
    backend.change({ changed: 'keys', id: null });
    await page.settle();
    await trustedClick(page.one('button', 'Sign the text'));
    expect(confirmed()).toHaveLength(0);
  });

  it('confirms once, with the key and the form that were chosen', async () => {
    const { page, confirmed } = await open();
    await page.click(page.one('radio', 'Detached'));
    await pause(520);
    const sign = page.one('button', 'Sign the text');
    await trustedClick(sign);
    await trustedClick(sign);
    expect(confirmed()).toEqual([
      {
        name: 'review/confirm',
        request: {
          reviewId: 'rev-1',
          options: { keyId: reviewView().keyId, detached: true, stamp: true },
          shown: reviewView().items.map(({ sha256 }) => sha256),
        },
      },
    ]);
  });

  it('does not sign with a key that cannot: the button waits for another', async () => {
    const [group] = reviewView().keys.groups;
    const key = { ...group!.keys[0]!, validity: 'expired' as const };
    const groups = [{ ...group!, keys: [key], chosen: key.id }];
    const { page } = await open({
      'review/get': () => reviewView({ keyId: key.id, keys: { ...reviewView().keys, groups } }),
    });
    expect(page.one('button', 'Sign the text').hasAttribute('disabled')).toBe(true);
  });

  it('shows every job, in the order of what was shown, also of many files', async () => {
    const files = Array.from({ length: 60 }, (_, n) => ({ ...reviewView().items[0]!, title: `${n}.pdf` }));
    const jobIds = files.map(({ title }) => title);
    const { page } = await open({
      'review/get': () => reviewView({ kind: 'file', action: 'file', items: files, jobIds }),
      'review/jobs': () => jobIds.map(id => ({ ...JOB, id, title: id })),
    });
    const shown = [...page.root.querySelectorAll('.review-jobs > article')];
    expect(shown.map(one => one.getAttribute('aria-label'))).toEqual(jobIds);
    expect(page.all('button').some(one => one.textContent?.startsWith('Sign '))).toBe(false);
  });

  it('is headed by what it is about once nothing is left to sign: then it is no longer before the signature', async () => {
    const files = Array.from({ length: 3 }, (_, n) => ({ ...reviewView().items[0]!, title: `${n}.pdf` }));
    let jobIds = ['a', 'b'];
    const { page, backend } = await open({
      'review/get': () => reviewView({ kind: 'file', action: 'file', items: files, jobIds }),
    });
    const heading = () => page.root.querySelector('h1')?.textContent;
    expect(heading()).toBe('Review: 3 files');
    expect(document.title).toBe('Review: 3 files · Imzochi');
    jobIds = ['a', 'b', 'c'];
    backend.change({ changed: 'jobs', id: null });
    await page.settle();
    expect(heading()).toBe('0.pdf + 2');
    expect(document.title).toBe('0.pdf + 2 · Imzochi');
  });

  it('asks for another click for the files that a dead worker left without a job', async () => {
    const files = Array.from({ length: 3 }, (_, n) => ({ ...reviewView().items[0]!, title: `${n}.pdf` }));
    const { page } = await open({
      'review/get': () => reviewView({ kind: 'file', action: 'file', items: files, jobIds: ['a'] }),
      'review/jobs': () => [{ ...JOB, id: 'a' }],
    });
    expect(page.root.querySelectorAll('.review-jobs > article')).toHaveLength(1);
    expect(page.one('button', 'Sign 2 files')).toBeDefined();
  });

  it.each([
    ['didox-sign', 'Sign the document', GROUPS[2]!],
    ['didox-offer', 'Sign the public offer', GROUPS[2]!],
    ['didox-sign', 'Sign the document', GROUPS[3]!],
  ] as const)(
    '%s: signs with a key that is not the company’s own where the worker says it may',
    async (...row) => {
      const [action, label, group] = row;
      const { page, confirmed } = await open({
        'review/get': () =>
          reviewView({
            kind: 'didox',
            action,
            owner: 'tin:300000050',
            keys: keysView({ groups: [group] }),
            keyId: group.chosen,
          }),
      });
      expect(page.root.textContent).not.toContain('No keys found');
      // The person's key, or a token nobody has asked: it is not only the company's keys that fit.
      expect(page.root.textContent).not.toContain('only its keys fit');
      await pause(520);
      await trustedClick(page.one('button', label));
      expect(confirmed()[0]?.request).toMatchObject({ options: { keyId: group.chosen } });
    },
  );

  it('of the offer shows what Didox handed over as its text', async () => {
    const { page, backend } = await openOffer('preview-rev-1', async db => {
      const [id, owner, name, type] = ['preview-rev-1', 'review:rev-1', 'document.pdf', 'application/pdf'];
      await db.put('blobs', { id, owner, bytes: PDF, name, type, createdAt: 0, complete: true });
    });
    const frame = page.root.querySelector('iframe.document-frame');
    expect(frame?.getAttribute('src')).toMatch(/^blob:/);
    expect(frame?.getAttribute('title')).toContain('text of the offer');
    expect(frame?.hasAttribute('sandbox')).toBe(false);
    expect(page.root.textContent).toContain('The fields above are what is signed.');
    expect(page.root.textContent).not.toContain('cannot be read');
    (await backend.database()).close();
  });

  it('of the offer says when its text is none that can be read; it can be signed all the same', async () => {
    const { page, confirmed } = await openOffer(null);
    expect(page.root.querySelector('iframe')).toBeNull();
    expect(page.root.textContent).toContain('cannot be read');
    await pause(520);
    await trustedClick(page.one('button', 'Sign the public offer'));
    expect(confirmed()).toHaveLength(1);
  });

  it('deletes a draft without a key, and asks for none', async () => {
    const { page, confirmed } = await open({
      'review/get': () =>
        reviewView({
          kind: 'didox',
          action: 'didox-delete-draft',
          owner: 'tin:300000050',
          keys: keysView({ groups: [] }),
          keyId: null,
        }),
    });
    expect(page.root.textContent).not.toContain('No keys found');
    expect(page.root.textContent).not.toContain('password');
    await pause(520);
    await trustedClick(page.one('button', 'Delete the draft'));
    expect(confirmed()[0]?.request).toMatchObject({ options: { keyId: undefined } });
  });

  it('offers to check a text that is a signature already', async () => {
    const { page } = await open({ 'review/get': () => reviewView({ containsPkcs7: true }) });
    await page.click(page.one('button', 'Check signature'));
    expect(location.hash).toBe('#/inspect/review/rev-1');
  });

  it('says when the review is gone', async () => {
    const { page } = await open({ 'review/get': () => null });
    expect(page.root.textContent).toContain('This review is no longer here');
  });
});
