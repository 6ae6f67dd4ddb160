import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { DEFAULT_LIMITS, MEBIBYTE } from './limits.ts';
import { ContainerError } from './refusal.ts';
import { openZip } from './zip.ts';
import { type BuildEntry, buildZip } from './zip-builder.test-helper.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (zip: Uint8Array) =>
  openZip(zip, DEFAULT_LIMITS).map(entry => [entry.name, entry.read()] as const);

/** The reason for which an archive (or one of its entries) is not opened. */
function refusal(zip: Uint8Array, limits = DEFAULT_LIMITS): string {
  try {
    for (const entry of openZip(zip, limits)) entry.read();
    return 'opened';
  } catch (error) {
    return error instanceof ContainerError ? error.code : `unnamed: ${error}`;
  }
}

describe('an ordinary zip', () => {
  it('gives names and contents, stored or deflated, without its folders', () => {
    const zip = buildZip([
      { name: 'папка/', content: new Uint8Array() },
      { name: 'папка/a.txt', content: bytes('stored') },
      { name: 'b.txt', content: bytes('deflated '.repeat(500)), deflated: true },
      { name: 'empty', content: new Uint8Array() },
    ]);
    expect(read(zip).map(([name, content]) => [name, content.length])).toEqual([
      ['папка/a.txt', 6],
      ['b.txt', 4500],
      ['empty', 0],
    ]);
    expect(new TextDecoder().decode(read(zip)[1]![1])).toBe('deflated '.repeat(500));
  });

  it('reads what another writer wrote', () => {
    expect(read(zipSync({ 'a/b.txt': bytes('x'.repeat(70_000)) }))[0]![1]).toHaveLength(70_000);
  });
});

describe('names without the UTF-8 flag', () => {
  const cp866 = Uint8Array.from([0x84, 0xae, 0xa3, 0xae, 0xa2, 0xae, 0xe0, 0x2e, 0x70, 0x64, 0x66]);
  const cp1251 = Uint8Array.from([0xc4, 0xee, 0xe3, 0xee, 0xe2, 0xb3, 0xf0, 0x2e, 0x70, 0x64, 0x66]);
  const cp1251Capitals = Uint8Array.from([0xc0, 0xca, 0xd2, 0x20, 0xb9, 0x31]);
  const cp866Capitals = Uint8Array.from([0x80, 0x8a, 0x92, 0x20, 0xfc, 0x31]);
  it.each([
    ['CP866', cp866, 'Договор.pdf'],
    ['CP1251', cp1251, 'Договір.pdf'],
    ['CP1251 capitals', cp1251Capitals, 'АКТ №1'],
    ['CP866 capitals', cp866Capitals, 'АКТ №1'],
    ['UTF-8 unannounced', bytes('Шартнома.pdf'), 'Шартнома.pdf'],
  ])('%s', (_label, name, expected) => {
    expect(read(buildZip([{ name, flags: 0 }]))[0]![0]).toBe(expected);
  });

  it('takes the Unicode path field when its checksum is that of the name, and only then', () => {
    const name = Uint8Array.from([0xb4, 0x2e, 0x61]);
    const unicode = bytes('ґ.a');
    const extra = (crc: number) => {
      const field = new Uint8Array(9 + unicode.length);
      const view = new DataView(field.buffer);
      view.setUint16(0, 0x7075, true);
      view.setUint16(2, 5 + unicode.length, true);
      view.setUint8(4, 1);
      view.setUint32(5, crc, true);
      field.set(unicode, 9);
      return field;
    };
    const nameFrom = (crc: number) => read(buildZip([{ name, flags: 0, extra: extra(crc) }]))[0]![0];
    expect(nameFrom(crc32(name))).toBe('ґ.a');
    const other = Uint8Array.from([0x84, 0xae]);
    expect(read(buildZip([{ name: other, flags: 0, extra: extra(1) }]))[0]![0]).toBe('До');
  });
});

describe('path tricks are refused', () => {
  it.each([
    '../evil',
    'a/../../evil',
    './a',
    'a//b',
    '/etc/passwd',
    'C:/windows',
    'c:evil',
    'a\\b',
    '..\\evil',
    'a\u0000.txt',
    'line\nbreak',
    'invoice\u202egpj.exe',
    '..',
    '',
    'x'.repeat(600),
  ])('%j', name => {
    expect(refusal(buildZip([{ name }]))).toBe('zip-unsafe-name');
  });

  it('also when the name is not the UTF-8 it says it is', () => {
    expect(refusal(buildZip([{ name: Uint8Array.from([0xff, 0xfe]), flags: 0x800 }]))).toBe(
      'zip-unsafe-name',
    );
  });

  it('and two entries of one name, however composed', () => {
    expect(refusal(buildZip([{ name: 'a' }, { name: 'a' }]))).toBe('zip-duplicate-name');
    expect(refusal(buildZip([{ name: '\u0439' }, { name: '\u0438\u0306' }]))).toBe('zip-duplicate-name');
  });

  it('a local header with another name than the directory', () => {
    expect(refusal(buildZip([{ name: 'a.txt', localName: 'b.txt' }]))).toBe('zip-broken');
  });
});

