import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { startWorld, type World } from '../../sandbox/world.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { Hands, registerFile } from './eugoda-hands.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** Words that occur nowhere else, so that finding them on disk means something. */
const SECRET = 'geheim-7c1f9e2b4d-zzyzx';
const FIRST_PASSPHRASE = 'correct horse battery 4471';
const SECOND_PASSPHRASE = 'staple penguin harbour 9983';
const PERSONAL = {
  'Full name': 'Тестенко Зиновій',
  'Passport number': 'ЗЗ-990011-q',
  'Passport issued by': 'Орган-44170-w',
  Salary: '987654321',
};

let world: World;
let test: TestBrowser;
let profile: string;
let options: Hands;
let desk: Hands;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  const template = { id: 'contract-1', required: ['name', 'salary'] };
  world.eugoda.set({ applications: [{ id: 'umbrella', secret: SECRET, templates: [template] }] });
  profile = mkdtempSync(join(tmpdir(), 'imzochi-profile-'));
  test = await startBrowser({ world, profileDir: profile });
  options = new Hands(await test.options());
  desk = new Hands(await test.newPage());
});
afterAll(async () => {
  await test?.close().catch(() => undefined);
  await world?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
});

const front = (hands: Hands) => hands.page.bringToFront();
const atDesk = async (route: string) => {
  await front(desk);
  await desk.page.goto(`${test.origin}/desk.html#/${route}`);
};
const unlock = async (passphrase: string) => {
  await options.fill('Passphrase', passphrase);
  await options.click('Unlock');
};
const renewed = async (externalId: string) => {
  await atDesk(`agreements/${externalId}`);
  const before = world.eugoda.requests.length;
  await desk.click('New link');
  await waitFor('a request', () => world.eugoda.requests.length > before);
};

describe('an application’s secret', () => {
  it('is entered once, for this session only, and used', async () => {
    await front(options);
    await options.fill('Application id', 'umbrella');
    await options.fill('Name in your lists', 'Umbrella');
    await options.fill('Secret', SECRET);
    expect(
      await options.page.$$eval('input', all =>
        all.filter(one => one.value.includes('geheim')).map(one => one.type),
      ),
    ).toEqual(['password']);
    await options.click('Add', '#eugoda button, section button, form button');
    await options.see(/umbrella · eugoda\.com:3000 · secret set/);
    expect(JSON.stringify(await test.settings.dump('local'))).not.toContain(SECRET);
    await registerFile(test, desk, 'session.txt');
  });

  it('is kept under a passphrase, and still used', async () => {
    await front(options);
    await options.click('Keep under a passphrase…');
    await options.fill('New passphrase', FIRST_PASSPHRASE);
    await options.fill('Once more', FIRST_PASSPHRASE);
    await options.click('Save', 'dialog button');
    await options.see(/Under a passphrase, open now/);
    const stored = JSON.stringify([await test.settings.dump('local'), await test.settings.dump('session')]);
    expect(stored).toContain('vault.sealed');
    expect(stored).not.toContain(SECRET);
    await registerFile(test, desk, 'sealed.txt');
  });

  it('is locked by hand: nothing is asked of eUgoda until it is opened with the right passphrase', async () => {
    await front(options);
    await options.click('Lock now');
    await options.see(/secret locked/);
    const externalId = world.eugoda.agreements.at(-1)!.externalId;
    const before = world.eugoda.requests.length;
    await atDesk(`agreements/${externalId}`);
    await desk.see(/Unlock/);
    await desk.click('New link');
    await desk.see(/The secrets are locked/);
    expect(world.eugoda.requests).toHaveLength(before);
    await desk.fill('Passphrase', 'not this one');
    await desk.click('Unlock');
    await desk.see(/The passphrase is wrong/);
    await front(options);
    await unlock('nor this one');
    await options.see(/The passphrase is wrong/);
    await unlock(FIRST_PASSPHRASE);
    await options.see(/open now/);
    await renewed(externalId);
  });

  it('is locked by time, which an alarm watches and mere looking does not put off', async () => {
    expect(await test.worker.evaluate(async () => (await chrome.alarms.get('vault'))?.name)).toBe('vault');
    const idleFor = (minutes: number) =>
      test.withExtensionPage(page =>
        page.evaluate(async ms => {
          const stored = await chrome.storage.session.get('vault.open');
          const open = stored['vault.open'] as { lastUse: number };
          await chrome.storage.session.set({ 'vault.open': { ...open, lastUse: Date.now() - ms } });
        }, minutes * 60_000),
      );
    await idleFor(5);
    await atDesk('agreements');
    await desk.see(/sealed\.txt/);
    const open = (await test.settings.dump('session'))['vault.open'] as { lastUse: number };
    expect(Date.now() - open.lastUse).toBeGreaterThan(4 * 60_000);
    await idleFor(600);
    await waitFor('the key to be gone', async () => !('vault.open' in (await test.settings.dump('session'))));
    await waitFor('the alarm to be gone', () =>
      test.worker.evaluate(async () => (await chrome.alarms.get('vault')) === undefined),
    );
    await front(options);
    await options.page.reload();
    await options.see(/secret locked/);
  });

  it('is kept under another passphrase after a change; the old one opens nothing', async () => {
    await unlock(FIRST_PASSPHRASE);
    await options.click('Change passphrase…');
    await options.fill('Current passphrase', FIRST_PASSPHRASE);
    await options.fill('New passphrase', SECOND_PASSPHRASE);
    await options.fill('Once more', SECOND_PASSPHRASE);
    await options.click('Save', 'dialog button');
    await waitFor('the dialog to close', async () => (await options.page.$('dialog[open]')) === null);
    await options.click('Lock now');
    await options.see(/secret locked/);
    await unlock(FIRST_PASSPHRASE);
    await options.see(/The passphrase is wrong/);
    await unlock(SECOND_PASSPHRASE);
    await options.see(/secret set/);
    await renewed(world.eugoda.agreements.at(-1)!.externalId);
  });
});

