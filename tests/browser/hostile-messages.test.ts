import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { PARTNER_TOKEN } from '../../sandbox/didox/index.ts';
import { SIGN } from '../harness/didox-hands.ts';
import { inPage, middleOf, partOfCard } from './hostile-hands.ts';
import {
  asContentScript,
  card,
  nextAct,
  nothingHappened,
  other,
  page,
  say,
  setTheStage,
  shownView,
  test,
} from './hostile-stage.ts';

/** Hostile pages, frames, tabs and extensions that try without a real click. */
setTheStage();
beforeEach(nextAct);

describe('without a real click', () => {
  it('events made by a script press nothing', async () => {
    const at = await middleOf(card);
    await inPage(
      page,
      `const at = ${JSON.stringify(at)};
       for (const target of [host, document.elementFromPoint(at.x, at.y), document.documentElement]) {
         target.click();
         for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'touchend', 'keydown', 'keyup', 'submit'])
           for (const Kind of [MouseEvent, PointerEvent, KeyboardEvent])
             target.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true, clientX: at.x, clientY: at.y, key: 'Enter', code: 'Enter' }));
       }
       host.focus();`,
    );
    await nothingHappened();
    // The same on the very button, as somebody with a way into the closed root could.
    const button = await partOfCard(page, 'button[data-action="sign"]');
    await button.evaluate(element => {
      element.click();
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    });
    await nothingHappened();
    await card.click(SIGN);
    await card.waitForStatus(/Signed/);
  });

  it('the page has nobody to send a message to, and hears none', async () => {
    const found = await inPage(
      page,
      `return {
        runtime: typeof globalThis.chrome?.runtime?.sendMessage,
        browser: typeof globalThis.browser,
        shadow: host.shadowRoot,
        attributes: host.getAttributeNames(),
        custom: [...host.computedStyleMap().keys()].filter(name => name.startsWith('--')),
        text: host.textContent + host.innerText,
        html: host.outerHTML,
        ours: Object.getOwnPropertyNames(globalThis).filter(name => /imzo|extension|wxt/i.test(name)),
      };`,
    );
    expect(found).toEqual({
      runtime: 'undefined',
      browser: 'undefined',
      shadow: null,
      attributes: ['style'],
      custom: [],
      text: '',
      html: expect.not.stringMatching(/imzo|chrome-extension|wxt/i),
      ours: [],
    });
    const heard = await page.evaluate(async id => {
      const heard: string[] = [];
      addEventListener('message', event => heard.push(JSON.stringify(event.data)));
      const channel = new BroadcastChannel('imzochi');
      channel.onmessage = event => heard.push(JSON.stringify(event.data));
      const message = { imzochi: 'keys/list', request: { refresh: true } };
      postMessage(message, '*');
      channel.postMessage({ changed: 'settings', id: null });
      const reached: string[] = [];
      for (const path of ['manifest.json', 'desk.html', 'icon/128.png', 'didox-card.js', 'locales/en.json'])
        await fetch(`chrome-extension://${id}/${path}`).then(
          () => reached.push(path),
          () => undefined,
        );
      await new Promise(resolve => setTimeout(resolve, 300));
      return { heard: heard.filter(text => !text.includes('keys/list')), reached };
    }, test.extensionId);
    expect(heard).toEqual({ heard: [], reached: [] });
    await nothingHappened();
  });

  it('a page of ours does not open in a frame', async () => {
    await page.evaluate(origin => {
      const frame = document.createElement('iframe');
      frame.src = `${origin}/desk.html#/inbox`;
      document.body.append(frame);
    }, test.origin);
    await sleep(500);
    const framed = page.frames().filter(frame => frame.url().startsWith(test.origin));
    expect(framed).toEqual([]);
  });
});

