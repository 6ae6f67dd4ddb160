import { describe, expect, it } from 'vitest';
import { sharedStore } from './memory.fixture.ts';
import { createSettings } from './settings.ts';
import { createVault } from './vault.ts';

/** The worker answers from memory; the options page writes. */
function worlds() {
  const local = sharedStore();
  const session = sharedStore();
  const vault = () =>
    createVault({ local: local.context(), session: session.context(), clock: { now: () => 1000 } });
  const settings = () => createSettings({ local: local.context() });
  return {
    told: () => Promise.all([local.told(), session.told()]),
    worker: { vault: vault(), settings: settings() },
    page: { vault: vault(), settings: settings() },
  };
}

describe('what one context writes', () => {
  it('counts in another that had read it before: settings', async () => {
    const { worker, page, told } = worlds();
    expect((await worker.settings.get()).badge).toBe(true);
    await page.settings.set({ badge: false });
    await told();
    expect((await worker.settings.get()).badge).toBe(false);
    await worker.settings.set({ badge: true });
    expect((await worker.settings.get()).badge).toBe(true);
  });

  it('is not lost to a write of another that had read before it', async () => {
    const { worker, page } = worlds();
    await worker.settings.get();
    await page.settings.set({ badge: false });
    await worker.settings.set({ watchInbox: true });
    expect(await worker.settings.get()).toMatchObject({ badge: false, watchInbox: true });
  });

  it('is what another builds upon, though it was not told of it yet', async () => {
    const { worker, page } = worlds();
    await worker.settings.get();
    await page.settings.set({ chosenKeys: { '300000019': 'one' } });
    await worker.settings.update(({ chosenKeys }) => ({ chosenKeys: { ...chosenKeys, '300000027': 'two' } }));
    expect((await worker.settings.get()).chosenKeys).toEqual({ '300000019': 'one', '300000027': 'two' });
  });

  it('counts in another that had read it before: a secret of this session', async () => {
    const { worker, page, told } = worlds();
    expect(await worker.vault.get('token')).toEqual({ state: 'absent' });
    await page.vault.put('token', 'one');
    await told();
    expect(await worker.vault.get('token')).toMatchObject({ state: 'open', value: 'one' });
    await page.vault.remove('token');
    await told();
    expect(await worker.vault.get('token')).toEqual({ state: 'absent' });
  });

  it('closes the vault for all at once', async () => {
    const { worker, page, told } = worlds();
    await page.vault.put('token', 'one');
    await worker.vault.get('token');
    await page.vault.setPassphrase('a long passphrase');
    await told();
    expect(await worker.vault.get('token')).toMatchObject({ state: 'open', value: 'one' });
    await page.vault.lock();
    // Nobody was told yet.
    expect(await worker.vault.get('token')).toEqual({ state: 'locked' });
    await told();
    expect(await page.vault.state()).toMatchObject({ state: 'locked' });
  });
});
