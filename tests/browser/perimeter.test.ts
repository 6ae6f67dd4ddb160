import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type browserApi from 'webextension-polyfill';
import { startWorld } from '../../sandbox/world.ts';
import { buildFolder } from '../../scripts/ensure-build.ts';
import { promisesOf } from '../../scripts/package-promises.ts';
import { startBrowser, type TestBrowser, waitFor } from '../harness/index.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** What may leave the extension, and that nothing else does, tried with a listener that would take it. */
let test: TestBrowser;
let listener: Server;
let port: number;
const arrived: string[] = [];
beforeAll(async () => {
  listener = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('taken');
  });
  listener.on('upgrade', (request, socket) => {
    arrived.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
  ({ port } = listener.address() as AddressInfo);
  const world = await startWorld({ eimzo: { listDelayMs: 0 }, didox: { csp: 'off' } });
  test = await startBrowser({ world });
  // A worker that is just starting has no timers yet.
  await waitFor('the worker to be ready', () => test.worker.evaluate(() => typeof setTimeout === 'function'));
});
afterAll(async () => {
  await test?.close();
  await test?.world.stop();
  listener?.close();
});
afterEach(() => {
  arrived.length = 0;
});

/** Tries every way out that a script has. Runs inside, and may use nothing from around it. */
async function tryToLeave(where: number): Promise<Record<string, string>> {
  const to = `127.0.0.1:${where}`;
  const outcome: Record<string, string> = {};
  const note = async (name: string, attempt: () => unknown): Promise<void> => {
    outcome[name] = await Promise.race([
      Promise.resolve()
        .then(attempt)
        .then(
          () => 'left',
          () => 'refused',
        ),
      new Promise<string>(resolve => setTimeout(() => resolve('no answer'), 1500)),
    ]);
  };
  const event = (target: EventTarget, good: string, bad = 'error') =>
    new Promise((resolve, reject) => {
      target.addEventListener(good, resolve);
      target.addEventListener(bad, reject);
    });
  await note('fetch', () => fetch(`http://${to}/fetch`));
  await note('fetch without an answer', () => fetch(`http://${to}/no-cors`, { mode: 'no-cors' }));
  await note('socket', () => event(new WebSocket(`ws://${to}/socket`), 'open'));
  if (typeof document === 'undefined') {
    await note('script', () =>
      (globalThis as unknown as { importScripts(url: string): void }).importScripts(`http://${to}/script`),
    );
    return outcome;
  }
  await note('event source', () => event(new EventSource(`http://${to}/events`), 'open'));
  await note('beacon', () => {
    navigator.sendBeacon(`http://${to}/beacon`, 'x');
    throw new Error('asked for only');
  });
  const add = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    const loaded = event(element, 'load');
    document.body.append(element);
    return loaded;
  };
  await note('image', () => add('img', { src: `http://${to}/image` }));
  await note('style sheet', () => add('link', { rel: 'stylesheet', href: `http://${to}/style` }));
  await note('script', () => add('script', { src: `http://${to}/script` }));
  await note('object', () => add('object', { data: `http://${to}/object` }));
  document.body.insertAdjacentHTML(
    'beforeend',
    `<form method="post" target="_self" action="http://${to}/form"></form>`,
  );
  document.forms[document.forms.length - 1]?.submit();
  const style = document.createElement('style');
  style.textContent = `@font-face { font-family: x; src: url(http://${to}/font) } p { font-family: x; background: url(http://${to}/background) }`;
  document.body.append(style, Object.assign(document.createElement('p'), { textContent: 'x' }));
  const frame = document.createElement('iframe');
  frame.src = `http://${to}/frame`;
  document.body.append(frame);
  await new Promise(resolve => setTimeout(resolve, 400));
  return outcome;
}

describe('the way out', () => {
  it('is closed in the worker', async () => {
    expect(await test.worker.evaluate(tryToLeave, port)).toEqual({
      fetch: 'refused',
      'fetch without an answer': 'refused',
      socket: 'refused',
      script: 'refused',
    });
    expect(arrived).toEqual([]);
  });

  for (const path of ['popup.html', 'options.html', 'desk.html']) {
    it(`is closed on ${path}`, async () => {
      const page = await test.extensionPage(path);
      const outcome = await page.evaluate(tryToLeave, port);
      expect(Object.entries(outcome).filter(([, how]) => how === 'left')).toEqual([]);
      expect(arrived).toEqual([]);
      await page.close();
    });
  }

  it('is open to an ordinary page, so that the listener proves something', async () => {
    const page = await test.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    arrived.length = 0;
    expect(
      await page.evaluate(async where => (await fetch(`http://127.0.0.1:${where}/control`)).text(), port),
    ).toBe('taken');
    expect(arrived).toContain('/control');
    await page.close();
  });

  it('makes no code from text', async () => {
    const tried = await test.worker.evaluate(async () => {
      // The debugger may do it; what runs later is ordinary code.
      await new Promise(resolve => setTimeout(resolve, 20));
      try {
        return String(new Function('return 1')());
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(tried).toBe('EvalError');
  });
});

describe('what was asked for', () => {
  it('is what was promised, to the letter', async () => {
    // Sizes are another matter, and checked where packages are made.
    const broken = (await promisesOf(buildFolder('chrome'))).filter(
      ({ kept, what }) => !kept && !/zip\)$/.test(what),
    );
    expect(broken).toEqual([]);
  });

  it('is all that the browser has granted', async () => {
    const granted = await test.withExtensionPage(page => page.evaluate(() => chrome.permissions.getAll()));
    expect([...(granted.permissions ?? [])].sort()).toEqual([
      'activeTab',
      'alarms',
      'contextMenus',
      'scripting',
      'storage',
      'unlimitedStorage',
    ]);
    expect([...(granted.origins ?? [])].sort()).toEqual([
      'https://api-partners.didox.uz/*',
      'https://didox.uz/*',
      'https://eugoda.com/*',
      'https://test3.didox.uz/*',
      'https://testapi3.didox.uz/*',
    ]);
  });

  it('does not reach other sites: no script of ours runs there, and no tab’s address is seen', async () => {
    const page = await test.newPage();
    await page.goto(`http://127.0.0.1:${port}/elsewhere`);
    expect(page.mainFrame().extensionRealms()).toEqual([]);
    const seen = await test.worker.evaluate(async () => {
      const tabs = await chrome.tabs.query({});
      return tabs.map(tab => tab.url ?? '');
    });
    expect(seen.filter(url => url.includes('elsewhere'))).toEqual([]);
    await page.close();
  });
});

describe('storage', () => {
  it('is for trusted contexts only, in each area', async () => {
    const page = await test.newPage();
    await page.goto('https://didox.uz/documents/new');
    const [realm] = page.mainFrame().extensionRealms();
    const read = await realm?.evaluate(async () => {
      const areas = ['local', 'session'] as const;
      const tries = areas.flatMap(area => [
        chrome.storage[area].get(null).then(
          () => `${area} read`,
          () => 'refused',
        ),
        chrome.storage[area].set({ forged: true }).then(
          () => `${area} written`,
          () => 'refused',
        ),
      ]);
      return Promise.all(tries);
    });
    expect(read).toEqual(['refused', 'refused', 'refused', 'refused']);
    await page.close();
  });
});
