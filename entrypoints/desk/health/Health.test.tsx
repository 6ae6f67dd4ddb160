// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeBackend } from '../../../components/testing/fake-backend.ts';
import { openPage } from '../../../components/testing/page.tsx';
import type { HealthView } from '../../../lib/messages/views/health.ts';
import { HEALTH_AWAY, HEALTH_FINE } from '../testing/fixtures.ts';
import { Health } from './Health.tsx';

const withLink = (view: HealthView, id: string, change: object): HealthView => ({
  ...view,
  links: view.links.map(link => (link.id === id ? { ...link, ...change } : link)),
});

/** The page with a worker that remembers `before` and finds `now` when it is told to. */
async function open(before: HealthView, now: HealthView) {
  const found = Promise.withResolvers<HealthView>();
  const view = { before };
  const backend = createFakeBackend({
    answers: { 'module/health': ({ probe }) => (probe ? found.promise : view.before) },
  });
  const page = await openPage(<Health />, backend);
  const text = () => (page.root.textContent ?? '').replace(/\s+/g, ' ');
  return {
    ...{ page, backend, view, text },
    busy: () => page.root.querySelector('.chain')?.getAttribute('aria-busy'),
    async find() {
      found.resolve(now);
      await page.settle();
    },
  };
}

/** A page's socket that opens, or does not. */
function stubSocket(opens: boolean) {
  class Socket {
    onopen: (() => void) | null = null;
    onclose: (() => void) | null = null;
    constructor() {
      queueMicrotask(() => (opens ? this.onopen?.() : this.onclose?.()));
    }
    close() {}
  }
  vi.stubGlobal('WebSocket', Socket);
}
afterEach(() => void vi.unstubAllGlobals());

describe('Health', () => {
  it('shows the chain as last known at once, marks what is being found out, and then what was found', async () => {
    const before = withLink(HEALTH_FINE, 'module', { state: 'unknown', verdict: 'unknown' });
    const { page, text, busy, find } = await open(before, HEALTH_FINE);
    expect(page.root.querySelectorAll('.chain-link')).toHaveLength(8);
    expect(busy()).toBe('true');
    expect(text()).toContain('Checking…');
    expect(text()).not.toContain('Everything is in order');
    expect(page.root.querySelector('.chain-link')?.textContent).toContain('Being checked');
    await find();
    expect(busy()).toBe('false');
    expect(text()).toContain('Everything is in order');
  });

  it.each([
    ['didox', 'broken', 'vault-locked', 'Options'],
    ['didox', 'broken', 'partner-token-wrong', 'Options'],
    ['eugoda', 'warning', 'locked', 'Agreements'],
    ['eugoda', 'warning', 'eugoda-secret-missing', 'Options'],
    ['token', 'unknown', 'none', 'Inbox'],
    ['didox', 'broken', 'unreachable', undefined],
  ])('has a button to where its advice leads: %s, %s, %s', async (id, state, verdict, where) => {
    const view = withLink(HEALTH_FINE, id, { state, verdict });
    const { page, find } = await open(view, view);
    await find();
    const row = page.root.querySelectorAll('.chain-link')[view.links.findIndex(link => link.id === id)];
    expect(row?.querySelector('.button')?.textContent).toBe(where);
  });

  it('names the server that it asked, which is not always that of the page one came from', async () => {
    const { text, find } = await open(
      HEALTH_FINE,
      withLink(HEALTH_FINE, 'didox', {
        state: 'broken',
        verdict: 'partner-token-missing',
        data: { server: 'test' },
      }),
    );
    expect(text()).toContain('Didox: Production');
    expect(text()).toContain('Sign-in to Didox: Production');
    await find();
    expect(text()).toContain('Didox: Test');
  });

  it('follows the list of keys, which may come last', async () => {
    const { view, backend, page, text, find } = await open(
      withLink(HEALTH_FINE, 'keys', { state: 'unknown', verdict: 'unknown' }),
      withLink(HEALTH_FINE, 'keys', { state: 'unknown', verdict: 'unknown' }),
    );
    await find();
    expect(text()).not.toContain('5 keys');
    view.before = HEALTH_FINE;
    backend.change({ changed: 'keys', id: null });
    await page.settle();
    expect(text()).toContain('5 keys');
  });

  it('leads through both possibilities when nobody answers: start it, or its certificate', async () => {
    stubSocket(false);
    const { page, text, find } = await open(HEALTH_FINE, HEALTH_AWAY);
    await find();
    expect(text()).toContain('E-IMZO does not answer on this computer');
    const [module] = page.root.querySelectorAll('.chain-link');
    expect(module?.querySelectorAll('figure')).toHaveLength(2);
    expect(module?.querySelector('a[href="https://127.0.0.1:64443/"]')).not.toBeNull();
  });

  it('knows that it is the certificate when a page gets through where the worker does not', async () => {
    stubSocket(true);
    const { page, text, find } = await open(HEALTH_FINE, HEALTH_AWAY);
    await find();
    const [module] = page.root.querySelectorAll('.chain-link');
    expect(module?.textContent).toContain("does not trust E-IMZO's certificate");
    expect(module?.querySelectorAll('figure')).toHaveLength(1);
    expect(text()).toContain('wss://127.0.0.1:64443 from a page: open');
  });
});
