import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import {
  DEMO_INCOMING_FOR_SENDER,
  DEMO_OUTGOING_DRAFT,
  PARTNER_TOKEN,
  RECEIVER_TIN,
  SENDER_TIN,
} from '../../sandbox/didox/index.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { SIGN, SIGN_IN } from '../harness/didox-hands.ts';
import { startBrowser, type TestBrowser } from '../harness/index.ts';
import { Hands } from './eugoda-hands.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

const PASSPHRASE = 'correct horse battery 5582';

let world: World;
let test: TestBrowser;
let profile: string;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  profile = mkdtempSync(join(tmpdir(), 'imzochi-profile-'));
  test = await startBrowser({ world, profileDir: profile });
  await test.settings.putPartnerToken();
  await test.settings.trustSandboxRoot();
});
afterAll(async () => {
  await test?.close().catch(() => undefined);
  await world?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
});

/** Every text below a value, with the path that leads to it. */
function textsIn(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => textsIn(below, `${path}/${key}`));
}

/** Which of the words stand in which files, in either of the encodings that a browser writes. */
function grep(folder: string, words: readonly string[]): [string, string][] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    const within = (word: string) =>
      [Buffer.from(word), Buffer.from(word, 'utf16le')].some(form => bytes.includes(form));
    return words.filter(within).map((word): [string, string] => [word, name]);
  });
}

describe('after signing in, signing and accepting', () => {
  const secrets = new Map<string, string>();

  it('is what it should be before the disk is looked at', async () => {
    const page = await test.openDocument(DEMO_OUTGOING_DRAFT);
    const card = test.card(page);
    const asked = await card.waitForButton(SIGN_IN);
    if (asked.choices.length > 0) await card.choose(/Savdo/i);
    await card.click(SIGN_IN);
    await card.waitForButton(SIGN);
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);

    const options = new Hands(await test.options());
    await options.click('Keep under a passphrase…');
    await options.fill('New passphrase', PASSPHRASE);
    await options.fill('Once more', PASSPHRASE);
    await options.click('Save', 'dialog button');
    await options.see(/Under a passphrase, open now/);

    const next = await test.openDocument(DEMO_INCOMING_FOR_SENDER, { owner: 0 });
    await test.card(next).click('Sign and accept');
    await test.card(next).waitForStatus(/accepted/);

    const session = textsIn(await test.settings.dump('session'));
    for (const [path, text] of session)
      if (/token$/i.test(path) || /keyid/i.test(path) || path.startsWith('/vault.open/key'))
        secrets.set(text, path);
    secrets.set(PARTNER_TOKEN, 'partner token').set(PASSPHRASE, 'passphrase');
    // At least: a token of the service, a keyId of the module, the vault's key, and the two above.
    expect([...secrets.values()].join(' ')).toMatch(/token.*/);
    expect(secrets.size).toBeGreaterThanOrEqual(5);
  });

  it('nothing secret reaches a view, a report, a log or storage on disk', async () => {
    const answers = await test.withExtensionPage(page =>
      page.evaluate(async () => {
        const ask = (imzochi: string, request: object) => chrome.runtime.sendMessage({ imzochi, request });
        return JSON.stringify([
          await ask('module/health', { probe: true }),
          await ask('jobs/list', { open: false }),
          await ask('keys/list', { refresh: true }),
          await ask('inbox/list', { server: null, folder: 'all', owner: null, refresh: true }),
          await ask('batch/get', { batchId: null }),
          await ask('agreements/list', {}),
        ]);
      }),
    );
    const local = JSON.stringify(await test.settings.dump('local'));
    for (const [secret, what] of secrets) {
      expect([what, answers.includes(secret)]).toEqual([what, false]);
      expect([what, local.includes(secret)]).toEqual([what, false]);
    }
    const report = (JSON.parse(answers) as { value: { report?: string } }[])[0]?.value.report ?? '';
    expect(report).toContain('Imzochi');
    // For a letter to strangers: no number of a company or person, no name, no path, no serial.
    expect(report).not.toMatch(/\d{9}|NAMUNA|Savdo|DSKEYS|[A-Z]:\\/i);
    expect(test.problems).toEqual([]);
  });

  it('nothing secret, and no list of this computer’s keys, is in the profile folder', async () => {
    const listed = (await test.withExtensionPage(page =>
      page.evaluate(() => chrome.runtime.sendMessage({ imzochi: 'keys/list', request: { refresh: false } })),
    )) as {
      value: { groups: { keys: Record<'tin' | 'serial' | 'file' | 'pinfl' | 'holder', string | null>[] }[] };
    };
    // Who has signed is in the documents themselves, and in the receipts: by design. All others are nobody's business.
    const idle = listed.value.groups
      .flatMap(group => group.keys)
      .filter(({ tin }) => tin !== SENDER_TIN && tin !== RECEIVER_TIN);
    const keys = idle
      .flatMap(({ serial, file, pinfl, holder }) => [serial, file, pinfl, holder])
      .filter(text => text !== null && text.length >= 8) as string[];
    expect(keys.length).toBeGreaterThan(5);
    const aliases = textsIn(await test.settings.dump('session'))
      .filter(([path]) => /alias$/i.test(path))
      .map(([, text]) => text);
    await test.browser.close();

    const found = grep(profile, [...secrets.keys(), ...keys, ...aliases, DEMO_OUTGOING_DRAFT]);
    // The control: the id of a signed document is meant to be there, and the same search finds it.
    expect(found.map(([word]) => word)).toContain(DEMO_OUTGOING_DRAFT);
    expect(found.filter(([word]) => word !== DEMO_OUTGOING_DRAFT)).toEqual([]);
  });
});
