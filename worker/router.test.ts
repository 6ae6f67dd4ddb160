import { describe, expect, it } from 'vitest';
import type { MessageName, Sender } from '../lib/messages/protocol.ts';
import { requestSchemas } from '../lib/messages/schemas.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import { createHandlers } from './handlers.ts';
import { createRouter, type Handlers, type TrustedSender } from './router.ts';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const ORIGIN = `chrome-extension://${ID}`;
const names = Object.keys(requestSchemas) as MessageName[];

/** Who the protocol lets say what; taken from the product's own table, and compared with the one below. */
const table = createHandlers(new Proxy({} as never, { get: () => ({}) }));
const fromPages: Readonly<Record<string, Sender>> = {
  'card/show': 'didox-page',
  'card/act': 'didox-page',
  'card/leave': 'didox-page',
  'page/active': 'didox-page',
  'agreement-page/show': 'eugoda-page',
  'agreement-page/act': 'eugoda-page',
};

const sender = (url: string | undefined, more: Partial<TrustedSender> = {}): TrustedSender => ({
  id: ID,
  url,
  origin: url === undefined ? undefined : (URL.parse(url)?.origin ?? 'null'),
  tabId: 7,
  frameId: 0,
  ...more,
});

/** Every kind of sender a browser may report, and what it may be taken for. */
const senders: readonly (readonly [string, TrustedSender, Sender | null])[] = [
  ['a page of ours in a tab', sender(`${ORIGIN}/desk.html#/inbox`), 'extension'],
  [
    'the popup, which has no tab',
    sender(`${ORIGIN}/popup.html`, { tabId: undefined, frameId: undefined }),
    'extension',
  ],
  ['Didox', sender('https://didox.uz/documents/1/1'), 'didox-page'],
  ['the test site of Didox', sender('https://test3.didox.uz/'), 'didox-page'],
  ['eUgoda', sender('https://eugoda.com:3000/sign/1'), 'eugoda-page'],
  ['a page the user pointed at', sender('http://intranet.example/'), 'eugoda-page'],
  ['a file the user pointed at', sender('file:///home/user/agreement.html'), 'eugoda-page'],
  ['a frame of Didox inside another page', sender('https://didox.uz/documents/1/1', { frameId: 4 }), null],
  ['a frame without a number', sender('https://didox.uz/documents/1/1', { frameId: undefined }), null],
  ['a frame of eUgoda', sender('https://eugoda.com:3000/sign/1', { frameId: 1 }), null],
  ['Didox without TLS is no Didox', sender('http://didox.uz/documents/1/1'), 'eugoda-page'],
  ['Didox on another port is no Didox', sender('https://didox.uz:8443/documents/1/1'), 'eugoda-page'],
  ['a name that begins like Didox', sender('https://didox.uz.example/documents/1/1'), 'eugoda-page'],
  ['a page without a tab', sender('https://didox.uz/documents/1/1', { tabId: undefined }), null],
  ['another extension’s page', sender('chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/x.html'), null],
  ['an id that begins like ours', sender(`${ORIGIN}evil/desk.html`), null],
  ['a blob made in our origin', sender(`blob:${ORIGIN}/0123`), null],
  ['a data: page', sender('data:text/html,<p>'), null],
  ['about:blank', sender('about:blank'), null],
  ['about:srcdoc', sender('about:srcdoc', { frameId: 3 }), null],
  ['javascript:', sender('javascript:void 0'), null],
  ['no address at all', sender(undefined), null],
  ['an address that is none', sender('not an address'), null],
];

/** Handlers that only note that they ran. */
function router(run: (name: MessageName, request: unknown) => unknown = () => null) {
  const ran: MessageName[] = [];
  const handlers = Object.fromEntries(
    names.map(name => [
      name,
      {
        from: table[name].from,
        async run(request: unknown) {
          ran.push(name);
          return run(name, request);
        },
      },
    ]),
  ) as unknown as Handlers;
  return { ran, handle: createRouter(handlers, { id: ID, origin: ORIGIN }).handle };
}

