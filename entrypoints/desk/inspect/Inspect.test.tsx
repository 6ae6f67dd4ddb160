// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../../components/backend.ts';
import { BackendProvider } from '../../../components/hooks/backend.tsx';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { toBase64 } from '../../../lib/bytes/base64.ts';
import { anchors, vector } from '../../../lib/containers/vectors.test-helper.ts';
import { createTranslator } from '../../../lib/i18n/translator.ts';
import { failure } from '../../../lib/signing/failure.ts';
import common from '../../../locales/en/common.json';
import desk from '../../../locales/en/desk.json';
import words from '../../../locales/en/inspect.json';
import type { InspectSource } from '../route.ts';
import { answerRequest } from './answer-request.ts';
import { Inspect } from './Inspect.tsx';
import { createInspector, type Inspector, type WorkerPort } from './inspector.ts';

let backend: ReturnType<typeof createFakeBackend>;
let root: HTMLElement;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  backend = Object.assign(createFakeBackend(), {
    translator: createTranslator('en', { ...common, ...desk, ...words }),
  });
  root = document.createElement('main');
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

/** The worker's own code, without the worker. */
function inspectorHere(): Inspector {
  return createInspector(() => {
    const port: WorkerPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {},
      postMessage: request =>
        void answerRequest(request, data => port.onmessage?.(new MessageEvent('message', { data }))),
    };
    return port;
  });
}

async function show(source: InspectSource | null = null, createOne: () => Inspector = inspectorHere) {
  await act(async () => {
    render(
      <BackendProvider backend={backend as Backend}>
        <Inspect source={source} createInspector={createOne} />
      </BackendProvider>,
      root,
    );
  });
}

const file = (name: string, as = name) => new File([new Uint8Array(vector(name).bytes)], as);
/** Until nothing is under way: reading, checking and drawing take as long as the machine is busy. */
const settled = async () => {
  await new Promise(resolve => setTimeout(resolve, 10));
  await vi.waitFor(() => expect(root.querySelector('[data-step=busy]')).toBeNull(), { timeout: 5000 });
};

async function drop(files: readonly File[], text = '', wait = true) {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { files, getData: () => text } });
  document.dispatchEvent(event);
  if (wait) await settled();
}

const outcomes = () =>
  [...root.querySelectorAll('.inspect-signature')].map(element => element.getAttribute('data-outcome'));
const checks = () =>
  [...root.querySelectorAll('[data-check]')].map(
    element => `${element.getAttribute('data-check')}: ${element.getAttribute('data-state')}`,
  );
const button = (name: string) =>
  [...root.querySelectorAll('button')].find(candidate => candidate.textContent?.includes(name));

