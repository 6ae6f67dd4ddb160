import { describe, expect, it } from 'vitest';
import { documentUrl, readAddress } from './address.ts';

const ID = '11EFD0C5A81E4B600000000000000001';

describe('readAddress', () => {
  it.each([
    [`https://didox.uz/documents/${ID}`, null],
    [`https://didox.uz/documents/${ID}/`, null],
    [`https://didox.uz/documents/${ID.toLowerCase()}/1?x=1#y`, true],
    [`https://test3.didox.uz/documents/${ID}/0`, false],
    [`https://didox.uz/document_form/002/${ID}/edit`, true],
  ])('finds the document in %s', (href, outgoing) => {
    expect(readAddress(href)).toEqual({ page: 'document', documentId: ID, outgoing });
  });

  it.each([
    ['https://didox.uz/documents/new?tab=all&page=1', 'waiting'],
    ['https://didox.uz/documents/new/outgoing?tab=all', 'sent'],
    ['https://didox.uz/documents/new/draft', 'drafts'],
    ['https://didox.uz/documents/draft', 'drafts'],
  ])('knows the list %s', (href, folder) => {
    expect(readAddress(href)).toEqual({ page: 'list', folder });
  });

  it.each(['https://didox.uz/', 'https://didox.uz/document_form/002', `https://didox.uz/documents/${ID}0`])(
    'sees nothing for us at %s',
    href => expect(readAddress(href)).toEqual({ page: 'other' }),
  );

  it.each([
    `http://didox.uz/documents/${ID}`,
    `https://didox.uz:8443/documents/${ID}`,
    `https://didox.uz.evil.example/documents/${ID}`,
    `https://evil.example/?https://didox.uz/documents/${ID}`,
    'not an address',
  ])('is not taken in by %s', href => expect(readAddress(href)).toBeNull());

  it('leads back to the page it read', () => {
    expect(readAddress(documentUrl('https://didox.uz', ID, false))).toEqual({
      page: 'document',
      documentId: ID,
      outgoing: false,
    });
  });
});
