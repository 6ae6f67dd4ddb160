import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings, type EugodaSettings } from '../../sandbox/eugoda/settings.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { Downloads } from '../harness/downloads.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { Hands, registerFile, setUpApplication } from './eugoda-hands.ts';

let world: World;
let test: TestBrowser;
let desk: Hands;
let downloads: Downloads;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  test = await startBrowser({ world });
  await setUpApplication(test);
  desk = new Hands(await test.desk('agreements'));
  downloads = await Downloads.of(test.browser);
});
afterAll(async () => {
  await test?.close();
  await world?.stop();
  downloads?.remove();
});
afterEach(async () => {
  world.eugoda.set(defaultSettings());
  expect(test.problems).toEqual([]);
});

const go = (route: string) => desk.page.goto(`${test.origin}/desk.html#/${route}`);
const creates = () =>
  world.eugoda.requests.filter(
    ({ method, path }) => method === 'POST' && /^\/api\/signing(\/template)?$/.test(path),
  );
const byName = (name: string) => world.eugoda.agreements.find(one => one.documentName === name);
async function downloaded(ending: string): Promise<string> {
  const name = await waitFor(`a download ${ending}`, () =>
    downloads.names().find(one => one.endsWith(ending)),
  );
  return Buffer.from(await downloads.read(name)).toString();
}

describe('a registration from files', () => {
  it('takes several at once, says how large they are, and deletes nothing at eUgoda by itself', async () => {
    await go('agreements/new/file');
    await desk.choose([
      { name: 'first.txt', text: 'a'.repeat(2000) },
      { name: 'second.txt', text: 'b'.repeat(3000) },
    ]);
    const removes = await desk.page.$eval('[role=switch]', one => (one as HTMLInputElement).checked);
    expect(removes).toBe(false);
    expect(await desk.text()).toMatch(/Send 2 files \(5(\.0)? kB\)|Send 2 files \(4\.9 kB\)/);
    await desk.click(/^Send 2 files/);
    await waitFor('both to be registered', () => byName('second.txt'));
    await waitFor('both links', async () => (await desk.page.$$('a[href*="agreements/imz-"]')).length === 2);
    expect(byName('first.txt')).toMatchObject({
      removeOnCompleted: false,
      expectedSignatures: 1,
      lifetime: 7200,
      returnUrl: null,
    });
    expect(Buffer.from(byName('second.txt')!.content).toString()).toBe('b'.repeat(3000));
    expect(creates().map(({ origin, cookies }) => [origin, cookies])).toEqual([
      [test.origin, false],
      [test.origin, false],
    ]);
  });

  it('sends the terms that were chosen', async () => {
    await go('agreements/new/file');
    await desk.choose([{ name: 'terms.txt', text: 'x' }]);
    await desk.click('Delete at eUgoda when done', 'input');
    await desk.click('More', 'summary');
    await desk.fill('Expected signatures', '2');
    await desk.fill('The link works for', '86400');
    await desk.fill(/^Address for eUgoda/, 'https://umbrella.example/back');
    await desk.click(/^Send 1 file/);
    await waitFor('the registration', () => byName('terms.txt'));
    expect(byName('terms.txt')).toMatchObject({
      removeOnCompleted: true,
      expectedSignatures: 2,
      lifetime: 86_400,
      returnUrl: 'https://umbrella.example/back',
    });
  });
});

