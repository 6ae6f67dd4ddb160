// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../../../components/backend.ts';
import { type Answers, createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage, type TestPage } from '../../../components/testing/page.tsx';
import { MOST_FILES } from '../../../lib/messages/limits.ts';
import type { AgreementView, DownloadView } from '../../../lib/messages/views/agreements.ts';
import { failure } from '../../../lib/signing/failure.ts';
import { AGREEMENTS } from '../testing/fixtures.ts';
import { Agreements } from './Agreements.tsx';
import { agreementFixture } from './agreement.fixture.ts';
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

async function choose(page: TestPage, ...names: string[]) {
  const input = page.root.querySelector<HTMLInputElement>('input[type=file]')!;
  const files = names.map(name => new File([name], name));
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await page.settle();
}

beforeEach(() => localStorage.clear());

describe('agreements', () => {
  it('are saved under the day it is here', async () => {
    vi.stubEnv('TZ', 'Asia/Tashkent');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 20, 20) });
    try {
      const { page } = await open(null);
      const names: string[] = [];
      vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
        names.push(this.download);
      });
      for (const kind of ['CSV', 'JSON']) await page.click(page.one('button', `Save as ${kind}`));
      expect(names).toEqual(['imzochi-agreements-2026-11-21.csv', 'imzochi-agreements-2026-11-21.json']);
    } finally {
      vi.restoreAllMocks();
      vi.useRealTimers();
      vi.unstubAllEnvs();
    }
  });

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

  it('warn of the only copy also where it is not known whether eUgoda deletes it', async () => {
    const agreements = AGREEMENTS.agreements.map(one => ({ ...one, removeOnCompleted: null }));
    const answers = { 'agreements/list': () => ({ ...AGREEMENTS, agreements }) };
    const { page } = await open('imz-3', answers);
    expect(page.root.textContent).toContain('not known');
    await page.click(page.one('button', 'Forget'));
    expect(page.root.querySelector('dialog')?.textContent).toContain('may be the only copy');
    const another = await open('imz-2', answers);
    expect(another.page.root.textContent).toContain('the first delivery may be the only one');
  });

  it('leave whoever went elsewhere while one was being forgotten where they are', async () => {
    let forgotten: (value: null) => void = () => {};
    for (const [elsewhere, then] of [
      [null, '#/agreements'],
      ['#/agreements/new/file', '#/agreements/new/file'],
    ] as const) {
      location.hash = '#/agreements/imz-3';
      const { page } = await open('imz-3', {
        'agreements/forget': () => new Promise<null>(resolve => (forgotten = resolve)),
      });
      await page.click(page.one('button', 'Forget'));
      const dialog = page.root.querySelector('dialog')!;
      await page.click([...dialog.querySelectorAll('button')].find(one => one.textContent === 'Forget')!);
      if (elsewhere) location.hash = elsewhere;
      forgotten(null);
      await page.settle();
      expect(location.hash).toBe(then);
    }
  });

  it('never call an uncertain one registered', async () => {
    const { page } = await open('imz-4');
    expect(page.root.textContent).toContain('It is not certain whether eUgoda has this agreement');
  });

  it('ask for the passphrase where the vault is locked, and say when it is wrong', async () => {
    const { page, backend } = await open(null, {
      'agreements/list': () => ({ ...AGREEMENTS, vault: 'locked' }),
    });
    await (await backend.vault()).setPassphrase('correct horse');
    await (await backend.vault()).lock();
    await page.type(page.one('textbox', 'Passphrase'), 'wrong horse');
    await page.click(page.one('button', 'Unlock'));
    await vi.waitFor(() => expect(page.all('alert')).toHaveLength(1), { timeout: 15_000 });
    expect((await (await backend.vault()).state()).state).toBe('locked');
  });
});