describe('the profile on disk', () => {
  it('holds no secret, no passphrase, no MAC and nothing personal of a template, however all was used', async () => {
    await atDesk('agreements/new/template');
    await desk.click('Start from the example');
    await desk.fill(/^Template id|template.*id/i, 'contract-1');
    await desk.click('Save the description');
    const values = { ...PERSONAL, 'Contract number': 'N-5', City: 'Київ' };
    for (const [label, value] of Object.entries(values)) await desk.fill(label, value);
    await desk.fill('Passport issued on', '1999-09-19');
    await desk.fill('Contract date', '2026-11-21');
    await desk.click('Register the agreement');
    await desk.see(/YOUR ID|Your id/i);
    const agreement = world.eugoda.agreements.at(-1)!;
    // The service has all of it, the name included; our list has the rest of the name.
    expect(Buffer.from(agreement.content).toString()).toMatch(
      /^Тестенко Зиновій - Contract\n[\s\S]*ЗЗ-990011-q/,
    );
    await desk.see(/••• - Contract/);
    await desk.click('New link');
    // What a service says in refusing is kept; what it echoes is not.
    world.eugoda.set({ errors: 'text' });
    await desk.click('Fetch the archive');
    await desk.see(/Not signed by everybody yet/);
    world.eugoda.set({ errors: 'message' });
    const page = await test.newPage();
    await page.goto('https://eugoda.com/demo');
    await page.close();
    const { externalId } = await registerFile(test, desk, 'control-1b7c.txt');
    world.eugoda.sign(externalId);
    await desk.click('Fetch the archive');
    await desk.see(/Save the archive/);

    await test.browser.close();
    const macs = world.eugoda.requests.flatMap(({ parameters }) =>
      typeof parameters.validationString === 'string' ? [parameters.validationString] : [],
    );
    expect(macs.length).toBeGreaterThan(6);
    const controls = [externalId, '••• - Contract'];
    const found = grep(profile, [
      ...controls,
      SECRET,
      FIRST_PASSPHRASE,
      SECOND_PASSPHRASE,
      ...macs,
      ...Object.values(PERSONAL),
    ]);
    // The control: what is meant to be on disk is found there by the same search.
    expect(found.map(({ word }) => word)).toEqual(expect.arrayContaining(controls));
    expect(found.filter(({ word }) => !controls.includes(word))).toEqual([]);
  });

  it('has none of it after the next start either, and asks for the passphrase again', async () => {
    test = await startBrowser({ world, profileDir: profile });
    options = new Hands(await test.options());
    await options.see(/secret locked/);
    await unlock(SECOND_PASSPHRASE);
    await options.see(/secret set/);
    await options.click('Forget all secrets…');
    await options.click('Forget them', 'dialog button');
    await options.see(/no secret/);
    expect(JSON.stringify(await test.settings.dump('local'))).not.toContain('vault.sealed');
  });

  it('is empty of ours after everything was deleted', async () => {
    const kept = () =>
      test.withExtensionPage(page =>
        page.evaluate(async () => {
          const db = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open('imzochi');
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
          });
          const counts = [...db.objectStoreNames].map(
            name =>
              new Promise<number>((resolve, reject) => {
                const counting = db.transaction(name).objectStore(name).count();
                counting.onsuccess = () => resolve(counting.result);
                counting.onerror = () => reject(counting.error);
              }),
          );
          const records = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
          db.close();
          return {
            local: Object.keys(await chrome.storage.local.get(null)),
            session: Object.keys(await chrome.storage.session.get(null)),
            page: Object.keys(localStorage).sort(),
            alarms: (await chrome.alarms.getAll()).map(({ name }) => name),
            records,
          };
        }),
      );
    await test.withExtensionPage(page =>
      page.evaluate(async () => {
        await chrome.storage.local.set({ 'settings.unreadable': 'a damaged record' });
        await chrome.storage.session.set({ 'keys.listing': { keys: [], listedAt: 1 } });
        await chrome.alarms.create('inbox', { delayInMinutes: 10 });
      }),
    );
    const before = await kept();
    expect(before.local).toEqual(expect.arrayContaining(['settings', 'settings.unreadable']));
    expect(before.page).toEqual(['imzochi.language', 'imzochi.templates']);
    expect(before.records).toBeGreaterThan(2);
    await options.click('Delete everything…');
    await options.click('Delete for good', 'dialog button');
    await options.see(/Everything was deleted/);
    expect(await kept()).toEqual({ local: [], session: [], page: [], alarms: [], records: 0 });
  });
});

/** Which words stand in which files: as UTF-8, as UTF-16, and as base64 of either end. */
function grep(folder: string, words: readonly string[]): { word: string; file: string }[] {
  const needles = words.map(word => ({
    word,
    forms: [
      Buffer.from(word, 'utf8'),
      Buffer.from(word, 'utf16le'),
      ...[0, 1, 2].map(shift => {
        const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(word, 'utf8')]).toString('base64');
        return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4), 'latin1');
      }),
    ],
  }));
  const found: { word: string; file: string }[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const bytes = readFileSync(path);
    for (const { word, forms } of needles)
      if (forms.some(form => form.length > 5 && bytes.includes(form))) found.push({ word, file: name });
  }
  return found;
}