describe('messages from elsewhere', () => {
  it('another extension gets no answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'imzochi-other-'));
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({
        manifest_version: 3,
        name: 'Other',
        version: '1',
        background: { service_worker: 'worker.js' },
        content_scripts: [{ matches: ['https://didox.uz/*'], js: ['page.js'] }],
      }),
    );
    writeFileSync(join(folder, 'worker.js'), 'self.ready = true;');
    writeFileSync(join(folder, 'page.js'), '');
    const other = await test.browser.installExtension(folder);
    try {
      const target = await test.browser.waitForTarget(
        one => one.url() === `chrome-extension://${other}/worker.js`,
      );
      const worker = await target.worker();
      const answers = await worker?.evaluate(async id => {
        const chrome = (
          globalThis as never as { chrome: { runtime: Record<string, (...args: unknown[]) => never> } }
        ).chrome;
        const names = [
          'keys/list',
          'review/confirm',
          'card/show',
          'card/act',
          'jobs/list',
          'inbox/list',
          'module/health',
        ];
        const tried = names.map(async imzochi => {
          try {
            return {
              imzochi,
              got: await chrome.runtime.sendMessage?.(id, { imzochi, request: { refresh: true } }),
            };
          } catch (error) {
            return String(error);
          }
        });
        const port = (
          chrome.runtime.connect as (id: string) => { onDisconnect: { addListener(run: () => void): void } }
        )(id);
        const closed = new Promise(resolve => port.onDisconnect.addListener(() => resolve('closed')));
        return [...(await Promise.all(tried)), await closed];
      }, test.extensionId);
      expect(new Set(answers)).toEqual(
        new Set(['Error: Could not establish connection. Receiving end does not exist.', 'closed']),
      );
      await nothingHappened();
    } finally {
      await test.browser.uninstallExtension(other);
      rmSync(folder, { recursive: true });
    }
  });

  it('a content script’s context gets nothing that is not for its card', async () => {
    const forbidden: [string, unknown][] = [
      ['keys/list', { refresh: false }],
      ['jobs/list', { open: false }],
      ['inbox/list', { server: null, folder: 'all', owner: null, refresh: false }],
      ['module/health', { probe: false }],
      ['review/practice', {}],
      [
        'review/confirm',
        {
          reviewId: 'x',
          options: { keyId: 'x', detached: false, stamp: false },
          shown: ['0'.repeat(64)],
        },
      ],
      ['didox/sign-in', { server: 'production', owner: 'tin:300000019' }],
      ['batch/get', { batchId: null }],
      ['agreements/list', {}],
      [
        'agreement-page/act',
        { seen: { eugodaId: null, externalId: null, link: null, until: null }, action: 'open-desk' },
      ],
    ];
    for (const [name, request] of forbidden)
      expect([name, await say(page, name, request)]).toEqual([
        name,
        { ok: false, code: 'not-for-this-sender', detail: '' },
      ]);
    const seen = JSON.stringify(await shownView(page));
    expect(seen).not.toMatch(new RegExp(`${PARTNER_TOKEN}|keyId|alias|[A-Z]:\\\\\\\\|DSKEYS`));
    await nothingHappened();
  });

  it('and none of the storage', async () => {
    const read = await asContentScript(
      page,
      `Promise.all(['session', 'local', 'managed'].map(async area => {
         try { return [area, Object.keys(await (globalThis.browser ?? chrome).storage[area].get(null)).length]; }
         catch (error) { return [area, 'refused']; }
       })).then(JSON.stringify)`,
    );
    expect(Object.fromEntries(JSON.parse(read as string))).toEqual({
      session: 'refused',
      local: 'refused',
      managed: 'refused',
    });
  });

  it('a view replayed from another tab is stale', async () => {
    const { viewId } = await shownView(page);
    const second = await test.openDocument(other, { owner: 0 });
    await test.card(second).waitForButton('Sign and accept');
    const act = { viewId, action: 'sign', visible: true };
    expect(await say(second, 'card/act', act)).toMatchObject({ ok: true, value: { outcome: 'stale' } });
    const elsewhere = await test.newPage();
    await elsewhere.goto('https://didox.uz/documents/new?tab=all');
    expect(await say(elsewhere, 'card/act', act)).toMatchObject({ ok: true, value: { outcome: 'stale' } });
    await nothingHappened();
  });

  it('a view of before a navigation is stale, and so is an old view of the same page', async () => {
    const old = await shownView(page);
    const fresh = await shownView(page);
    const act = (viewId: string) => say(page, 'card/act', { viewId, action: 'sign', visible: true });
    expect(await act(old.viewId)).toMatchObject({ value: { outcome: 'stale' } });
    await page.evaluate(id => history.pushState(null, '', `/documents/${id}/0`), other);
    expect(await act(fresh.viewId)).toMatchObject({ value: { outcome: 'stale' } });
    await nothingHappened();
  });
});