describe('the table of who may say what', () => {
  it('leaves pages nothing but their card', () => {
    const pages = Object.fromEntries(
      names.filter(name => table[name].from !== 'extension').map(name => [name, table[name].from]),
    );
    expect(pages).toEqual(fromPages);
  });

  for (const [what, from, kind] of senders) {
    it(`hears ${what} only as ${kind ?? 'nobody'}`, async () => {
      for (const name of names) {
        const { ran, handle } = router();
        const reply = await handle({ imzochi: name, request: { no: 'such request' } }, from);
        // Whoever is allowed gets as far as the check of the form; nobody's malformed request reaches a handler.
        const code = table[name].from === kind ? 'malformed-message' : 'not-for-this-sender';
        expect([name, reply]).toEqual([name, { ok: false, code, detail: '' }]);
        expect(ran).toEqual([]);
      }
    });
  }

  it('refuses another extension whatever it says about itself', async () => {
    for (const name of names) {
      for (const [, from] of senders) {
        const { ran, handle } = router();
        const reply = await handle(
          { imzochi: name, request: {} },
          { ...from, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' },
        );
        expect(reply).toMatchObject({ code: 'foreign-sender' });
        expect(await handle({ imzochi: name, request: {} }, { ...from, id: undefined })).toMatchObject({
          code: 'foreign-sender',
        });
        expect(ran).toEqual([]);
      }
    }
  });
});

describe('a message', () => {
  const desk = sender(`${ORIGIN}/desk.html`);

  it('that is not ours is left to others', () => {
    const { handle } = router();
    for (const message of [undefined, null, 'imzochi', 7, [], {}, { type: 'x' }])
      expect(handle(message, desk)).toBeUndefined();
  });

  it('must have a known name, and no inherited one', async () => {
    const { handle, ran } = router();
    for (const name of ['no/such', '__proto__', 'constructor', 'toString', 7, null, ['jobs/list']])
      expect(await handle({ imzochi: name, request: {} }, desk)).toMatchObject({ code: 'unknown-message' });
    expect(ran).toEqual([]);
  });

  it('must not say more than it may', async () => {
    const { handle, ran } = router();
    const good = { imzochi: 'jobs/cancel', request: { jobId: 'j' } };
    for (const request of [
      { jobId: 'j', more: 1 },
      { jobId: '' },
      { jobId: 'x'.repeat(257) },
      { jobId: {} },
      [],
      null,
    ])
      expect(await handle({ ...good, request }, desk)).toMatchObject({ code: 'malformed-message' });
    expect(ran).toEqual([]);
    expect(await handle(good, desk)).toEqual({ ok: true, value: null });
  });

  it('about a click is judged by the address the browser tells, not by any in the message', async () => {
    const seen: string[] = [];
    const handlers = {
      ...table,
      'card/show': {
        from: 'didox-page' as const,
        async run(_request: unknown, caller: { href: string }) {
          seen.push(caller.href);
          return null;
        },
      },
    } as Handlers;
    const { handle } = createRouter(handlers, { id: ID, origin: ORIGIN });
    const request = { href: 'https://didox.uz/documents/forged', taxIds: [] };
    await handle({ imzochi: 'card/show', request }, sender('https://didox.uz/documents/true'));
    expect(seen).toEqual(['https://didox.uz/documents/true']);
  });

  it('that fails tells a page its code only', async () => {
    const { handle } = router(() => {
      throw new FlowError(failure('several-keys', 'words of the module', { n: 2 }));
    });
    const request = { jobId: 'j' };
    expect(await handle({ imzochi: 'jobs/cancel', request }, desk)).toEqual({
      ok: false,
      code: 'several-keys',
      detail: 'words of the module',
      data: { n: 2 },
    });
    const fromPage = handle({ imzochi: 'page/active', request: {} }, sender('https://didox.uz/documents/1'));
    expect(await fromPage).toEqual({ ok: false, code: 'several-keys', detail: '' });
  });
});