describe('what cannot be opened is named', () => {
  const entry = (change: Partial<BuildEntry>) => refusal(buildZip([{ name: 'a', ...change }]));
  it.each([
    ['encrypted', () => entry({ flags: 0x801 }), 'zip-encrypted'],
    ['AES', () => entry({ method: 99 }), 'zip-encrypted'],
    ['bzip2', () => entry({ method: 12 }), 'zip-unknown-method'],
    ['zip64 sizes', () => entry({ deflated: true, size: 0xffffffff }), 'zip-zip64'],
    ['several disks', () => refusal(buildZip([{ name: 'a' }], { disk: 1 })), 'zip-multi-disk'],
    ['a wrong count', () => refusal(buildZip([{ name: 'a' }], { count: 2 })), 'zip-broken'],
    ['a wrong checksum', () => entry({ crc: 1 }), 'zip-checksum'],
    ['stored with another size', () => entry({ size: 3 }), 'zip-wrong-size'],
    ['a folder with content', () => refusal(buildZip([{ name: 'a/' }])), 'zip-broken'],
    ['no end record', () => refusal(bytes('PK\u0003\u0004 and nothing else, long enough')), 'zip-broken'],
    ['zip64 locator', () => refusal(withZip64Locator()), 'zip-zip64'],
    [
      'bytes before the archive',
      () => refusal(Uint8Array.from([0, ...buildZip([{ name: 'a' }])])),
      'zip-broken',
    ],
  ])('%s', (_label, run, code) => {
    expect(run()).toBe(code);
  });

  function withZip64Locator(): Uint8Array {
    const zip = buildZip([{ name: 'a' }]);
    const locator = new Uint8Array(20);
    locator.set([0x50, 0x4b, 6, 7]);
    return Uint8Array.from([...zip.subarray(0, -22), ...locator, ...zip.subarray(-22)]);
  }
});

describe('bombs', () => {
  const zeros = (size: number) => new Uint8Array(size);
  it('are refused by their ratio before anything is unpacked', () => {
    expect(refusal(buildZip([{ name: 'a', content: zeros(4 * MEBIBYTE), deflated: true }]))).toBe(
      'zip-ratio',
    );
  });

  it('are refused by their total', () => {
    const limits = { ...DEFAULT_LIMITS, zipUnpackedBytes: 1000 };
    const entries = ['a', 'b', 'c'].map(name => ({ name, content: zeros(400) }));
    expect(refusal(buildZip(entries), limits)).toBe('zip-too-large');
  });

  it('that lie about their size stop at the size they gave', () => {
    const content = zeros(8 * MEBIBYTE);
    const started = performance.now();
    expect(refusal(buildZip([{ name: 'a', content, deflated: true, size: 500 }]))).toBe('zip-wrong-size');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('that promise more than there is are refused too', () => {
    expect(refusal(buildZip([{ name: 'a', deflated: true, size: 5000 }]))).toBe('zip-wrong-size');
  });

  it('of entries', () => {
    const entries = Array.from({ length: 1001 }, (_, index) => ({ name: `${index}` }));
    expect(refusal(buildZip(entries))).toBe('zip-too-many-entries');
  });

  it('of overlapping entries', () => {
    expect(refusal(buildZip([{ name: 'a' }, { name: 'a', sameHeaderAs: 0 }]))).toBe('zip-duplicate-name');
    const zip = buildZip([{ name: 'aa' }, { name: 'ab', localName: 'aa', sameHeaderAs: 0 }]);
    expect(refusal(zip)).toBe('zip-broken');
    expect(refusal(overlapping())).toBe('zip-overlap');
  });

  /** Two directory entries whose data ranges share bytes: the first one's size reaches over the second's header. */
  function overlapping(): Uint8Array {
    const zip = buildZip([{ name: 'a' }, { name: 'b' }]);
    const view = new DataView(zip.buffer);
    const directory = view.getUint32(zip.length - 6, true);
    for (const field of [20, 24]) view.setUint32(directory + field, 20, true);
    return zip;
  }
});

describe('damage', () => {
  it('a zip cut anywhere opens or gives a named reason', () => {
    const zip = buildZip([
      { name: 'a', content: bytes('hello '.repeat(200)), deflated: true },
      { name: 'b', content: bytes('stored') },
    ]);
    for (let length = 0; length < zip.length; length += 1)
      expect(refusal(zip.subarray(0, length))).toMatch(/^zip-/);
  });
});
