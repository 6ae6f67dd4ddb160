import { expect, it } from 'vitest';
import { testTranslator } from '../../components/testing/fake-backend.ts';
import type { Fact } from '../signing/fact.ts';
import { factLabel, factValue } from './word-fact.ts';

const texts = testTranslator('ru');
const shown = (kind: Fact['kind'], value: string) =>
  factValue({ label: 'sum', value, kind, strong: true }, texts);

it('prints a sum with its money, unless it is of another', () => {
  expect(shown('money', '1250000.50')).toBe('1\u00a0250\u00a0000,50 сум');
  expect(shown('amount', '1250000.50')).toBe('1\u00a0250\u00a0000,50');
});

it('names the server, and takes no field of the document for a word of ours', () => {
  const server: Fact = { label: 'server', value: 'test', kind: 'server', strong: true };
  expect([factLabel(server, texts), factValue(server, texts)]).toEqual(['Сервер Didox', 'Тестовый']);
  const field: Fact = { ...server, kind: 'raw' };
  expect([factLabel(field, texts), factValue(field, texts)]).toEqual(['“server”', 'test']);
  // A mathematical D has no lower case.
  expect(factLabel({ ...field, label: '𝖣idox server' }, texts)).toBe('“𝖣idox server”');
});