describe('a registration from a template', () => {
  it('begins with the demo’s eight fields, checks them, and sends them typed', async () => {
    await go('agreements/new/template');
    await desk.click('Start from the example');
    await desk.fill(/^Template id|^Id at eUgoda|template.*id/i, 'contract-1');
    await desk.click('Save the description');
    await desk.click('Register the agreement');
    await desk.see(/8 fields need another look/);
    const values = {
      'Full name': 'Тестенко Тест',
      'Contract number': '12/А',
      'Passport number': 'МЕ000001',
      'Passport issued on': '2001-01-01',
      'Passport issued by': '8001',
      City: 'Київ',
      'Contract date': '2026-11-21',
      Salary: '5 000',
    };
    for (const [label, value] of Object.entries(values)) await desk.fill(label, value);
    await desk.click('Register the agreement');
    await desk.see(/YOUR ID|Your id/i);
    const sent = creates().at(-1)?.parameters;
    expect(sent).toMatchObject({
      templateId: 'contract-1',
      name: 'Тестенко Тест - Contract',
      data: { name: 'Тестенко Тест', passportNo: 'МЕ000001', date: '2026-11-21', salary: 5000 },
    });
    expect(Object.keys(sent?.data as object)).toHaveLength(8);
    await go('agreements/new/template');
    await desk.see(/Contract number/);
    const kept = await desk.page.$$eval('.template-fields input', all =>
      all.map(one => (one as HTMLInputElement).value),
    );
    expect(kept).toEqual(['', '12/А', '', '', '', 'Київ', '2026-11-21', '']);
  });
});

describe('each shape of the service’s answer', () => {
  const shapes: [EugodaSettings['reply'], EugodaSettings['dates']][] = [
    ['flat', 'iso'],
    ['data', 'epoch'],
    ['result-document', 'epoch-ms'],
    ['other-names', 'dotted'],
    ['list', 'iso-local'],
    ['bare-link', 'none'],
    ['message-only', 'none'],
  ];
  it.each(shapes)('%s with dates as %s becomes an agreement with its link', async (reply, dates) => {
    world.eugoda.set({ reply, dates });
    const stored = await registerFile(test, desk, `${reply}.txt`);
    const text = await desk.text();
    expect(text).toContain(stored.externalId);
    if (reply === 'message-only') {
      expect(text).toContain('There is no link yet.');
      await desk.click("The service's raw answer", 'summary');
      await desk.see(/"message":"Created"/);
      world.eugoda.set({ reply: 'flat', dates: 'iso' });
      await desk.click('New link');
    }
    await desk.see(new RegExp(`eugoda\\.com/sign/${stored.link.token}|eugoda\\.com/sign/`));
    expect(await desk.text()).toContain(`https://eugoda.com/sign/${stored.link.token}`);
    if (reply !== 'bare-link') expect(await desk.text()).toContain(stored.id);
    expect(await desk.text()).toMatch(
      dates === 'none' && reply === 'bare-link' ? /computed; the service did not say/ : /1 h 59 min left/,
    );
  });
});

describe('the list', () => {
  it('has link, countdown, QR code and copy; renews; is searched, filtered and exported', async () => {
    const stored = await registerFile(test, desk, 'rent.txt');
    const old = stored.link.token;
    await desk.click('QR code');
    await desk.page.waitForSelector('svg.qr[role=img] path');
    await test.browser
      .defaultBrowserContext()
      .setPermission(test.origin, { permission: { name: 'clipboard-read' }, state: 'granted' })
      .catch(() => undefined);
    await desk.click('Copy the link');
    await desk.see(/Copied/);
    await desk.click('New link');
    await waitFor('the new link', () => stored.link.token !== old);
    await desk.see(new RegExp(stored.link.token));
    await desk.fill('Search by name or id', 'rent');
    await waitFor('one row', async () => (await desk.page.$$('.agreement-line')).length === 1);
    await desk.fill('State', 'fetched');
    await desk.see(/Nothing found|nothing/i);
    await desk.fill('State', 'all');
    await desk.click(/CSV/);
    const csv = await downloaded('.csv');
    expect(csv).toContain(stored.externalId);
    expect(csv).not.toMatch(/rent|eugoda\.com\/sign/);
    await desk.click(/JSON/);
    expect(JSON.parse(await downloaded('.json'))).toMatchObject({
      agreements: [{ externalId: stored.externalId, state: 'active' }],
    });
  });

  it('forgets', async () => {
    const stored = await registerFile(test, desk, 'forgettable.txt');
    await desk.click('Forget');
    await desk.click('Forget', 'dialog button');
    await waitFor('it to be gone', async () => !(await desk.text()).includes(stored.externalId));
    expect(byName('forgettable.txt')).toBeDefined();
  });
});
