import { describe, expect, it } from 'vitest';
import { type EugodaErrorCode, failureOf, measureSkew, readProblem } from './errors.ts';

const facts = { call: 'share', status: 400, text: '', skewSeconds: 0, port: 3000 } as const;

describe('a refusal', () => {
  it.each<[EugodaErrorCode, Partial<Parameters<typeof readProblem>[0]>]>([
    ['too-large', { status: 413, text: '<html>Request Entity Too Large' }],
    ['clock-off', { text: '{"message":"Invalid timestamp"}' }],
    ['clock-off', { status: 401, skewSeconds: -600 }],
    ['clock-off', { status: 403, text: 'Wrong validationString', skewSeconds: 600 }],
    ['mac-refused', { status: 403, text: 'Wrong validationString' }],
    ['mac-refused', { status: 401, text: '{}' }],
    ['unknown-application', { status: 404, text: 'Application not found', skewSeconds: 900 }],
    ['unknown-template', { call: 'register-template', status: 404, text: 'Шаблон не знайдено' }],
    ['duplicate-external-id', { call: 'register-file', status: 409 }],
    ['duplicate-external-id', { call: 'register-file', text: 'externalId вже існує' }],
    ['link-expired', { status: 410 }],
    ['not-signed-yet', { call: 'document', status: 404, text: 'Документ ще не підписано' }],
    ['not-signed-yet', { call: 'document', status: 409 }],
    ['unknown-document', { call: 'document', status: 404 }],
    ['html-instead-of-json', { status: 403, text: '<!doctype html><title>Blocked</title>' }],
    ['server-error', { status: 502, text: '<html>' }],
    ['ambiguous', { call: 'register-file', status: 502, text: '<html>' }],
    ['empty-answer', { status: 200 }],
    ['refused', { text: '{"message":"Quota"}' }],
  ])('is %s for %o', (code, change) => {
    expect(readProblem({ ...facts, ...change }).code).toBe(code);
  });

  it('keeps the service’s words, the status and the minutes for the sentence', () => {
    const problem = readProblem({ ...facts, text: '{"message":"Invalid timestamp"}', skewSeconds: -595 });
    expect(failureOf(problem)).toEqual({
      code: 'eugoda-clock-off',
      words: 'Invalid timestamp',
      data: { status: 400, minutes: 10, port: 3000 },
    });
  });

  it('of a registration may hide that it took place', () => {
    const create = { ...facts, call: 'register-file' } as const;
    const happened = (status: number, text = '') => readProblem({ ...create, status, text }).mayHaveHappened;
    expect([happened(500), happened(409), happened(200), happened(200, '<html>')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([happened(400, 'no'), happened(413), happened(403, '<html>')]).toEqual([false, false, false]);
    expect(readProblem({ ...facts, status: 500 }).mayHaveHappened).toBe(false);
  });
});

describe('the skew', () => {
  it('is measured against the middle of the exchange, in seconds, positive when our clock is ahead', () => {
    const served = Date.parse('Sat, 21 Nov 2026 10:00:00 GMT');
    expect(measureSkew('Sat, 21 Nov 2026 10:00:00 GMT', served + 299_000, served + 301_000)).toBe(300);
    expect(measureSkew(null, 0, 0)).toBeNull();
    expect(measureSkew('nonsense', 0, 0)).toBeNull();
  });
});
