import { describe, expect, it } from 'vitest';
import { isTooOld, type ModuleVersion, supports, versionText } from './versions.ts';

const version = (text: string): ModuleVersion => {
  const [major = 0, minor = 0, patch = null] = text.split('.').map(Number);
  return { major, minor, patch, edition: null };
};

describe('versions', () => {
  it.each([
    ['3.36', true],
    ['3.37', false],
    ['3.100', false],
    ['2.99', true],
    ['6.4.7', false],
  ])('%s too old: %s', (text, expected) => expect(isTooOld(version(text))).toBe(expected));

  it.each([
    ['3.100', 'idcard', false], // major*100+minor would say 400 and then yes at 3.112
    ['3.112', 'idcard', false],
    ['4.12', 'idcard', true],
    ['4.11', 'ftjc', true],
    ['4.12', 'ftjc', false],
    ['4.85', 'ckc', false],
    ['4.86', 'baikey', true],
    ['5.20', 'appendAttached', true],
    ['6.0.6', 'appendAttached', false],
    ['6.3.4', 'documentJoin', false],
    ['6.3.5', 'documentJoin', true],
    ['6.4', 'documentJoin', true],
    ['4.86', 'closesAfterReply', false],
    ['6.0.0', 'closesAfterReply', true],
  ] as const)('%s has %s: %s', (text, feature, expected) =>
    expect(supports(version(text), feature)).toBe(expected),
  );

  it('are written as the module is known', () => {
    expect([version('3.37'), version('6.4.7')].map(versionText)).toEqual(['3.37', '6.4.7']);
  });
});
