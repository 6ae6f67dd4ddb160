import { describe, expect, it } from 'vitest';
import { readLinkAnswer, webAddress } from './answers.ts';
import { readMoment } from './dates.ts';
import { redact } from './redact.ts';
import { saysRefused, wordsOf } from './words.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const end = now + 7_200_000;
const link = 'https://eugoda.com/sign/a1b2c3d4';
const context = { now, lifetime: 7200, sent: ['umb-1', 'app-1', 'https://umbrella.example/back'] };
const read = (answer: unknown) =>
  readLinkAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), context);
const understood = { understood: true, eugodaId: 'e-77', link, until: end, untilComputed: false };

describe('the answer to a registration', () => {
  it.each([
    ['flat', { id: 'e-77', link, validUntil: '2026-11-21T12:00:00Z' }],
    ['nested in data', { success: true, data: { documentId: 'e-77', url: link, expiresAt: end } }],
    ['nested twice', { result: { document: { id: 'e-77', sign_url: link, active_until: end / 1000 } } }],
    ['a list', [{ id: 'e-77', link, validUntil: '21.11.2026 12:00' }]],
    ['unknown names', { ref: 'e-77', wo: link, bis: '2026-11-21T12:00:00+00:00' }],
    ['Kyiv time without a zone', { id: 'e-77', link, validUntil: '21.11.2026 14:00:00' }],
    ['with a creation time first', { created: '2026-11-21T10:00:05Z', id: 'e-77', link, x: `${end}` }],
    [
      'with our own values echoed',
      { id: 'e-77', externalId: 'umb-1', returnUrl: context.sent[2], link, until: end },
    ],
  ])('is read: %s', (_, answer) => {
    expect(read(answer)).toEqual(understood);
  });

  it('gets its end computed when there is none, and says so', () => {
    expect(read({ id: 'e-77', link })).toEqual({ ...understood, untilComputed: true });
    expect(read({ id: 'e-77', link, expiresIn: 60 })).toMatchObject({
      until: now + 60_000,
      untilComputed: false,
    });
  });

  it('may be nothing but the link', () => {
    expect(read(link)).toMatchObject({ understood: true, link, eugodaId: null });
    expect(read(JSON.stringify(link))).toMatchObject({ understood: true, link });
  });

  it.each([
    ['nothing', {}],
    ['an id only', { id: 'e-77' }],
    ['our return address echoed under another name', { id: 'e-77', back: context.sent[2] }],
    ['a script for a link', { id: 'e-77', link: 'javascript:alert(1)' }],
    ['text', 'created'],
    ['a link too deep', { a: { b: { c: { d: { link } } } } }],
  ])('is not made up from %s', (_, answer) => {
    expect(read(answer)).toEqual({ understood: false });
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-21T12:00:00.123Z', '2026-11-21T12:00:00Z'],
    ['2026-11-21T14:00:00+02:00', '2026-11-21T12:00:00Z'],
    ['2026-11-21 09:30:00-0230', '2026-11-21T12:00:00Z'],
    ['2026-11-21', '2026-11-21T23:59:59Z'],
    ['1.2.2027', '2027-02-01T23:59:59Z'],
    ['21.11.2026, 12:00', '2026-11-21T12:00:00Z'],
    [1_795_262_400, '2026-11-21T12:00:00Z'],
    ['1795262400000', '2026-11-21T12:00:00Z'],
  ])('%s is %s', (value, iso) => {
    expect(readMoment(value)).toBe(Date.parse(iso));
  });

  it.each(['31.02.2026', '2026-13-01', 'soon', '', 7200, Number.NaN, null, true, '2026-11-21T25:00:00Z'])(
    '%s is none',
    value => {
      expect(readMoment(value)).toBeNull();
    },
  );

  it('without a zone are UTC unless Kyiv time is where the end should be', () => {
    const utc = Date.parse('2026-07-01T15:00:00Z');
    expect(readMoment('2026-07-01T15:00:00')).toBe(utc);
    expect(readMoment('2026-07-01T15:00:00', utc - 3 * 3_600_000 + 20_000)).toBe(utc - 3 * 3_600_000);
    expect(readMoment('2026-07-01T15:00:00', utc - 1 * 3_600_000)).toBe(utc);
    expect(readMoment('01.07.2026, 15:00:00', 'local')).toBe(new Date(2026, 6, 1, 15).getTime());
  });
});

describe('the service’s own words', () => {
  it.each([
    ['{"error":"No such application"}', 'No such application'],
    ['{"error":"Bad Request","message":"Invalid timestamp","statusCode":400}', 'Invalid timestamp'],
    ['{"errors":[{"msg":1},{"message":"name"},"date"]}', 'name; date'],
    ['{"success":false,"data":{"message":"глибоко"}}', 'глибоко'],
    ['{"error":{"code":7,"message":"внутрі"}}', 'внутрі'],
    ['<!DOCTYPE html><title>502 Bad Gateway</title><p>x', '502 Bad Gateway'],
    ['просто текст', 'просто текст'],
    ['', null],
    ['{}', null],
  ])('of %s are %s', (text, words) => {
    expect(wordsOf(text)).toBe(words);
  });

  it('tell a refusal that comes with status 200', () => {
    for (const text of ['{"success":false}', '{"error":"x"}', '{"errors":["x"]}', '{"status":"error"}'])
      expect(saysRefused(text)).toBe(true);
    for (const text of ['{"success":true,"error":null,"errors":[]}', '{"status":"created"}', 'error', '[]'])
      expect(saysRefused(text)).toBe(false);
  });

  it('are kept without what we sent, however the answer writes it', () => {
    const raw = '{"a":"Іван \\"К\\"","b":"\\u0406\\u0432\\u0430\\u043d","c":"МЕ123456","d":50000,"n":1}';
    const kept = redact(raw, ['Іван "К"', 'Іван', 'МЕ123456', 50_000, 1]);
    expect(kept).toBe('{"a":"•••","b":"•••","c":"•••","d":•••,"n":1}');
    expect(redact('Є вже Іван "К"', ['Іван "К"'])).toBe('Є вже •••');
  });

  it.each([
    ['of letters in capitals', String.raw`{"a":"\u0406\u0412\u0410\u041D"}`, 'ІВАН', '{"a":"•••"}'],
    ['of an apostrophe', String.raw`{"a":"є Дар\u0027я"}`, "Дар'я", '{"a":"є •••"}'],
    ['of a slash', String.raw`{"a":"17\/8 б"}`, '17/8 б', '{"a":"•••"}'],
    ['of a short value', String.raw`{"a":"\u041B\u0456"}`, 'Лі', '{"a":"•••"}'],
    [
      'in an answer within the answer',
      String.raw`{"a":"{\"b\":\"\\u0406\\u0412\\u0410\\u041D\"}"}`,
      'ІВАН',
      String.raw`{"a":"{\"b\":\"•••\"}"}`,
    ],
    ['of another value, which stays', String.raw`{"a":"\u0027\/"}`, 'Іван', String.raw`{"a":"\u0027\/"}`],
  ])('are kept without it under the escape %s', (_, raw, value, kept) => {
    expect(redact(raw, [value])).toBe(kept);
  });

  it('are read as fast as they come, whatever stands in them', () => {
    const begun = performance.now();
    redact('\\"'.repeat(100_000), ['Іван']);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('addresses', () => {
  it('are http and https only', () => {
    expect(webAddress(' https://x.example/a ')).toBe('https://x.example/a');
    for (const bad of ['ftp://x', 'javascript:1', 'https://', 'https://a b', 7])
      expect(webAddress(bad)).toBeNull();
  });
});
