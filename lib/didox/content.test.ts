import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { base64In, incomingContent, outgoingContent, toSignContent } from './content.ts';
import { sliceJson } from './slice-json.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const utf8 = (value: string) => new TextEncoder().encode(value);
const PATH = ['data', 'json'];
const answer = (json: string, rest = '') => `{"data":{${rest}"json":${json},"document":{"pid":1}}}`;

describe('what is signed of an own document', () => {
  it('is compact JSON in the order of the answer, Cyrillic as UTF-8', () => {
    const json = '{"b": 1, "a": {"name": "ООО «Ўзбек» / тест"}, "list": [1, null, true]}';
    const content = outgoingContent(JSON.parse(json), answer(json), PATH);
    expect(text(content.bytes)).toBe('{"b":1,"a":{"name":"ООО «Ўзбек» / тест"},"list":[1,null,true]}');
    expect(content.base64).toBe(Buffer.from(content.bytes).toString('base64'));
  });

  it('reads PHP’s \\u escapes as the letters they are', () => {
    const json = '{"name":"\\u0422\\u0435\\u0441\\u0442 \\/ 1"}';
    expect(text(outgoingContent(JSON.parse(json), answer(json), PATH).bytes)).toBe('{"name":"Тест / 1"}');
  });

  it.each(['1200000.00', '1.2e6', '0.10', '-0.5000', '123456789012345', '1234567890.1234'])(
    'takes %s, which a double holds',
    number => {
      const json = `{"sum":${number}}`;
      expect(() => outgoingContent(JSON.parse(json), answer(json), PATH)).not.toThrow();
    },
  );

  it.each(['12345678901234567890', '0.12345678901234567891', '1e400', '9007199254740993'])(
    'stops at %s, which would be signed as another number',
    number => {
      const json = `{"sum":${number}}`;
      expect(() => outgoingContent(JSON.parse(json), answer(json), PATH)).toThrow(/facts-disagree/);
    },
  );

  it('does not mind long numbers elsewhere in the answer, nor digits in texts', () => {
    const json = '{"code":"10713007001000000123","sum":1}';
    const raw = answer(json, '"serialDec":12345678901234567890,');
    expect(() => outgoingContent(JSON.parse(json), raw, PATH)).not.toThrow();
  });

  it('refuses an answer without a document', () => {
    expect(() => outgoingContent(null, '{"data":{"json":null}}', PATH)).toThrow(/service-malformed/);
  });
});

describe('what is signed of an incoming document', () => {
  const document = '{"имя":"Тест"}';
  const base64 = toBase64(utf8(document));

  it.each([
    ['bare text', base64],
    ['bare text with a line break', `${base64}\n`],
    ['a JSON string', JSON.stringify(base64)],
    ['{data}', JSON.stringify({ data: base64 })],
    ['{documentBase64}', JSON.stringify({ documentBase64: base64 })],
    ['{data:{documentBase64}}', JSON.stringify({ data: { documentBase64: base64 } })],
  ])('is taken from %s untouched', (_name, shape) => {
    const content = incomingContent(shape);
    expect(content.base64).toBe(base64);
    expect(text(content.bytes)).toBe(document);
    expect(content.json).toEqual({ имя: 'Тест' });
  });

  it('keeps bytes that are not our way of writing JSON', () => {
    const php = '{"name":"\\u0422","url":"a\\/b"}';
    const content = incomingContent(toBase64(utf8(php)));
    expect(text(content.bytes)).toBe(php);
    expect(content.json).toEqual({ name: 'Т', url: 'a/b' });
  });

  it('has no JSON where there is none', () => {
    expect(incomingContent(toBase64(utf8('%PDF-1.7 …'))).json).toBeUndefined();
    expect(incomingContent(toBase64(Uint8Array.of(0x22, 0xff, 0x22))).json).toBeUndefined();
  });

  it.each(['', '{}', '{"data":null}', '<html>502</html>', 'null', '"…"'])('refuses %j', shape => {
    expect(() => incomingContent(shape)).toThrow(/service-malformed/);
  });
});

describe('what tosign answers', () => {
  it('is signed as compact JSON when it is an object', () => {
    const raw = '{"data": {"DocumentId": "x", "Notes": "№ 5, Ўз"}}';
    expect(text(toSignContent(JSON.parse(raw).data, raw).bytes)).toBe('{"DocumentId":"x","Notes":"№ 5, Ўз"}');
  });

  it('is signed as it is when it is base64', () => {
    const base64 = toBase64(utf8('{ "Notes": "spaces stay" }'));
    expect(toSignContent(base64, '').base64).toBe(base64);
    expect(toSignContent(base64, '').json).toEqual({ Notes: 'spaces stay' });
  });

  it('is refused when it is neither', () => {
    expect(() => toSignContent(5, '{"data":5}')).toThrow(/service-malformed/);
    expect(() => toSignContent('***', '')).toThrow(/service-malformed/);
  });
});

describe('two values for one fact', () => {
  const TWICE = '{"products":[{"DeliverySumWithVat":"1000000","deliverysumwithvat":"1000"}]}';
  const EXACTLY = '{"a":{"sum":1000000,"s\\u0075m":1000}}';

  it.each([TWICE, EXACTLY])('are never signed where the bytes are handed over: %s', json => {
    const base64 = toBase64(utf8(json));
    expect(() => incomingContent(base64)).toThrow(/facts-disagree/);
    expect(() => incomingContent(JSON.stringify({ data: base64 }))).toThrow(/facts-disagree/);
    expect(() => toSignContent(base64, '')).toThrow(/facts-disagree/);
  });

  it('are never signed where the bytes are made of an object', () => {
    expect(() => outgoingContent(JSON.parse(TWICE), answer(TWICE), PATH)).toThrow(/deliverysumwithvat/);
    expect(() => toSignContent(JSON.parse(TWICE), `{"data":${TWICE}}`)).toThrow(/facts-disagree/);
    // What parsing dropped is neither shown nor signed.
    expect(text(outgoingContent(JSON.parse(EXACTLY), answer(EXACTLY), PATH).bytes)).toBe(
      '{"a":{"sum":1000}}',
    );
  });
});

describe('base64', () => {
  it('goes there and back, also for large files', () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 251);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });
  it('says no to what is none', () => {
    for (const wrong of ['a', 'ab*d', '{"data":1}', 'abc=d']) expect(fromBase64(wrong)).toBeNull();
  });
  it('is found in no empty answer', () => {
    expect(base64In('  ')).toBeNull();
  });
});

describe('sliceJson', () => {
  it('finds a value as it was written', () => {
    const raw = ' {"a":{"x":"}{\\"","json":[1]},"data" : {"n":1.50, "json" : {"sum": 1200000.00}, "z":0} }';
    expect(sliceJson(raw, ['data', 'json'])).toBe('{"sum": 1200000.00}');
    expect(sliceJson(raw, ['data', 'n'])).toBe('1.50');
    expect(sliceJson(raw, ['data', 'z'])).toBe('0');
    expect(sliceJson(raw, ['a', 'x'])).toBe('"}{\\""');
  });
  it('takes the last of equal keys, as parsing does, and null for none', () => {
    expect(sliceJson('{"a":1,"a":2}', ['a'])).toBe('2');
    expect(sliceJson('{"a":1}', ['b'])).toBeNull();
    expect(sliceJson('[1]', ['a'])).toBeNull();
  });
});
