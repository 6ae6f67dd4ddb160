// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, createFakeBackend } from '../../components/testing/fake-backend.ts';
import { openPage, type TestPage } from '../../components/testing/page.tsx';
import { createTranslator } from '../../lib/i18n/translator.ts';
import common from '../../locales/en/common.json';
import desk from '../../locales/en/desk.json';
import inspect from '../../locales/en/inspect.json';
import { Desk } from './Desk.tsx';
import { USUAL_ANSWERS } from './testing/answers.ts';
import { batchView } from './testing/fixtures.ts';

let page: TestPage;

async function openAt(hash: string, answers: Answers = {}) {
  location.hash = hash;
  const backend = Object.assign(createFakeBackend({ answers: { ...USUAL_ANSWERS, ...answers } }), {
    translator: createTranslator('en', { ...common, ...desk, ...inspect }),
  });
  page = await openPage(<Desk />, backend);
  await page.settle();
  return { page, backend };
}
const go = (hash: string) =>
  act(async () => {
    location.hash = hash;
    dispatchEvent(new HashChangeEvent('hashchange'));
    await new Promise(resolve => setTimeout(resolve, 20));
  });
const heading = () => document.querySelector('h1')?.textContent;

afterEach(async () => {
  // A desk left mounted would go on listening to the address.
  await page.show(null);
  location.hash = '';
});

describe('the desk', () => {
  it('has its five sections by name, landmarks and a skip link', async () => {
    const { page } = await openAt('#/inbox');
    const links = [...page.root.querySelectorAll('nav[aria-label="Sections"] a')].map(a => a.textContent);
    expect(links).toEqual(['Inbox', 'Agreements', 'Receipts', 'Inspect', 'Health']);
    expect(page.root.querySelector('header')).not.toBeNull();
    expect(page.root.querySelector('main')).not.toBeNull();
    expect(page.root.querySelector('.desk-skip')?.textContent).toBe('Skip to the content');
  });

  it.each([
    ['#/inbox', 'Inbox'],
    ['#/batch/b', 'Signing 24 documents'],
    ['#/agreements', 'Agreements'],
    ['#/agreements/new/file', 'New agreement from a file'],
    ['#/agreements/new/template', 'New agreement from a template'],
    ['#/receipts', 'Receipts'],
    ['#/inspect', 'Inspect'],
    ['#/health', 'Health'],
    ['#/sign', 'Sign a file'],
    ['#/review/rev-1', 'Review: selected text'],
    ['#/welcome', 'Welcome to Imzochi'],
  ])('opens %s under the heading "%s"', async (hash, title) => {
    await openAt(hash);
    expect(heading()).toBe(title);
  });

  it('moves the focus to the heading when the section changes, and leaves it alone at the start', async () => {
    await openAt('#/inbox');
    expect(document.activeElement?.tagName).not.toBe('H1');
    await go('#/health');
    expect(document.activeElement).toBe(document.querySelector('h1'));
    expect(document.title).toBe('Health · Imzochi');
  });

  it('names the window as the heading does, also where that changes', async () => {
    let state: 'running' | 'stopped' = 'running';
    const { backend } = await openAt('#/batch/b', { 'batch/get': () => batchView(state) });
    expect(document.title).toBe('Signing 24 documents · Imzochi');
    state = 'stopped';
    backend.change({ changed: 'batch', id: null });
    await page.settle();
    expect(document.title).toBe(`${heading()} · Imzochi`);
    expect(heading()).toBe('Stopped: 24 documents');
  });

  it('does not pull the focus away for a detail inside a list', async () => {
    await openAt('#/receipts');
    const search = document.querySelector<HTMLInputElement>('main a, main button');
    search?.focus();
    await go('#/receipts/unknown');
    expect(document.activeElement?.tagName).not.toBe('H1');
  });

  it('stays on the server that was last shown, until another is asked for', async () => {
    const { page } = await openAt('#/inbox');
    const ways = () => [
      page.root.querySelector('.desk-brand')?.getAttribute('href'),
      page.root.querySelector('.desk-nav a')?.getAttribute('href'),
    ];
    expect(ways()).toEqual(['#/inbox', '#/inbox']);
    // As after a reload: nothing but the address tells.
    for (const first of ['#/inbox/drafts/test', '#/review/rev-1/test', '#/batch/b/test']) {
      await go(first);
      await go('#/receipts');
      expect(ways()).toEqual(['#/inbox/waiting/test', '#/inbox/waiting/test']);
      await go('#/batch/b');
      expect(page.root.querySelector('.section-head a')?.getAttribute('href')).toBe('#/inbox/waiting/test');
      await go('#/inbox');
      expect(ways()).toEqual(['#/inbox', '#/inbox']);
    }
  });

  it('marks the current section', async () => {
    const { page } = await openAt('#/receipts');
    expect(page.root.querySelector('nav [aria-current="page"]')?.textContent).toBe('Receipts');
  });

  it('says whether E-IMZO is there, and tells the worker that somebody is', async () => {
    const { page, backend } = await openAt('#/inbox');
    expect(page.root.querySelector('.desk-module')?.textContent).toContain('E-IMZO');
    expect(backend.asked).toContainEqual({ name: 'module/attend', request: { page: 'desk' } });
  });
});
