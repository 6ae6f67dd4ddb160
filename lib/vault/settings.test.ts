import { describe, expect, it, vi } from 'vitest';
import { memoryStore } from './memory.fixture.ts';
import { createSettings } from './settings.ts';
import { readSettingsRecord } from './settings-record.ts';
import { defaultSettings } from './settings-schema.ts';

const application = { id: 'umbrella', label: 'Umbrella', port: 3000 };

describe('settings', () => {
  it('are the defaults until something is set, and then only that differs', async () => {
    const local = memoryStore();
    const settings = createSettings({ local });
    expect(await settings.get()).toEqual(defaultSettings);
    await settings.set({ language: 'uk', eugodaApplications: [application] });
    expect(await createSettings({ local }).get()).toEqual({
      ...defaultSettings,
      language: 'uk',
      eugodaApplications: [application],
    });
  });

  it('loses none of two changes that depend on what stands there', async () => {
    const local = memoryStore();
    const settings = createSettings({ local });
    const choose = (owner: string) =>
      settings.update(({ chosenKeys }) => ({ chosenKeys: { ...chosenKeys, [owner]: 'key' } }));
    await Promise.all([choose('300000019'), choose('300000027')]);
    expect((await settings.get()).chosenKeys).toEqual({ '300000019': 'key', '300000027': 'key' });
  });

  it('leave every company that the administrator did not name to the user', async () => {
    const local = memoryStore();
    const [named, other] = ['300000019', '300000027'];
    const ruled = createSettings({ local, managed: memoryStore({ chosenKeys: { [named]: 'theirs' } }) });
    const choose = (owner: string, key: string) =>
      ruled.update(({ chosenKeys }) => ({ chosenKeys: { ...chosenKeys, [owner]: key } }));
    await choose(other, 'mine');
    expect((await ruled.get()).chosenKeys).toEqual({ [named]: 'theirs', [other]: 'mine' });
    await expect(choose(named, 'mine')).rejects.toMatchObject({
      code: 'set-by-policy',
      setting: 'chosenKeys',
    });
    expect((await ruled.read()).managed).toEqual([]);
    // What the administrator set is not written down as the user's.
    expect((await createSettings({ local }).get()).chosenKeys).toEqual({ [other]: 'mine' });
  });

  it('lose nothing when two are set at once', async () => {
    const settings = createSettings({ local: memoryStore() });
    await Promise.all([settings.set({ badge: false }), settings.set({ watchInbox: true })]);
    expect(await settings.get()).toMatchObject({ badge: false, watchInbox: true });
  });

  it.each([
    ['didoxServer', 'elsewhere'],
    ['extraTrustAnchors', ['ABC']],
    ['lockAfterMinutes', 0],
    ['keepReceiptsMonths', 1.5],
    ['eugodaApplications', [{ ...application, id: 'a|b' }]],
    ['eugodaApplications', [application, application]],
    ['eugodaApplications', [{ ...application, port: 70_000 }]],
    ['theme', 'dark'],
  ])('refuse a %s that does not fit, and set nothing of the same call', async (name, value) => {
    const settings = createSettings({ local: memoryStore() });
    await expect(settings.set({ badge: false, [name]: value })).rejects.toMatchObject({
      code: 'value-refused',
      setting: name,
    });
    expect(await settings.get()).toEqual(defaultSettings);
  });

  it("show the administrator's values, which cannot be set; a broken one is named and passed over", async () => {
    const managed = memoryStore({ strictTrust: true, language: 'klingon' });
    const settings = createSettings({ local: memoryStore(), managed });
    expect(await settings.read()).toMatchObject({
      settings: { strictTrust: true, language: 'auto' },
      managed: ['strictTrust'],
      problems: [{ code: 'policy-unreadable', name: 'language' }],
    });
    await expect(settings.set({ strictTrust: false })).rejects.toMatchObject({ code: 'set-by-policy' });
  });

  it('fall back for one damaged value, name it, and keep it until it is set anew', async () => {
    const local = memoryStore({ settings: { v: 1, values: { badge: 'yes', language: 'ru', future: 1 } } });
    const settings = createSettings({ local });
    expect(await settings.read()).toMatchObject({
      settings: { badge: true, language: 'ru' },
      problems: [{ code: 'value-unreadable', name: 'badge' }],
    });
    await settings.set({ language: 'en' });
    expect(local.all.get('settings')).toEqual({ v: 1, values: { badge: 'yes', language: 'en', future: 1 } });
  });

  it.each([
    ['record-unreadable', 'garbage'],
    ['record-newer', { v: 9, values: { language: 'ru' } }],
  ])('put a record aside before writing over it (%s)', async (code, stored) => {
    const local = memoryStore({ settings: stored });
    const settings = createSettings({ local });
    expect(await settings.read()).toMatchObject({ problems: [{ code, name: null }] });
    await settings.set({ badge: false });
    expect(local.all.get('settings.unreadable')).toEqual(stored);
    expect(await settings.get()).toMatchObject({ badge: false });
  });

  it('are brought from older versions step by step', () => {
    const steps = [
      (values: object) => ({ ...values, first: true }),
      (values: object) => ({ ...values, second: true }),
    ];
    expect(readSettingsRecord({ a: 1 }, steps)).toEqual({
      is: 'readable',
      migrated: true,
      record: { v: 2, values: { a: 1, first: true, second: true } },
    });
    expect(readSettingsRecord({ v: 1, values: {} }, steps)).toMatchObject({
      record: { values: { second: true } },
    });
    expect(readSettingsRecord({ v: 2, values: { a: 1 } }, steps)).toMatchObject({ migrated: false });
    expect(readSettingsRecord({ v: -1, values: {} }, steps)).toEqual({ is: 'unreadable' });
  });

  it('tell who listens, until that one stops', async () => {
    const settings = createSettings({ local: memoryStore() });
    const heard = vi.fn();
    const stop = settings.onChange(heard);
    await settings.set({ badge: false });
    stop();
    await settings.set({ badge: true });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(heard.mock.calls[0]![0]).toMatchObject({ badge: false });
  });

  it('listen to storage where it can tell of changes in other contexts', async () => {
    const listeners: (() => void)[] = [];
    const local = {
      ...memoryStore(),
      watch: (_: string, listener: () => void) => {
        listeners.push(listener);
        return () => {};
      },
    };
    const heard = vi.fn();
    createSettings({ local }).onChange(heard);
    await createSettings({ local }).set({ badge: false });
    for (const poke of listeners) poke();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
  });

  it('travel in a file, of which every value is checked', async () => {
    const from = createSettings({ local: memoryStore() });
    await from.set({ language: 'uz-Latn', strictTrust: false, badge: false });
    const file = JSON.parse(await from.exportText());
    file.values.lockAfterMinutes = 'soon';
    file.values.theme = 'dark';
    const to = createSettings({ local: memoryStore(), managed: memoryStore({ strictTrust: true }) });
    expect(await to.importText(JSON.stringify(file))).toEqual({
      applied: ['language', 'badge'],
      managed: ['strictTrust'],
      refused: ['lockAfterMinutes'],
      unknown: ['theme'],
    });
    expect(await to.get()).toMatchObject({ language: 'uz-Latn', badge: false, strictTrust: true });
  });

  it.each([
    ['no JSON', 'not-a-settings-file', '{'],
    ["another program's JSON", 'not-a-settings-file', '{"language":"en"}'],
    ["a newer release's file", 'file-newer', '{"format":"imzochi-settings","v":9,"values":{}}'],
  ])('refuse to import %s', async (_, code, text) => {
    const settings = createSettings({ local: memoryStore() });
    await expect(settings.importText(text)).rejects.toMatchObject({ code });
  });
});
