import { describe, expect, it } from 'vitest';
import { text } from '../cms/pki.test-helper.ts';
import { inspectFile } from './inspect-file.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { documentsOf, vector } from './vectors.test-helper.ts';
import { openZip } from './zip.ts';
import { buildZip } from './zip-builder.test-helper.ts';

describe('a signed container stays one', () => {
  it.each([
    ['[Content_Types].xml', text('<Types/>')],
    ['mimetype', text('application/vnd.oasis.opendocument.text')],
  ])('with %s in it that makes it look like an office document', async (name, content) => {
    const entries = openZip(vector('asice-cades-1sig.asice').bytes, DEFAULT_LIMITS);
    const files = entries.filter(entry => entry.name !== name);
    const zip = buildZip([
      { name, content },
      ...files.map(file => ({ name: file.name, content: file.read() })),
    ]);
    const report = await inspectFile([{ name: 'a.asice', bytes: zip }], {
      trustedSpkiSha256: new Set(),
      now: new Date(),
    });
    expect(report.findings[0]).toMatchObject({ kind: 'archive', flavour: 'asic-e' });
    expect(documentsOf(report).some(({ signatures }) => signatures.length > 0)).toBe(true);
  });
});
