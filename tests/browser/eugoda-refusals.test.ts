import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings, type EugodaSettings } from '../../sandbox/eugoda/settings.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';
import { Hands, registerFile, SECRET, setUpApplication } from './eugoda-hands.ts';

let world: World;
let test: TestBrowser;
let desk: Hands;
beforeAll(async () => {
  world = await startWorld({ eimzo: { listDelayMs: 0 } });
  test = await startBrowser({ world });
  await setUpApplication(test);
  desk = new Hands(await test.desk('agreements'));
});
afterAll(async () => {
  await test?.close();
  await world?.stop();
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

describe('each refusal', () => {
  const attempt = async (name: string) => {
    await go('agreements/new/file');
    await desk.choose([{ name, text: 'x'.repeat(900) }]);
    await desk.click(/^Send 1 file/);
  };
  const refusals: [string, Partial<EugodaSettings>, RegExp][] = [
    ['clock', { clockOffset: -840 }, /clock is 14 min off/],
    ['mac', { applications: [{ id: 'umbrella', secret: 'another', templates: [] }] }, /refuses the secret/],
    ['application', { applications: [] }, /does not know this application/],
    ['large', { limit: 500 }, /too large for eUgoda/],
    ['html', { applications: [], errors: 'html' }, /answered with a web page/],
    ['success-false', { applications: [], errors: 'success-false' }, /does not know this application/],
    ['words', { applications: [], errors: 'text', words: 'en' }, /does not know this application/],
  ];
  it.each(refusals)(
    'of a registration has its message, and nothing is repeated: %s',
    async (name, change, words) => {
      world.eugoda.set(change);
      const before = creates().length;
      await attempt(`${name}-refused.txt`);
      await desk.see(words);
      expect(creates()).toHaveLength(before + 1);
      expect(byName(`${name}-refused.txt`)).toBeUndefined();
      world.eugoda.set(defaultSettings());
      await desk.click('Try again');
      await desk.click(/^Send 1 file/);
      await waitFor('the second attempt', () => byName(`${name}-refused.txt`));
      expect(creates()).toHaveLength(before + 2);
    },
  );

  it('by a firewall names the port, and nothing was sent', async () => {
    const application = { id: 'umbrella', label: 'Umbrella', port: 3001 };
    await test.settings.set({ eugodaApplications: [application] });
    const before = creates().length;
    await attempt('blocked.txt');
    await desk.see(/cannot be reached[\s\S]*may block port 3001/);
    expect(creates()).toHaveLength(before);
    await test.settings.set({ eugodaApplications: [{ ...application, port: 3000 }] });
    await desk.click('Try again');
    await desk.click(/^Send 1 file/);
    await waitFor('the second attempt', () => byName('blocked.txt'));
  });

  it('of a template names the template', async () => {
    world.eugoda.set({ applications: [{ id: 'umbrella', secret: SECRET, templates: [] }] });
    await go('agreements/new/template');
    await desk.click('Start from the example');
    await desk.fill(/template.*id/i, 'contract-1');
    await desk.click('Save the description');
    for (const [label, value] of [
      ['Full name', 'Т'],
      ['Contract number', '1'],
      ['City', 'Київ'],
      ['Contract date', '2026-11-21'],
      ['Passport number', 'М'],
      ['Passport issued on', '2001-01-01'],
      ['Passport issued by', '1'],
      ['Salary', '1'],
    ] as const)
      await desk.fill(label, value);
    await desk.click('Register the agreement');
    await desk.see(/does not know this template/);
    expect(await desk.page.$$eval('input', all => all.map(one => (one as HTMLInputElement).value))).toContain(
      'М',
    );
  });

  it('of an id as used may be about our own request: it is looked at, not repeated', async () => {
    world.eugoda.set({ fault: 'drop-after' });
    const before = creates().length;
    await attempt('dropped.txt');
    await desk.see(/not known whether eUgoda registered it|eUgoda has this id already/);
    expect(await desk.has('Try again')).toBe(false);
    world.eugoda.set({ fault: 'none' });
    const sent = creates().slice(before);
    expect(new Set(sent.map(({ parameters }) => parameters.externalId)).size).toBe(1);
    await desk.click('Show');
    await desk.see(/not certain whether eUgoda has this agreement/i);
    await desk.click('Look whether it exists');
    await desk.see(new RegExp(byName('dropped.txt')!.link.token));
    expect(creates().slice(before)).toHaveLength(sent.length);
    expect(world.eugoda.agreements.filter(one => one.documentName === 'dropped.txt')).toHaveLength(1);
  });

  it.each(['fail-after', 'fail-before'] as const)(
    'by a broken service (%s) is cleared up by a look',
    async fault => {
      world.eugoda.set({ fault });
      await attempt(`${fault}.txt`);
      await desk.see(/not known whether eUgoda registered it/);
      world.eugoda.set({ fault: 'none' });
      await desk.click('Show');
      await desk.click('Look whether it exists');
      await desk.see(fault === 'fail-after' ? /eugoda\.com\/sign\// : /does not know this agreement/);
    },
  );

  it('whose worker dies before the answer is not offered again, and is cleared up by a look', async () => {
    world.eugoda.set({ latencyMs: 60_000 });
    const before = creates().length;
    await attempt('killed.txt');
    await waitFor('the request', () => creates().length > before);
    await test.worker.kill();
    await desk.see(/not known whether eUgoda registered it/);
    expect(await desk.has('Try again')).toBe(false);
    world.eugoda.set({ latencyMs: 0 });
    await desk.click('Show');
    await desk.click('Look whether it exists');
    await desk.see(/does not know this agreement/);
    expect(creates()).toHaveLength(before + 1);
  });

  it('of a link or an archive leaves the agreement as it was', async () => {
    const stored = await registerFile(test, desk, 'kept.txt');
    await desk.click('Fetch the archive');
    await desk.see(/Not signed by everybody yet/);
    world.eugoda.set({ beforeSigned: '200' });
    await desk.click('Fetch the archive');
    await desk.see(/Not signed by everybody yet/);
    world.eugoda.set({ ...defaultSettings(), clockOffset: 1800 });
    await desk.click('New link');
    await desk.see(/clock is 30 min off/);
    world.eugoda.set(defaultSettings());
    await desk.see(new RegExp(`eugoda\\.com/sign/${stored.link.token}`));
    stored.link = { ...stored.link, until: Date.now() - 1000 };
    await desk.click('New link');
    await waitFor('a new link', () => stored.link.until > Date.now());
    await desk.see(new RegExp(stored.link.token));
  });
});
