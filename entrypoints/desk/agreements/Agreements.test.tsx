// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../../components/backend.ts';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import { AGREEMENTS } from '../testing/fixtures.ts';
import { Agreements } from './Agreements.tsx';
import { exampleProfile } from './example-profile.ts';
import { NewFromFile } from './NewFromFile.tsx';
import { NewFromTemplate } from './NewFromTemplate.tsx';
import { readTemplates, writeTemplates } from './template-store.ts';

async function open(shown: string | null, answers: Answers = {}) {
  const backend = createFakeBackend({ answers: { 'agreements/list': () => AGREEMENTS, ...answers } });
  const page = await openPage(<Agreements shown={shown} />, backend);
  await page.settle();
  const asked = (name: string) => backend.asked.filter(one => one.name === name).map(one => one.request);
  return { page, backend, asked };
}

beforeEach(() => localStorage.clear());

describe('agreements', () => {
  it('say that a deadline was computed when the service did not name one', async () => {
    const { page } = await open('imz-20261121-7f3a');
    expect(page.root.textContent).toContain('computed; the service did not say');
    expect(page.all('timer').length).toBeGreaterThan(0);
  });

  it('warn before the only copy is forgotten', async () => {
    const { page, asked } = await open('imz-3', { 'agreements/forget': () => null });
    await page.click(page.one('button', 'Forget'));
    const dialog = page.root.querySelector('dialog')!;
    expect(dialog.textContent).toContain('may be the only copy');
    expect(asked('agreements/forget')).toEqual([]);
    const forget = [...dialog.querySelectorAll('button')].find(button => button.textContent === 'Forget')!;
    await page.click(forget);
    expect(asked('agreements/forget')).toEqual([{ externalId: 'imz-3' }]);
  });

  it('never call an uncertain one registered', async () => {
    const { page } = await open('imz-4');
    expect(page.root.textContent).toContain('It is not certain whether eUgoda has this agreement');
  });

  it('ask for the passphrase where the vault is locked, and say when it is wrong', async () => {
    const { page, backend } = await open(null, {
      'agreements/list': () => ({ ...AGREEMENTS, vault: 'locked' }),
    });
    await backend.vault.setPassphrase('correct horse');
    await backend.vault.lock();
    await page.type(page.one('textbox', 'Passphrase'), 'wrong horse');
    await page.click(page.one('button', 'Unlock'));
    await new Promise(resolve => setTimeout(resolve, 600));
    await page.settle();
    expect(page.all('alert')).toHaveLength(1);
    expect((await backend.vault.state()).state).toBe('locked');
  });
});

describe('a registration whose answer is lost', () => {
  it('leads to the agreement, not to a second registration', async () => {
    const { page, backend } = await openFailed({ externalId: 'imz-4', uncertain: 1 });
    expect(backend.asked.filter(one => one.name === 'agreements/register-file')).toHaveLength(1);
    expect(page.root.querySelector('a[href$="/agreements/imz-4"]')).not.toBeNull();
    expect(page.all('button').map(button => button.textContent)).not.toContain('Try again');
  });

  it('may be tried again where it certainly failed', async () => {
    const { page } = await openFailed({ externalId: 'imz-4', uncertain: 0 });
    await page.click(page.one('button', 'Try again'));
    expect(page.one('button', 'Send 1')).toBeTruthy();
  });

  async function openFailed(data: Record<string, string | number>) {
    const refuse = () => {
      throw new RequestError('eugoda-ambiguous', '', data);
    };
    const backend = createFakeBackend({
      answers: { 'agreements/list': () => AGREEMENTS, 'agreements/register-file': refuse },
    });
    const page = await openPage(<NewFromFile />, backend);
    await page.settle();
    const input = page.root.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { value: [new File(['a'], 'a.txt')], configurable: true });
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await page.settle();
    await page.click(page.one('button', 'Send 1'));
    await new Promise(resolve => setTimeout(resolve, 30));
    await page.settle();
    return { page, backend };
  }
});

describe('an agreement from a template', () => {
  it('is sent as typed data, and remembers nothing personal', async () => {
    const profile = { ...exampleProfile('p1', word => word), templateId: 'T-7' };
    writeTemplates(localStorage, { profiles: [profile], remembered: {} });
    const backend = createFakeBackend({
      answers: {
        'agreements/list': () => AGREEMENTS,
        'agreements/register-template': () => ({ externalId: 'imz-9' }),
      },
    });
    const page = await openPage(<NewFromTemplate />, backend);
    await page.settle();
    const submit = () => page.click(page.one('button', 'Register the agreement'));
    await submit();
    expect(page.root.textContent).toContain('8 fields need another look');

    const inputs = [...page.root.querySelectorAll<HTMLInputElement>('.template-fields input')];
    const values = ['Оксана', '12', 'AA0000000', '2001-01-01', '0000', 'Київ', '2026-11-21', '5 000'];
    for (const [at, value] of values.entries()) await page.type(inputs[at]!, value);
    await submit();
    expect(backend.asked.find(one => one.name === 'agreements/register-template')?.request).toMatchObject({
      applicationId: 'app-1',
      templateId: 'T-7',
      name: 'Оксана - contract',
      data: { name: 'Оксана', salary: 5000, date: '2026-11-21' },
      removeOnCompleted: false,
      expectedSignatures: 1,
      lifetime: 7200,
      returnUrl: '',
    });
    expect(readTemplates(localStorage).remembered).toEqual({
      p1: { number: '12', city: 'Київ', date: '2026-11-21' },
    });
  });
});
