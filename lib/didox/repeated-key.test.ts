import { describe, expect, it } from 'vitest';
import { repeatedKey } from './repeated-key.ts';
import samples from './samples.fixture.json' with { type: 'json' };

describe('repeatedKey', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{},"a":1}', 'a'],
    ['{"DeliverySum":"1000000","deliverysum":"1000"}', 'deliverysum'],
    ['{"\\u0061":1,"A":2}', 'a'],
    ['{"Ж":1,"\\u0436":2}', 'ж'],
    ['{"K":1,"\u212A":2}', 'k'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__PROTO__":2}', '__proto__'],
    ['{"x":{"y":[{"z":1 , "z"\n:\t2}]}}', 'z'],
    ['[[1,{"a":{"c":1},"b":[{"c":1}],"A":0}]]', 'a'],
    ['{"text":"}{","b":"\\"","TEXT":1}', 'text'],
    ['{"a\\\\":1,"a\\\\":2}', 'a\\'],
  ])('finds it in %s', (text, key) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(repeatedKey(text)).toBe(key);
  });

  it.each([
    '{}',
    '[]',
    '5',
    '"a"',
    'null',
    ' {"a":{"a":{"a":1}},"b":{"a":1}} ',
    '[{"a":1},{"a":2},[{"a":3}]]',
    '{"a":"a","b":"a","c":["a","a"]}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"\\\\","b":"\\",\\"a\\":1"}',
    '{"a":["a" ,{"b":1}],"b":"} , {"}',
    '{"a ":1,"a":2}',
  ])('finds none in %s', text => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(repeatedKey(text)).toBeNull();
  });

  it('finds none in any real or official document', () => {
    expect(repeatedKey(JSON.stringify(samples))).toBeNull();
  });

  it('is done with a megabyte at once, whatever is in it', () => {
    const million = 1_200_000;
    const line = { name: 'Товар "№ 5" {', deliverysum: '3000', vatsum: 360, deliverysumwithvat: 3360 };
    const texts = [
      JSON.stringify({ products: Array(10_000).fill(line) }),
      JSON.stringify({ a: '"'.repeat(million) }),
      `["a"${' '.repeat(million)}]`,
      `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`,
    ];
    const started = performance.now();
    for (const text of texts) expect(repeatedKey(text)).toBeNull();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
