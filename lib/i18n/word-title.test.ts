import { describe, expect, it } from 'vitest';
import { testTranslator } from '../../components/testing/fake-backend.ts';
import { wordTitle } from './word-title.ts';

const texts = testTranslator();
const facts = (facts: Record<string, string>) =>
  Object.entries(facts).map(([label, value]) => ({ label, value }));

describe('a title', () => {
  it.each([
    ['Invoice No. 1042', '1042', { doctype: '002', number: '1042' }],
    ['Protocol of intent', 'Protocol of intent', { doctype: '000' }],
    ['Letter', '', { doctype: '031' }],
    ['Document of type 999 No. 7', '7', { doctype: '999', number: '7' }],
    ['invoice[U+202E]fdp.exe', 'invoice\u202efdp.exe', { file: 'invoice' }],
    ['contract.pdf', 'contract.pdf', { file: 'contract.pdf', number: '3' }],
  ])('%s', (worded, title, said) => {
    expect(wordTitle({ title, facts: facts(said) }, texts)).toBe(worded);
  });
});
