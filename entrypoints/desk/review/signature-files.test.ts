import { describe, expect, it } from 'vitest';
import { safeFileName } from '../shared/save-file.ts';
import { signatureFiles } from './signature-files.ts';

const signature = new Uint8Array([0x30, 0x80]);
const content = { bytes: new Uint8Array([1]), type: 'application/pdf' };
const file = { service: 'file', title: 'договор.pdf' } as const;

describe('files of a signature', () => {
  it('attached: one .p7m named after the file', () => {
    const files = signatureFiles({ ...file, detached: false, signature, content });
    expect(files.map(file => file.name)).toEqual(['договор.pdf.p7m']);
    expect(files[0]?.bytes).toBe(signature);
  });

  it('detached: the content byte for byte, and the .p7s beside it under the same name', () => {
    const files = signatureFiles({ ...file, detached: true, signature, content });
    expect(files.map(file => file.name)).toEqual(['договор.pdf', 'договор.pdf.p7s']);
    expect(files[0]?.bytes).toBe(content.bytes);
  });

  it('takes no path and no trick from a title', () => {
    const files = signatureFiles({
      service: 'selection',
      title: '../..\\a\u202e:b',
      detached: true,
      signature,
      content: null,
    });
    expect(files.map(file => file.name)).toEqual(['_.._a_b.txt.p7s']);
  });

  it('a text gets the ending of one, whatever its page is called', () => {
    const given = { service: 'selection', title: 'gov.uz', detached: true, signature, content } as const;
    expect(signatureFiles(given).map(({ name }) => name)).toEqual(['gov.uz.txt', 'gov.uz.txt.p7s']);
  });

  it.each([
    ['file', `${'Додаткова угода до договору поставки '.repeat(5)}№ 17.pdf`, '.pdf'],
    ['file', `${'a'.repeat(171)}👍${'b'.repeat(20)}.pdf`, 'a.pdf'],
    ['file', `${'a'.repeat(175)} ${'b'.repeat(20)}`, 'a'],
    ['selection', 'Заголовок сторінки '.repeat(12), '.txt'],
    ['file', `${'Ш'.repeat(120)}.txt`, 'Ш.txt'],
    ['file', `${'👍'.repeat(70)}.txt`, '👍.txt'],
  ] as const)(
    'a name that is too long keeps its ending, and so does its signature: %s',
    (service, title, end) => {
      const given = { service, title, detached: true, signature, content } as const;
      // As they are saved.
      const [saved, beside] = signatureFiles(given).map(({ name }) => safeFileName(name));
      expect(saved?.endsWith(end)).toBe(true);
      expect(saved?.isWellFormed()).toBe(true);
      expect(beside).toBe(`${saved}.p7s`);
      expect(beside!.length).toBeLessThanOrEqual(180);
      // A file system counts bytes, up to 255, and a browser adds an ending of its own for as long as it saves.
      expect(Buffer.byteLength(beside!)).toBeLessThanOrEqual(240);
    },
  );
});