describe('an archive', () => {
  const withDownload = (download: DownloadView) => () => ({
    ...AGREEMENTS,
    agreements: AGREEMENTS.agreements.map(one => ({ ...one, download })),
  });
  const coming = { received: 1_500_000, expected: 3_000_000, stuck: false };

  it('that is coming says how far it is, and is not asked for again', async () => {
    const { page, asked } = await open('imz-3', { 'agreements/list': withDownload(coming) });
    expect(page.root.textContent).toContain('Fetching: 1.5 MB / 3.0 MB');
    await page.click(page.one('button', 'Fetch again'));
    expect(asked('agreements/fetch')).toEqual([]);
    expect(page.all('alert')).toEqual([]);
  });

  it('that waits for room on the disk says so', async () => {
    const { page } = await open('imz-3', { 'agreements/list': withDownload({ ...coming, stuck: true }) });
    expect(
      page
        .all('alert')
        .map(one => one.textContent)
        .join(),
    ).toContain('Make room now');
  });

  it('that cannot be fetched yet says so beside the button, and not out of sight as well', async () => {
    const error = failure('eugoda-not-signed');
    const agreements = AGREEMENTS.agreements.map(one => ({ ...one, error }));
    const { page } = await open('imz-2', {
      'agreements/list': () => ({ ...AGREEMENTS, agreements }),
      'agreements/fetch': () => {
        throw new RequestError(error.code, '');
      },
    });
    const notice = () =>
      page.all('alert').map(one => one.closest('.panel')?.querySelector('h3')?.textContent);
    expect(notice()).toEqual([undefined]);
    await page.click(page.one('button', 'Fetch the archive'));
    expect(notice()).toEqual(['Signed archive']);
  });

  it('in parts is saved as one', async () => {
    const { page, backend } = await open('imz-3');
    const database = await backend.database();
    for (const [at, text] of ['PK', 'abc'].entries())
      await database.put('blobs', {
        id: `a3.part-00000${at}`,
        owner: 'agreement:imz-3',
        bytes: new TextEncoder().encode(text),
        name: '',
        type: 'application/octet-stream',
        createdAt: 1,
        complete: false,
      });
    const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
    await page.click(page.one('button', 'Save the archive'));
    await vi.waitFor(() => expect(saved).toHaveBeenCalled(), { timeout: 15_000 });
    expect(await (saved.mock.calls[0]![0] as Blob).text()).toBe('PKabc');
    saved.mockRestore();
  });
});

describe('a link that could not be written down', () => {
  it('is shown with the reason', async () => {
    const loose = { link: 'https://eugoda.com/sign/loose', error: failure('storage-full') };
    const { page } = await open('imz-2', { 'agreements/renew': () => ({ loose }) });
    await page.click(page.one('button', 'New link'));
    const [notice] = page.all('alert');
    expect(notice?.textContent).toContain('https://eugoda.com/sign/loose');
    expect(notice?.textContent).toContain('The disk is full');
  });
});

describe('files on their way', () => {
  it('may be more than one review of files for signing takes: none is left out', async () => {
    const backend = createFakeBackend({ answers: { 'agreements/list': () => AGREEMENTS } });
    const page = await openPage(<NewFromFile />, backend);
    await page.settle();
    await choose(page, ...Array.from({ length: MOST_FILES + 1 }, (_, at) => `${at}.txt`));
    expect(page.one('button', `Send ${MOST_FILES + 1} files`)).toBeTruthy();
  });

  it('are sent one after another, and not at all once they are off the list', async () => {
    const sent: string[] = [];
    let answer: () => void = () => {};
    const backend = createFakeBackend({
      answers: {
        'agreements/list': () => AGREEMENTS,
        'agreements/register-file': async ({ fileName, externalId }) => {
          sent.push(fileName);
          await new Promise<void>(resolve => (answer = resolve));
          return { externalId, loose: null };
        },
      },
    });
    const page = await openPage(<NewFromFile />, backend);
    await page.settle();
    await choose(page, 'a.txt', 'b.txt', 'c.txt');
    await page.click(page.one('button', 'Send 3'));
    await vi.waitFor(() => expect(sent).toEqual(['a.txt']), { timeout: 15_000 });
    await page.click(page.one('button', 'b.txt'));
    answer();
    await vi.waitFor(() => expect(sent).toEqual(['a.txt', 'c.txt']), { timeout: 15_000 });
    answer();
    await vi.waitFor(() => expect(page.root.querySelectorAll('li a')).toHaveLength(2));
    expect(page.root.textContent).not.toContain('b.txt');
    expect(page.all('button').map(button => button.textContent)).not.toContainEqual(
      expect.stringContaining('Send'),
    );
  });
});

