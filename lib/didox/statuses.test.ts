import { describe, expect, it } from 'vitest';
import { missingPermission } from './permissions.ts';
import { signedWithKey } from './signers-of.ts';
import { type DocumentAction, fittingActions, outcomeOf } from './statuses.ts';

describe('fittingActions', () => {
  it.each([
    [0, true, '002', ['sign', 'delete-draft'], false],
    [1, true, '002', ['cancel'], false],
    [2, false, '002', ['accept', 'reject'], false],
    [2, false, '031', ['accept', 'reject'], false],
    [1, false, '002', [], false],
    [3, true, '002', [], false],
    [5555, false, '002', [], false],
    [5555, false, '041', [], false],
    [3, false, '041', [], false],
    [6, true, '002', [], true],
    [60, false, '002', [], true],
    [110, false, '041', [], true],
    [210, true, '023', [], true],
    [310, false, '062', [], true],
    [0, true, '041', ['delete-draft'], true],
    [1, true, '010', [], true],
    [2, false, '010', [], true],
    [2, false, '075', [], true],
    [-1, false, '002', [], false],
  ] as const)(
    'status %d, outgoing %s, type %s: %j, on the site %s',
    (status, outgoing, doctype, actions, onSite) => {
      expect(fittingActions({ status, outgoing, doctype })).toEqual({ actions, onSite });
    },
  );
});

describe('outcomeOf', () => {
  const all = [0, 1, 2, 3, 4, 5, 6, 8, 40, 50, 55, 60, 110, 210, 310, 5555, -1];
  const table = (action: DocumentAction) =>
    Object.fromEntries(all.map(status => [status, outcomeOf(action, status)]));

  it.each<[DocumentAction, number[], number[]]>([
    ['sign', [1, 2, 3, 4, 6, 8, 40, 50, 60, 110, 210, 310], [0, 55]],
    ['accept', [3], [2, 4, 5, 5555]],
    ['reject', [4], [2, 3, 5, 5555]],
    ['cancel', [5, 5555], [1, 3, 4, 8]],
    ['delete-draft', [5, 55], [0, 1, 3, 4, 6]],
  ])('%s is proved by %j and disproved by %j', (action, done, not) => {
    expect(table(action)).toEqual(
      Object.fromEntries(
        all.map(status => [
          status,
          done.includes(status) ? 'done' : not.includes(status) ? 'not-done' : 'unknown',
        ]),
      ),
    );
  });
});

describe('missingPermission', () => {
  it('knows beforehand what the role does not allow', () => {
    expect(missingPermission([11, 41, 42], '002', 'accept')).toMatchObject({
      code: 'no-permission',
      data: { role: 12 },
    });
    expect(missingPermission([11, 41, 42], '002', 'sign')).toBeNull();
    expect(missingPermission([11, 41, 42], '005', 'reject')).toBeNull();
    expect(missingPermission([12], '002', 'cancel')).toMatchObject({ data: { role: 11 } });
  });
  it('leaves to the service what it does not know', () => {
    expect(missingPermission(null, '002', 'sign')).toBeNull();
    expect(missingPermission([], '002', 'sign')).toBeNull();
    expect(missingPermission([12], '099', 'sign')).toBeNull();
    expect(missingPermission([12], '002', 'delete-draft')).toBeNull();
  });
});

describe('signedWithKey', () => {
  const signature = JSON.stringify([
    { taxId: '300000001', serial: '77000001' },
    { taxId: '300000002', serial: '0077ABCD', pinfl: '30000000000001' },
  ]);
  it('compares serials as numbers', () => {
    expect(signedWithKey(signature, { ids: ['300000002'], serial: '77abcd' })).toBe(true);
  });
  it('says no only when we are there with another key', () => {
    expect(signedWithKey(signature, { ids: ['300000002'], serial: '1' })).toBe(false);
    expect(signedWithKey(signature, { ids: ['30000000000001'], serial: '1' })).toBe(false);
    expect(signedWithKey(signature, { ids: ['300000009'], serial: '1' })).toBeNull();
    expect(signedWithKey(signature, { ids: ['300000002'], serial: null })).toBeNull();
    for (const nothing of [null, '', '[]', '{', 5]) {
      expect(signedWithKey(nothing, { ids: ['300000002'], serial: '1' })).toBeNull();
    }
  });
});
