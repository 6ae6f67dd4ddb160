/**
 * Reads a page like eUgoda's demo: four labels in its order, each followed by its value, and the link. Ships in
 * a content script: no imports, and only what DOM nodes have, by structure.
 */

/** The part of a DOM node that is read. */
export interface PageNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<PageNode>;
  readonly href?: unknown;
  readonly type?: unknown;
  readonly value?: unknown;
}

export interface PageAgreementReading {
  readonly eugodaId: string;
  readonly externalId: string;
  readonly link: string;
  /** As the page writes it; empty when there is nothing. */
  readonly until: string;
}

const skipped = /^(?:script|style|template|noscript|svg|iframe|textarea|code|pre)$/i;
/** Elements that do not part words; after all others a new line begins. */
const inline = /^(?:b|i|em|strong|span|font|u|mark)$/i;
/** Fields that can show an id or a link. A password, or what a page hides, is none of our business. */
const field = /^(?:text|url|search)$/;
/** A page must not be kept waiting, however long it is. */
const nodeLimit = 20_000;
const textLimit = 300_000;

/** Latin "i" for "і" happens; spaces of all kinds and line breaks may part the words. */
const label = (text: string): string => text.replace(/і/gi, '[іi]').replace(/ /g, '\\s+');
const documentId = label('ідентифікатор документа');
/** Without it a page has nothing for us, and need not be walked through. */
const firstWord = new RegExp(label('ідентифікатор'), 'i');
/** One group per label. The second one names whoever uses eUgoda, in the demo Umbrella. */
const labels = new RegExp(
  [
    `(${documentId}\\s+eUgoda\\s*:?)`,
    `(${documentId}\\s+[^\\n:|]{1,80}?(?:[:|]|\\n|\\s(?=\\S*\\d)))`,
    `(${label('посилання')}\\s+(?:для|на)\\s+${label('підпис')}[^\\s:|]*\\s*:?)`,
    `(${label('активн')}[еoоий]*\\s+до\\s*:?)`,
  ].join('|'),
  'gi',
);

/** The first complete result block, or null (before a registration the rows are empty). */
export function readAgreementPage(root: PageNode): PageAgreementReading | null {
  if (!firstWord.test(withoutInvisible(root.textContent ?? ''))) return null;
  const text = pageText(root);
  const found = [...text.matchAll(labels)];
  const which = (at: number): number => found[at]?.slice(1).findIndex(group => group !== undefined) ?? -1;
  const after = (at: number): string => {
    const start = found[at]!.index + found[at]![0].length;
    return text.slice(start, Math.min(start + 2000, found[at + 1]?.index ?? text.length));
  };
  for (let at = 0; at + 3 < found.length; at++) {
    if ([0, 1, 2, 3].some(offset => which(at + offset) !== offset)) continue;
    const eugodaId = firstId(after(at));
    const externalId = firstId(after(at + 1));
    const link = /https?:\/\/[^\s"'<>|]+/.exec(after(at + 2))?.[0];
    if (eugodaId && externalId && link)
      return { eugodaId, externalId, link, until: firstDate(after(at + 3).slice(0, 200)) };
  }
  return null;
}

/**
 * Guess: the form of signing links is not documented. Taken is an https address of eugoda.com (or a subdomain)
 * whose path or query holds something long and mixed enough to be an id.
 */
export function isSigningLink(address: string): boolean {
  const match = /^https:\/\/(?:[\w-]+\.)*eugoda\.com(?::\d+)?(\/[^#]*)/i.exec(address);
  if (match === null || match[1]!.startsWith('/api/')) return false;
  return /[/=](?:(?=[\w-]*\d)[\w-]{6,}|(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{10,})(?=$|[/?&.])/.test(match[1]!);
}

/** Text with a line per text node; addresses of links and values of text fields stand as lines of their own. */
function pageText(root: PageNode): string {
  const lines: string[] = [];
  let left = nodeLimit;
  const walk = (node: PageNode): void => {
    if (left-- <= 0 || skipped.test(node.nodeName)) return;
    if (node.nodeType === 3) lines.push(node.nodeValue ?? '');
    const apart = node.nodeType === 1 && !inline.test(node.nodeName);
    if (apart) lines.push('\n');
    for (const own of [node.href, field.test(`${node.type}`) && node.value])
      if (node.nodeType === 1 && typeof own === 'string') lines.push(`\n${own}\n`);
    for (let at = 0; at < node.childNodes.length; at++) walk(node.childNodes[at]!);
    if (apart) lines.push('\n');
  };
  walk(root);
  return withoutInvisible(
    lines
      .join('')
      .slice(0, textLimit)
      .replace(/[\u00a0\u202f]/g, ' '),
  );
}

const withoutInvisible = (text: string): string => text.replace(/[\u200b\u00ad]/g, '');

function firstId(text: string): string | undefined {
  return text.split(/[\s|]+/).find(word => /^[\w.:-]*\d[\w.:-]*$/.test(word) && word.length <= 128);
}

function firstDate(text: string): string {
  const zoned = /\d{4}-\d\d-\d\d(?:[T ,]+\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?/.exec(text);
  const dotted = /\d\d?\.\d\d?\.\d{4}(?:[,\s]+\d\d?:\d\d(?::\d\d)?)?/.exec(text);
  return (zoned ?? dotted)?.[0].replace(/\s+/g, ' ') ?? '';
}
