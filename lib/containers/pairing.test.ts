import { describe, expect, it } from 'vitest';
import { pairSignature, withoutSignatureSuffix } from './pairing.ts';

describe('a signature finds its document by name', () => {
  it.each([
    ['a.pdf.p7s', ['b.pdf', 'a.pdf'], 'a.pdf'],
    ['A.PDF.P7S', ['a.pdf'], 'a.pdf'],
    ['docs/a.pdf.p7s', ['a.pdf', 'docs/a.pdf'], 'docs/a.pdf'],
    ['a.txt.p7s.txt', ['a.txt', 'b.txt'], 'a.txt'],
    ['a.txt.p7s', ['A.txt', 'a.txt'], 'a.txt'],
  ])('%s exactly', (signature, documents, expected) => {
    expect(pairSignature(signature, documents)).toEqual({ exact: [expected], possible: [] });
  });

  it.each([
    ['Договір UMB-1 (2).txt.p7s', ['x', 'Договір UMB-1.txt'], 'Договір UMB-1.txt'],
    ['a.pdf (2).p7s', ['x', 'a.pdf'], 'a.pdf'],
    ['a.pdf_2.p7s', ['x', 'a.pdf'], 'a.pdf'],
    ['META-INF/a.pdf.p7s', ['x', 'a.pdf'], 'a.pdf'],
    ['signatures/a.pdf_1.p7s', ['x', 'a.pdf'], 'a.pdf'],
    ['a.p7s', ['x.pdf', 'a.pdf'], 'a.pdf'],
    ['META-INF/signature.p7s', ['only.pdf'], 'only.pdf'],
  ])('%s among the possible ones, best first', (signature, documents, expected) => {
    const pairing = pairSignature(signature, documents);
    expect(pairing.exact).toEqual([]);
    expect(pairing.possible[0]).toBe(expected);
  });

  it('names all that differ only in the case of letters, when none is written like the signature', () => {
    expect(pairSignature('A.TXT.p7s', ['A.txt', 'b.txt', 'a.txt']).exact).toEqual(['A.txt', 'a.txt']);
  });

  it('finds none where names say nothing', () => {
    expect(pairSignature('signature.p7s', ['a.pdf', 'b.pdf'])).toEqual({ exact: [], possible: [] });
  });

  it('never pairs a file with itself because it has no ending of a signature', () => {
    expect(pairSignature('a.pdf', ['a.pdf', 'b']).exact).toEqual([]);
  });

  it('takes the ending off', () => {
    expect(withoutSignatureSuffix('a.pdf.PKCS7')).toBe('a.pdf');
    expect(withoutSignatureSuffix('a.pdf')).toBe('a.pdf');
  });
});
