import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readTraffic } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'imzochi-traffic-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = '{"constants":{"logEventTypes":{"URL_REQUEST_START_JOB":7,"OTHER":8}},';
const event = (type: number, url: string, initiator: string) =>
  JSON.stringify({ params: { initiator, method: 'POST', url }, phase: 1, type });

it('reads who asked for what out of a network log, whole or cut off', () => {
  const lines = [
    HEAD,
    '"events": [',
    `${event(7, 'wss://127.0.0.1:1/a', 'chrome-extension://abc')},`,
    `${event(8, 'https://other.example/', 'chrome-extension://abc')},`,
    `${event(7, 'https://didox.uz/', 'not an origin')}],`,
    '"polledData": [{"x":1}]',
    '}',
  ];
  const expected = [
    { method: 'POST', url: 'wss://127.0.0.1:1/a', initiator: 'chrome-extension://abc' },
    { method: 'POST', url: 'https://didox.uz/', initiator: null },
  ];
  const path = join(folder, 'log.json');
  writeFileSync(path, lines.join('\n'));
  expect(readTraffic(path)).toEqual(expected);
  writeFileSync(path, `${lines.slice(0, 3).join('\n')}\n{"params":{"url":"https://cut`);
  expect(readTraffic(path)).toEqual(expected.slice(0, 1));
});
