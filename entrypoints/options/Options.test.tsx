// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFakeBackend } from '../../components/testing/fake-backend.ts';
import { RECEIPTS } from '../../components/testing/fixtures/jobs.ts';
import { openPage } from '../../components/testing/page.tsx';
import { openDatabase } from '../../lib/store/database.ts';
import { eugodaSecretName, partnerTokenName } from '../../lib/vault/vault.ts';
import { Options } from './Options.tsx';

beforeAll(() => {
  // A DOM without modal dialogs: open is open.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});

describe('Options', () => {
  it('offers the languages, the three servers and the partner token by their names', async () => {
    const page = await openPage(<Options />, createFakeBackend());
    expect(page.one('combobox', 'Language').textContent).toContain('Oʻzbekcha');
    const servers = page.one('radiogroup', 'Didox server');
    expect([...servers.querySelectorAll('input')].map(input => input.getAttribute('aria-label'))).toEqual([
      'Production',
      'Test',
      'Old test',
    ]);
    expect(page.one('textbox', 'Partner token').getAttribute('type')).toBe('password');
  });

  it('keeps one token per server and never shows it again', async () => {
    const backend = createFakeBackend();
    const page = await openPage(<Options />, backend);
    const field = page.one('textbox', 'Partner token') as HTMLInputElement;
    await page.type(field, ' invented ');
    field.closest('form')?.requestSubmit();
    await page.settle();
    expect(await (await backend.vault()).get(partnerTokenName('production'))).toMatchObject({
      value: 'invented',
    });
    expect(field.value).toBe('');
    expect(page.root.textContent).toContain('A token is set.');
    expect(backend.announced).toContainEqual({ changed: 'vault', id: null });
    await page.click(page.one('radio', 'Test'));
    expect((await (await backend.settings()).get()).didoxServer).toBe('test');
    expect(page.root.textContent).toContain('No token');
  });

  it('takes the token of a server that is not chosen: a test site speaks to the test server all the same', async () => {
    const backend = createFakeBackend();
    const page = await openPage(<Options />, backend);
    const more = [...page.root.querySelectorAll('summary')].find(one => one.textContent?.includes('Test'));
    await page.click(more!);
    const field = page.one('textbox', 'Partner token: Test');
    await page.type(field, 'invented');
    (field as HTMLInputElement).form?.requestSubmit();
    await page.settle();
    const vault = await backend.vault();
    expect(await vault.get(partnerTokenName('test'))).toMatchObject({ value: 'invented' });
    expect(await vault.get(partnerTokenName('production'))).toEqual({ state: 'absent' });
  });

  it('says when the passphrase will be asked for again', async () => {
    const backend = createFakeBackend({ policy: { lockAfterMinutes: 20 } });
    const page = await openPage(<Options />, backend);
    await page.click(page.one('button', 'Keep under a passphrase'));
    expect(page.root.querySelector('dialog[open]')?.textContent).toContain('after 20 minutes without use');
  });

  it('says of each option that the administrator has set by whom it is set', async () => {
    const backend = createFakeBackend({
      policy: {
        didoxServer: 'test',
        language: 'en',
        strictTrust: true,
        extraTrustAnchors: [],
        apiKeys: [],
        eugodaApplications: [],
        lockAfterMinutes: 20,
        keepReceiptsMonths: 12,
        badge: false,
        watchInbox: false,
      },
    });
    await (await backend.vault()).setPassphrase('four invented words');
    const page = await openPage(<Options />, backend);
    const said = page.root.textContent?.split('Set by your administrator').length ?? 0;
    expect(said - 1).toBe(10);
    expect(page.one('combobox', 'Lock when unused for').hasAttribute('disabled')).toBe(true);
  });

  it.each([
    ['damaged', { v: 1, check: 'nonsense' }, 'A secret is damaged'],
    ['of a newer release', { v: 2 }, 'newer Imzochi'],
  ])(
    'stays of use where the vault is %s: it says so, and secrets can be deleted',
    async (_, sealed, words) => {
      const backend = createFakeBackend();
      backend.stored.local.set('vault.sealed', sealed);
      const page = await openPage(<Options />, backend);
      await page.settle();
      expect(page.all('alert')[0]?.textContent).toContain(words);
      expect(page.one('combobox', 'Language').hasAttribute('disabled')).toBe(false);
      await page.click(page.one('button', 'Forget all secrets…'));
      await page.click(page.one('button', 'Forget them'));
      await page.settle();
      expect(backend.stored.local.has('vault.sealed')).toBe(false);
      expect(page.all('alert')).toEqual([]);
    },
  );

  it('keeps secrets under a passphrase by the keyboard alone: the first field has the focus, Enter saves', async () => {
    const backend = createFakeBackend();
    await (await backend.vault()).put(partnerTokenName('production'), 'invented');
    const page = await openPage(<Options />, backend);
    await page.click(page.one('button', 'Keep under a passphrase'));
    const dialog = page.root.querySelector('dialog[open]')!;
    const [next, again] = dialog.querySelectorAll('input');
    expect(document.activeElement).toBe(next);
    await page.type(next!, 'four invented words');
    await page.type(again!, 'four invented words');
    again!.form?.requestSubmit();
    await expect.poll(async () => (await (await backend.vault()).state()).mode).toBe('passphrase');
    await expect.poll(() => page.root.querySelector('dialog[open]')).toBeNull();
  });

  it('keeps nothing under a passphrase that was typed in two ways', async () => {
    const backend = createFakeBackend();
    const page = await openPage(<Options />, backend);
    await page.click(page.one('button', 'Keep under a passphrase'));
    const [next, again] = page.root.querySelector('dialog[open]')!.querySelectorAll('input');
    await page.type(next!, 'four invented words');
    await page.type(again!, 'four invented swords');
    again!.form?.requestSubmit();
    await page.settle();
    expect((await (await backend.vault()).state()).mode).not.toBe('passphrase');
  });

  it('begins a question at its way back, not at what closes the window', async () => {
    const page = await openPage(<Options />, createFakeBackend());
    await page.click(page.one('button', 'Delete everything…'));
    expect(document.activeElement?.textContent).toBe('Cancel');
  });

  it('keeps a secret of eUgoda without the white space that was pasted along', async () => {
    const backend = createFakeBackend();
    const page = await openPage(<Options />, backend);
    const secretOf = async () =>
      (await (await backend.vault()).get(eugodaSecretName('umbrella'))) as { value?: string };
    await page.type(page.one('textbox', 'Application id'), 'umbrella');
    const field = page.one('textbox', 'Secret') as HTMLInputElement;
    await page.type(field, ' invented ');
    expect(page.root.textContent).toContain('Spaces around it are left out');
    field.closest('form')?.requestSubmit();
    await page.settle();
    expect((await secretOf()).value).toBe('invented');
    await page.click(page.one('button', 'Set the secret of umbrella'));
    const dialog = page.root.querySelector('dialog[open]')!;
    await page.type(dialog.querySelector('input')!, ' another ');
    await page.click([...dialog.querySelectorAll('button')].find(one => one.textContent === 'Save')!);
    expect((await secretOf()).value).toBe('another');
    await page.click(page.one('button', 'Set the secret of umbrella'));
    const third = page.root.querySelector('dialog[open] input') as HTMLInputElement;
    await page.type(third, 'a third');
    third.form?.requestSubmit();
    await expect.poll(async () => (await secretOf()).value).toBe('a third');
  });

  it('asks the browser before it takes the old test server, and stays where it was when refused', async () => {
    const backend = createFakeBackend({ grants: false });
    const page = await openPage(<Options />, backend);
    await page.click(page.one('radio', 'Old test'));
    expect((await (await backend.settings()).get()).didoxServer).toBe('production');
    expect(page.root.textContent).toContain('This server is not permitted yet');
    expect((page.one('radio', 'Production') as HTMLInputElement).checked).toBe(true);
  });

  it('shows what the administrator has set, and lets nobody change it', async () => {
    const policy = { strictTrust: true, secrets: { [partnerTokenName('production')]: 'invented' } };
    const page = await openPage(<Options />, createFakeBackend({ policy }));
    const strict = page.one('switch', 'Strict checking') as HTMLInputElement;
    expect([strict.checked, strict.disabled]).toEqual([true, true]);
    expect((page.one('textbox', 'Partner token') as HTMLInputElement).disabled).toBe(true);
    expect(page.root.textContent).not.toContain('invented');
  });

  it('names the locked state and opens it with the passphrase', async () => {
    const backend = createFakeBackend();
    await (await backend.vault()).put(partnerTokenName('production'), 'invented');
    await (await backend.vault()).setPassphrase('four invented words');
    await (await backend.vault()).lock();
    const page = await openPage(<Options />, backend);
    expect(page.root.textContent).toContain('A token is set and locked.');
    const field = page.one('textbox', 'Passphrase') as HTMLInputElement;
    await page.type(field, 'four invented words');
    field.closest('form')?.requestSubmit();
    await expect.poll(async () => (await (await backend.vault()).state()).state).toBe('open');
    await expect.poll(() => page.root.textContent).toContain('A token is set.');
  });

  it('deletes everything: work under way, secrets, receipts, settings, and what lies beside them', async () => {
    const asked: string[] = [];
    const backend = createFakeBackend({
      receipts: RECEIPTS,
      answers: {
        'didox/sign-out': () => null,
        'work/stop': () => {
          asked.push('stop');
          return null;
        },
      },
    });
    await (await backend.settings()).set({ strictTrust: true });
    await (await backend.vault()).put(partnerTokenName('production'), 'invented');
    localStorage.setItem('imzochi.templates', '{"profiles":[]}');
    backend.stored.local.set('settings.unreadable', 'a damaged record');
    backend.stored.session.set('keys.listing', 'the keys of this computer');
    const page = await openPage(<Options />, backend);
    await page.click(page.one('button', 'Delete everything…'));
    await page.click(page.one('button', 'Delete for good'));
    await page.settle();
    expect(page.root.textContent).toContain('Everything was deleted');
    expect(asked).toEqual(['stop']);
    expect([localStorage.length, backend.stored.local.size, backend.stored.session.size]).toEqual([0, 0, 0]);
    expect((await (await backend.settings()).get()).strictTrust).toBe(false);
    expect(await (await backend.vault()).names()).toEqual([]);
    expect(await (await backend.database()).count('receipts')).toBe(0);
  });

  it('deletes everything also where the worker fails, and nothing could be read', async () => {
    const newer = new DOMException('', 'VersionError');
    const backend = createFakeBackend({ database: () => Promise.reject(newer) });
    await (await openDatabase()).put('reviews', { id: 'r', createdAt: 0, payload: null });
    await (await backend.vault()).put(partnerTokenName('production'), 'invented');
    const page = await openPage(<Options />, backend);
    await page.click(page.one('button', 'Delete everything…'));
    await page.click(page.one('button', 'Delete for good'));
    await page.settle();
    expect(page.root.textContent).toContain('Everything was deleted');
    expect([backend.stored.local.size, backend.stored.session.size]).toEqual([0, 0]);
    expect(await (await openDatabase()).count('reviews')).toBe(0);
  });
});
