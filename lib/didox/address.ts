/** What a Didox address says about the page. */
export type DidoxAddress =
  | { readonly page: 'document'; readonly documentId: string; readonly outgoing: boolean | null }
  | { readonly page: 'list'; readonly folder: 'waiting' | 'sent' | 'drafts' }
  | { readonly page: 'other' };

const HOSTS = new Set(['didox.uz', 'test3.didox.uz']);
const DOCUMENT = /^\/documents\/([0-9a-f]{32})(?:\/([01]))?\/?$/i;
const EDIT_FORM = /^\/document_form\/[0-9]{3}\/([0-9a-f]{32})\/edit\/?$/i;
const LIST = /^\/documents(?:\/new)?(?:\/(outgoing|draft))?\/?$/i;

/**
 * Reads an address of the site. `outgoing` comes from the last path segment: `/1` is seen on own documents, that `/0`
 * means incoming is a guess [G]; without a segment it is null and the service is asked. Ids are 32 hex digits and
 * compared without case; we keep them in upper case, as lists and addresses show them.
 */
export function readAddress(href: string): DidoxAddress | null {
  const url = URL.parse(href);
  if (url?.protocol !== 'https:' || !HOSTS.has(url.hostname) || url.port !== '') return null;
  const document = DOCUMENT.exec(url.pathname);
  if (document?.[1]) {
    return {
      page: 'document',
      documentId: normalizeId(document[1]),
      outgoing: document[2] === undefined ? null : document[2] === '1',
    };
  }
  const form = EDIT_FORM.exec(url.pathname);
  if (form?.[1]) return { page: 'document', documentId: normalizeId(form[1]), outgoing: true };
  const list = LIST.exec(url.pathname);
  if (list) {
    const folder = list[1]?.toLowerCase();
    return {
      page: 'list',
      folder: folder === 'outgoing' ? 'sent' : folder === 'draft' ? 'drafts' : 'waiting',
    };
  }
  return { page: 'other' };
}

export function normalizeId(id: string): string {
  return id.toUpperCase();
}

/** Where the site shows a document. */
export function documentUrl(site: string, documentId: string, outgoing: boolean): string {
  return `${site}/documents/${documentId}/${outgoing ? 1 : 0}`;
}