describe('a registration whose answer is lost', () => {
  it('leads to the agreement, not to a second registration', async () => {
    const { page, backend } = await openFailed({ externalId: 'imz-4', uncertain: 1 });
    expect(backend.asked.filter(one => one.name === 'agreements/register-file')).toHaveLength(1);
    expect(page.root.querySelector('a[href$="/agreements/imz-4"]')).not.toBeNull();
    expect(page.all('button').map(button => button.textContent)).not.toContain('Try again');
  });

  it('may be tried again where it certainly failed, under another id', async () => {
    const { page, backend, send } = await openFailed({ uncertain: 0 });
    await page.click(page.one('button', 'Try again'));
    await send();
    const ids = backend.asked
      .filter(one => one.name === 'agreements/register-file')
      .map(one => (one.request as { externalId: string }).externalId);
    expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
  });

  async function openFailed(data: Record<string, string | number>) {
    const refuse = ({ externalId }: { externalId: string }) => {
      throw new RequestError('eugoda-ambiguous', '', { externalId, ...data });
    };
    const backend = createFakeBackend({
      answers: { 'agreements/list': () => AGREEMENTS, 'agreements/register-file': refuse },
    });
    const page = await openPage(<NewFromFile />, backend);
    await page.settle();
    await choose(page, 'a.txt');
    const send = async () => {
      const before = page.all('alert').length;
      await page.click(page.one('button', 'Send 1'));
      await vi.waitFor(() => expect(page.all('alert').length).toBeGreaterThan(before), { timeout: 15_000 });
    };
    await send();
    return { page, backend, send };
  }
});

