import { expect, test } from 'vitest';
import { defaultSettings, readSettings, settingsHelp } from './settings.ts';

test('every setting is described, and reads its own default', () => {
  const defaults = defaultSettings();
  for (const { name, type, help } of settingsHelp) {
    expect(type.length, name).toBeGreaterThan(1);
    expect(help.length, name).toBeGreaterThan(5);
    expect(readSettings({ [name]: defaults[name] })).toEqual({ [name]: defaults[name] });
  }
});

test('command-line text is understood', () => {
  expect(
    readSettings({
      profile: '4.86',
      listDelayMs: '12000',
      macosDuplicates: 'true',
      keys: 'sender, many-007',
      hardware: 'idcard,ckc',
      passwordOutcomes: '["wrong","ok"]',
      extraApiKeys: '[["a","b"]]',
      faults: 'silence@pfx.load_key*2,busy',
    }),
  ).toMatchObject({
    profile: '4.86',
    listDelayMs: 12_000,
    macosDuplicates: true,
    keys: [{ disk: 'C:\\', path: 'DSKEYS', identities: ['sender', 'many-007'] }],
    hardware: ['idcard', 'ckc'],
    passwordOutcomes: ['wrong', 'ok'],
    extraApiKeys: [['a', 'b']],
    faults: [
      { kind: 'silence', on: 'pfx.load_key', times: 2 },
      { kind: 'busy', on: null, times: null },
    ],
  });
});

test.each([
  [{ profiel: '3.37' }, 'no setting "profiel"'],
  [{ toString: '1' }, 'no setting "toString"'],
  [{ profile: '5.0' }, '"profile" must be one of 3.37'],
  [{ listDelayMs: -1 }, '"listDelayMs" must be a whole number'],
  [{ listDelayMs: '' }, '"listDelayMs" must be a whole number'],
  [{ overlapHangs: 'maybe' }, '"overlapHangs" must be true or false'],
  [{ keys: 'nobody' }, 'no identity "nobody"'],
  [{ keys: [{ disk: 'C:\\', path: 'x', identities: [] }] }, '"keys" must be {disk'],
  [{ faults: 'explode' }, '"faults" must name a fault'],
  [{ faults: [{ kind: 'delay', delayMs: 'long' }] }, 'wrong "delayMs"'],
  [{ passwordOutcomes: 'ok,maybe' }, '"passwordOutcomes" must be one of'],
  [{ extraApiKeys: [['a']] }, 'must be pairs'],
])('%j is refused', (raw, words) => {
  expect(() => readSettings(raw)).toThrow(words);
});
