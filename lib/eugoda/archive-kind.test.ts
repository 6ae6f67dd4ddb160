import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sniffArchive } from './archive-kind.ts';
import { archiveFileName, dispositionName, sanitizeFileName } from './file-name.ts';

const vector = (name: string) => new Uint8Array(readFileSync(new URL(`./vectors/${name}`, import.meta.url)));
const cms = vector('detached-ecdsa.p7s');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('the kind of an archive', () => {
  it.each([
    ['asic-e', vector('asice-cades-1sig.asice')],
    ['asic-s', vector('asics-cades.asics')],
    ['zip', vector('plain-zip-doc-2-detached-p7s.zip')],
    ['cms', cms],
    ['asic-e', zipSync({ 'a.txt': strToU8('a'), 'META-INF/ASiCManifest001.xml': strToU8('<x/>') })],
    ['asic-s', zipSync({ 'a.txt': strToU8('a'), 'META-INF/signature.p7s': strToU8('x') })],
    ['pdf', strToU8('%PDF-1.7')],
    ['json', strToU8(' {"a":1}')],
    ['html', strToU8('<!DOCTYPE html><p>')],
    ['text', strToU8('{ not json')],
    ['text', strToU8('привіт')],
    ['unknown', Uint8Array.of(0, 1, 2, 255)],
    ['text', new Uint8Array()],
  ])('%s is told by its bytes', (kind, bytes) => {
    expect(sniffArchive(bytes)).toMatchObject({ kind, layer: 'none' });
    expect(sniffArchive(bytes).bytes).toBe(bytes);
  });

  it('is told under one layer of base64 or JSON, and under no more', () => {
    expect(sniffArchive(strToU8(base64(cms)))).toMatchObject({ kind: 'cms', layer: 'base64', bytes: cms });
    const wrapped = { name: 'x', data: { file: base64(cms) } };
    expect(sniffArchive(strToU8(JSON.stringify(wrapped)))).toMatchObject({
      kind: 'cms',
      layer: 'json-base64',
    });
    expect(sniffArchive(strToU8(JSON.stringify(base64(cms))))).toMatchObject({
      kind: 'cms',
      layer: 'json-base64',
    });
    expect(sniffArchive(strToU8(base64(strToU8(base64(cms)))))).toMatchObject({
      kind: 'text',
      layer: 'none',
    });
  });

  it('is told of every beginning of an interrupted download, without failing', () => {
    const whole = vector('asice-cades-1sig.asice');
    for (let size = 0; size < 400; size++) sniffArchive(whole.slice(0, size));
    expect(sniffArchive(whole.slice(0, 300)).kind).toBe('asic-e');
    for (let size = 0; size < cms.length; size += 7) sniffArchive(cms.slice(0, size));
  });
});

describe('the file name', () => {
  it.each([
    [
      "attachment; filename*=UTF-8''%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D1%96%D1%80.zip; filename=x.zip",
      'Договір.zip',
    ],
    ['attachment; filename="a \\"b\\".zip"', 'a "b".zip'],
    ['attachment; filename=plain.zip; size=3', 'plain.zip'],
    ['attachment; filename=%D0%B0.zip', 'а.zip'],
    [`attachment; filename="${Buffer.from('угода.zip').toString('latin1')}"`, 'угода.zip'],
    ["attachment; filename*=windows-1251''%E0.zip", 'а.zip'],
    ["attachment; filename*=nonsense''%E0.zip; filename=b.zip", 'b.zip'],
    ['attachment', null],
  ])('of %s is %s', (header, name) => {
    expect(dispositionName(header)).toBe(name);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.zip', 'a.zip'],
    ['..', ''],
    ['.hidden. ', 'hidden'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['CON.zip', '_CON.zip'],
    ['a<b>|c?.zip', 'a_b__c_.zip'],
  ])('%s is saved as %s', (name, safe) => {
    expect(sanitizeFileName(name)).toBe(safe);
  });

  it('keeps its extension when it is cut', () => {
    const cut = sanitizeFileName(`${'д'.repeat(300)}.asice`);
    expect([cut.length, cut.endsWith('.asice')]).toEqual([120, true]);
  });

  it('is made of the external id when the service gives none', () => {
    const from = { externalId: 'imz-1', extension: 'asice' };
    expect(archiveFileName({ ...from, contentDisposition: null })).toBe('imz-1.asice');
    expect(archiveFileName({ ...from, contentDisposition: 'attachment; filename=".."' })).toBe('imz-1.asice');
    expect(archiveFileName({ ...from, contentDisposition: 'attachment; filename=a.zip' })).toBe('a.zip');
  });
});