describe('an agreement from a template', () => {
  it('is sent as typed data, and remembers nothing personal', async () => {
    const { page, backend, submit, fillIn } = await openForm(({ externalId }) => ({
      externalId,
      loose: null,
    }));
    await submit();
    expect(page.root.textContent).toContain('8 fields need another look');
    await fillIn();
    expect(page.root.textContent).toContain('“Оксана - contract”; in your list: “••• - contract”');
    await submit();
    expect(backend.asked.find(one => one.name === 'agreements/register-template')?.request).toMatchObject({
      applicationId: 'app-1',
      templateId: 'T-7',
      name: 'Оксана - contract',
      keptName: '••• - contract',
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

  it('has fields that are personal until somebody says that they are not', async () => {
    const backend = createFakeBackend({ answers: { 'agreements/list': () => AGREEMENTS } });
    const page = await openPage(<NewFromTemplate />, backend);
    await page.click(page.one('button', 'Start empty'));
    await page.click(page.one('button', 'Add a field'));
    const [personal] = [...page.root.querySelectorAll('label')].filter(one =>
      /never remembered/.test(one.textContent),
    );
    expect(personal?.querySelector('input')?.checked).toBe(true);
  });

  it('keeps what another tab has done to the descriptions meanwhile', async () => {
    const { submit, fillIn } = await openForm(({ externalId }) => ({ externalId, loose: null }));
    await fillIn();
    writeTemplates(localStorage, { profiles: [], remembered: {} });
    await submit();
    expect(readTemplates(localStorage).profiles).toEqual([]);
  });

  it('is not registered a second time where that is uncertain, or done', async () => {
    const ambiguous = ({ externalId }: { externalId: string }) => {
      throw new RequestError('eugoda-ambiguous', '', { externalId, uncertain: 1 });
    };
    const link = 'https://eugoda.com/sign/loose';
    const loose = { link, error: failure('storage-full') };
    for (const [answer, seen] of [
      [ambiguous, 'It is not known whether eUgoda registered it'],
      [({ externalId }: { externalId: string }) => ({ externalId, loose }), link],
    ] as const) {
      const { page, submit, fillIn } = await openForm(answer);
      await fillIn();
      await submit();
      expect(page.root.textContent).toContain(seen);
      expect((page.one('button', 'Register the agreement') as HTMLButtonElement).disabled).toBe(true);
    }
  });

  it('keeps what was typed while the description that eUgoda refused is put right', async () => {
    const { page, submit, fillIn, first } = await openForm(({ externalId }) => {
      throw new RequestError('eugoda-unknown-template', '', { externalId, uncertain: 0 });
    });
    await fillIn();
    await submit();
    expect(page.all('alert')).toHaveLength(1);
    await page.click(page.one('button', 'Change the description'));
    await page.type(page.one('textbox', 'Template id'), 'T-8');
    await page.click(page.one('button', 'Save the description'));
    expect(first().value).toBe('Оксана');
    expect(page.all('alert')).toHaveLength(0);
    expect((page.one('button', 'Register the agreement') as HTMLButtonElement).disabled).toBe(false);
  });

  it('stays at its uncertain end while its description is changed', async () => {
    const { page, submit, fillIn } = await openForm(({ externalId }) => {
      throw new RequestError('eugoda-ambiguous', '', { externalId, uncertain: 1 });
    });
    await fillIn();
    await submit();
    await page.click(page.one('button', 'Change the description'));
    await page.click(page.one('button', 'Save the description'));
    expect(page.root.textContent).toContain('It is not known whether eUgoda registered it');
    expect((page.one('button', 'Register the agreement') as HTMLButtonElement).disabled).toBe(true);
  });

  it('may be sent again, under another id, once a look on the spot has told that there is none', async () => {
    const failed: AgreementView[] = [];
    const { page, backend, submit, fillIn, first } = await openForm(
      ({ externalId }) => {
        throw new RequestError('eugoda-ambiguous', '', { externalId, uncertain: 1 });
      },
      {
        'agreements/list': () => ({ ...AGREEMENTS, agreements: [...failed] }),
        'agreements/renew': ({ externalId }) => {
          failed.push(agreementFixture({ externalId, state: 'failed' }));
          backend.change({ changed: 'agreements', id: externalId });
          throw new RequestError('eugoda-unknown-document', '');
        },
      },
    );
    const ids = () =>
      backend.asked
        .filter(one => one.name === 'agreements/register-template')
        .map(one => (one.request as { externalId: string }).externalId);
    await fillIn();
    await submit();
    await page.click(page.one('button', 'Look whether it exists'));
    expect(page.root.textContent).toContain('eUgoda does not know this agreement');
    expect(page.root.textContent).not.toContain('It is not known whether eUgoda registered it');
    await page.click(page.one('button', 'Change the description'));
    await page.click(page.one('button', 'Save the description'));
    expect(first().value).toBe('Оксана');
    await submit();
    expect([ids().length, new Set(ids()).size]).toEqual([2, 2]);
    expect(page.root.textContent).toContain('It is not known whether eUgoda registered it');
    expect(page.root.textContent).not.toContain('eUgoda does not know this agreement');
  });

  it('leads to the agreement that a look on the spot has found', async () => {
    const { page, backend, submit, fillIn } = await openForm(
      ({ externalId }) => {
        throw new RequestError('eugoda-ambiguous', '', { externalId, uncertain: 1 });
      },
      { 'agreements/renew': () => ({ loose: null }) },
    );
    await fillIn();
    await submit();
    await page.click(page.one('button', 'Look whether it exists'));
    const { externalId } = backend.asked.find(one => one.name === 'agreements/renew')!.request as {
      externalId: string;
    };
    expect(location.hash).toBe(`#/agreements/${externalId}`);
  });

  async function openForm(answer: NonNullable<Answers['agreements/register-template']>, more: Answers = {}) {
    const profile = { ...exampleProfile('p1', word => word), templateId: 'T-7' };
    writeTemplates(localStorage, { profiles: [profile], remembered: {} });
    const backend = createFakeBackend({
      answers: { 'agreements/list': () => AGREEMENTS, 'agreements/register-template': answer, ...more },
    });
    const page = await openPage(<NewFromTemplate />, backend);
    await page.settle();
    const submit = () => page.click(page.one('button', 'Register the agreement'));
    const fillIn = async () => {
      const inputs = [...page.root.querySelectorAll<HTMLInputElement>('.template-fields input')];
      const values = ['Оксана', '12', 'AA0000000', '2001-01-01', '0000', 'Київ', '2026-11-21', '5 000'];
      for (const [at, value] of values.entries()) await page.type(inputs[at]!, value);
    };
    const first = () => page.root.querySelector<HTMLInputElement>('.template-fields input')!;
    return { page, backend, submit, fillIn, first };
  }
});
