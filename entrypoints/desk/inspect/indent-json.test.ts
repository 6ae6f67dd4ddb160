import { expect, it } from 'vitest';
import { indentJson } from './indent-json.ts';

it('breaks lines and changes nothing else', () => {
  const text = '{"a":1.0,"a":[1,{"b":"x,{\\"}"}],"c":[],"d":12345678901234567890}';
  const shown = indentJson(text);
  expect(shown.split('\n').length).toBeGreaterThan(5);
  expect(shown.replace(/\n */g, '')).toBe(text);
  expect(shown).toContain('"c":[]');
});

it('leaves alone what has lines already, and survives what is no JSON', () => {
  expect(indentJson('{\n"a":1}')).toBe('{\n"a":1}');
  expect(indentJson('}}}]"')).toContain(']');
  expect(indentJson('['.repeat(20_000)).length).toBeLessThan(1_000_000);
});
