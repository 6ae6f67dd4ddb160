import { describe, expect, it } from 'vitest';
import { withDstu4145 } from '../cms/dstu4145/index.ts';
import { hasForeignFiles, onForeignFiles } from '../cms/foreign-files.test-helper.ts';
import { standardAlgorithms } from '../cms/standard-algorithms.ts';
import { inspectFile } from './inspect-file.ts';
import type { InspectOptions } from './options.ts';
import { documentsOf, firstCheck, foreignVector, NOW, outcomesOf } from './vectors.test-helper.ts';

const plain: InspectOptions = { trustedSpkiSha256: new Set(), now: NOW };
const withDstu: InspectOptions = { ...plain, moreAlgorithms: async () => withDstu4145(standardAlgorithms) };
const FOX = 'ukraine/uapki/test-fox.txt';

describe.skipIf(!hasForeignFiles)(onForeignFiles('DSTU 4145'), () => {
  const attached = [
    'ukraine/uapki/dstu-1-cades-bes-attached-data.p7s',
    'ukraine/uapki/dstu-3-cades-bes-attached-data-and-custom-attributes.p7s',
    'ukraine/synthetic/attached-dstu4145.p7s',
    'ukraine/synthetic/asice-dstu4145-1sig.asice',
  ];
  it.each(attached)('without its algorithms loaded is read, not checked: %s', async path => {
    const report = await inspectFile([foreignVector(path)], plain);
    const [document] = documentsOf(report);
    expect(outcomesOf(report)).toEqual([['not-checked']]);
    expect(document!.signatures[0]!.dstu).toBe(true);
    expect(document!.signatures[0]!.signer!.signer).not.toBeNull();
    expect(document!.content!.length).toBeGreaterThan(0);
  });

  it.each(attached)('with them loaded, when they are needed, fits: %s', async path => {
    const report = await inspectFile([foreignVector(path)], withDstu);
    expect(outcomesOf(report)).toEqual([['fits-unknown-root']]);
  });

  it('detached, with its document and with another', async () => {
    const fits = [foreignVector('ukraine/uapki/dstu-4-cades-bes-detached-data.p7s'), foreignVector(FOX)];
    expect(outcomesOf(await inspectFile(fits, plain))).toEqual([['not-checked']]);
    expect(outcomesOf(await inspectFile(fits, withDstu))).toEqual([['fits-unknown-root']]);
    const invalid = foreignVector('ukraine/uapki/dstu-5-cades-bes-detached-data-invalid-content.p7s');
    const changed = foreignVector(FOX);
    changed.bytes[4] = 0x51;
    const report = await inspectFile([invalid, changed], withDstu);
    expect(outcomesOf(report)).toEqual([['not-valid']]);
    expect(firstCheck(report, 'document')).toBe('fails: digest-mismatch');
  });
});