describe('Inspect', () => {
  it('begins with a place to drop, pick and paste', async () => {
    await show();
    expect(root.querySelector('h1')?.textContent).toBe('Inspect');
    expect(button('Choose files')).toBeDefined();
    expect(root.querySelector('textarea')).not.toBeNull();
  });

  it('says who signed, what holds and what was not checked, without a word too much', async () => {
    await show();
    await drop([file('attached-ecdsa.p7s')]);
    expect(outcomes()).toEqual(['fits-unknown-root']);
    expect(root.textContent).toContain('ТЕСТОВИЙ');
    expect(root.textContent).toContain('The document has not changed since it was signed');
    expect(root.textContent).toContain('which Imzochi does not know');
    expect(root.textContent).toContain('Revocation was not checked');
    expect(root.textContent).not.toMatch(/\bvalid\b|qualified/i);
    expect(root.querySelector('[role=status]')?.textContent).toBe(
      "1 signature read. 1 fits, its certificate's issuer is not known here.",
    );
    await vi.waitFor(() => expect(document.activeElement?.className).toBe('inspect-summary'));
  });

  it('trusts the authorities of the settings', async () => {
    await (await backend.settings()).set({ extraTrustAnchors: [...(await anchors())] });
    await show();
    await drop([file('asice-cades-2sig.asice')]);
    expect(outcomes()).toEqual(['verified', 'verified']);
    expect(root.textContent).toContain('ASiC-E container');
  });

  it('names what does not hold', async () => {
    await show();
    await drop([file('asice-cades-1sig-tampered-doc.asice')]);
    expect(outcomes()).toEqual(['not-valid']);
    expect(checks().slice(0, 3)).toEqual(['document: fails', 'manifest: holds', 'signature: holds']);
    expect(root.textContent).toContain('This is not the document that was signed');
  });

  it('a detached signature asks for its document, and the next drop joins it', async () => {
    await show();
    await drop([file('detached-ecdsa.p7s', 'document.txt.p7s')]);
    expect(outcomes()).toEqual(['not-checked']);
    expect(button('Add the document')).toBeDefined();
    await drop([file('document.txt')]);
    expect(outcomes()).toEqual(['fits-unknown-root']);
  });

  it('when nothing is missing the next drop replaces', async () => {
    await show();
    await drop([file('attached-ecdsa.p7s')]);
    await drop([file('plain-zip-no-signature.zip')]);
    expect(outcomes()).toEqual([]);
    expect(root.textContent).toContain('Nobody signed this, as far as these files say');
  });

  it('takes base64 from the clipboard and from its field', async () => {
    await show();
    const text = toBase64(vector('attached-ecdsa.p7s').bytes);
    await drop([], text);
    expect(outcomes()).toEqual(['fits-unknown-root']);
    await act(async () => button('Inspect something else')?.click());
    expect(outcomes()).toEqual([]);
    root.querySelector('textarea')!.value = text;
    button('Inspect the text')?.click();
    await settled();
    expect(outcomes()).toEqual(['fits-unknown-root']);
  });

  it('refuses what it does not open, with the reason, beside what it does', async () => {
    const giant = file('document.txt', 'giant.bin');
    Object.defineProperty(giant, 'size', { value: 65 * 1024 * 1024 });
    await show();
    await drop([giant, new File([], 'empty\u202e.p7s'), file('attached-ecdsa.p7s')]);
    expect(root.textContent).toContain('Not opened: giant.bin');
    expect(root.textContent).toContain('It is larger than 64 MiB.');
    expect(root.textContent).toContain('The file is empty.');
    expect(root.textContent).toContain('Not opened: empty[U+202E].p7s');
    expect(outcomes()).toEqual(['fits-unknown-root']);
  });

  it('shows what is kept of a receipt, and says when nothing is', async () => {
    const database = await backend.database();
    const blob = { owner: 'receipt:r', type: '', createdAt: 0, complete: true };
    const { bytes: content } = vector('document.txt');
    const { bytes: signature } = vector('detached-ecdsa.p7s');
    await database.put('blobs', { ...blob, id: 'c', name: 'content', bytes: content });
    await database.put('blobs', { ...blob, id: 's', name: 'created', bytes: signature });
    const receipt = { id: 'r', title: 'Договор № 7.docx', service: 'file', detached: true, at: 0 };
    await database.put('receipts', { ...receipt, signatureBlobId: 's', contentBlobId: 'c' } as never);
    await show({ from: 'receipt', id: 'r' });
    await settled();
    expect(outcomes()).toEqual(['fits-unknown-root']);
    // By its title, not by what the stored bytes are called.
    expect(root.querySelector('h3')?.textContent).toBe('Договор № 7.docx');
    expect(root.textContent).toContain('Договор № 7.docx.p7s');
    await show({ from: 'receipt', id: 'gone' });
    await settled();
    expect(root.textContent).toContain('There is nothing to inspect here');
  });

  it('shows what a job got back and refused, and two contents that ought to be one', async () => {
    const database = await backend.database();
    const put = (id: string, owner: string, name: string, bytes: Uint8Array) =>
      database.put('blobs', { id, owner, name, bytes, type: '', createdAt: 0, complete: true });
    await put('c', 'job:j', 'content', new TextEncoder().encode('{"sum":"100"}'));
    await put('s', 'job:j', 'created', vector('attached-ecdsa.p7s').bytes);
    const failed = { step: 'failed', failure: failure('signature-content-differs'), sent: 'no' };
    const job = { id: 'j', action: 'didox-sign', title: 'С-77', detached: false, state: failed };
    await database.put('jobs', { ...job, blobs: { content: 'c', created: 's' } } as never);
    await show({ from: 'job', id: 'j' });
    await settled();
    const names = () => [...root.querySelectorAll('h3')].map(heading => heading.textContent);
    expect(names()).toEqual(['С-77.json', 'С-77.json']);
    expect(root.textContent).toContain('The signature beside this file was made for another file');

    await put('d.ours', 'difference:d', 'С-78', new TextEncoder().encode('{"sum":"100"}'));
    await put('d.theirs', 'difference:d', 'С-78.p7m', vector('attached-ecdsa.p7s').bytes);
    await show({ from: 'difference', id: 'd' });
    await settled();
    expect(names()).toEqual(['С-78', 'С-78']);
    const digests = [...root.querySelectorAll('.digest')].map(digest => digest.getAttribute('title'));
    expect(new Set(digests).size).toBe(2);
    expect(
      [...root.querySelectorAll('button')].filter(one => one.textContent === 'Save the document'),
    ).toHaveLength(2);
  });

  it('can be stopped, and the worker is thrown away', async () => {
    let ended = 0;
    const silent = (): WorkerPort => ({
      onmessage: null,
      onerror: null,
      postMessage: () => {},
      terminate: () => void (ended += 1),
    });
    await show(null, () => createInspector(silent));
    await drop([file('attached-ecdsa.p7s')], '', false);
    await vi.waitFor(() => expect(root.textContent).toContain('Reading…'));
    await new Promise(resolve => setTimeout(resolve, 50));
    button('Stop')?.click();
    await settled();
    expect(ended).toBe(1);
    expect(button('Choose files')).toBeDefined();
  });

  it('says so when the worker fails, and does not blame the file', async () => {
    const broken = (): WorkerPort => {
      const port: WorkerPort = {
        onmessage: null,
        onerror: null,
        terminate: () => {},
        postMessage: ({ id }) =>
          void queueMicrotask(() =>
            port.onmessage?.(new MessageEvent('message', { data: { id, kind: 'failed', words: 'boom' } })),
          ),
      };
      return port;
    };
    await show(null, () => createInspector(broken));
    await drop([file('attached-ecdsa.p7s')]);
    expect(root.querySelector('[role=alert]')?.textContent).toContain('The check could not be finished');
    expect(root.textContent).toContain('boom');
  });
});
