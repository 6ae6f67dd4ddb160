/** One element. Names are local names; `namespace` is the resolved URI ('' for none). Attribute names are local too. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside, concatenated. */
  readonly text: string;
}

/** The text is not XML we read. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 20_000;
const MAX_PREFIXES = 64;
const NAME = /[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*(?::[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*)?/y;
const NO_PREFIX: ReadonlyMap<string, string> = new Map([['', '']]);
const SPACE = /[ \t\r\n]*/y;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly qualified: string;
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  readonly prefixes: ReadonlyMap<string, string>;
  text: string;
}

/**
 * A small XML reader for manifests (there is no DOMParser in workers). UTF-8 only; no DTD, no entities beyond the five
 * of XML itself and character references, so nothing can expand or be fetched; bounded in size, depth and count.
 * Throws XmlError.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > MAX_BYTES) throw new XmlError('too large');
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('not UTF-8');
  }
  return new Reader(source).document();
}

class Reader {
  readonly #source: string;
  #at = 0;
  #elements = 0;
  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlElement {
    this.#declaration();
    const stack: Open[] = [];
    let root: XmlElement | null = null;
    while (this.#at < this.#source.length) {
      const next = this.#source.indexOf('<', this.#at);
      const text = this.#source.slice(this.#at, next < 0 ? undefined : next);
      this.#at = next < 0 ? this.#source.length : next;
      const open = stack.at(-1);
      if (open) open.text += decodeReferences(text);
      else if (text.trim() !== '') throw new XmlError('text outside the root');
      if (next < 0) break;
      if (this.#takes('<!--')) this.#until('-->');
      else if (this.#takes('<![CDATA[')) {
        if (!open) throw new XmlError('CDATA outside the root');
        open.text += this.#until(']]>');
      } else if (this.#takes('</')) {
        const closed = this.#endTag(stack);
        if (stack.length === 0) root = closed;
      } else if (this.#takes('<!') || this.#takes('<?')) throw new XmlError('DTD or processing instruction');
      else {
        if (root) throw new XmlError('two roots');
        const closed = this.#startTag(stack);
        if (closed && stack.length === 0) root = closed;
      }
    }
    if (!root || stack.length > 0) throw new XmlError('not closed');
    return root;
  }

  #declaration(): void {
    if (!this.#takes('<?xml')) return;
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(this.#until('?>'))?.[1];
    if (encoding && encoding.toLowerCase() !== 'utf-8') throw new XmlError('not UTF-8');
  }

  #startTag(stack: Open[]): XmlElement | null {
    this.#at += 1;
    if (stack.length >= MAX_DEPTH || ++this.#elements > MAX_ELEMENTS) throw new XmlError('too much');
    const qualified = this.#match(NAME);
    if (!qualified) throw new XmlError('element name');
    const raw = new Map<string, string>();
    for (;;) {
      const gap = this.#match(SPACE);
      if (this.#takes('/>') || this.#takes('>')) break;
      const name = this.#match(NAME);
      if (!gap || !name) throw new XmlError('attribute');
      this.#match(SPACE);
      if (!this.#takes('=')) throw new XmlError('attribute');
      this.#match(SPACE);
      const quote = this.#takes('"') ? '"' : this.#takes("'") ? "'" : null;
      if (!quote) throw new XmlError('attribute');
      const value = this.#until(quote);
      if (value.includes('<') || raw.has(name)) throw new XmlError('attribute');
      raw.set(name, decodeReferences(value));
    }
    const empty = this.#source[this.#at - 2] === '/';
    const attributes = new Map<string, string>();
    const declared = new Map<string, string>();
    for (const [name, value] of raw)
      if (name === 'xmlns') declared.set('', value);
      else if (name.startsWith('xmlns:')) declared.set(name.slice(6), value);
      else attributes.set(localName(name), value);
    const known = stack.at(-1)?.prefixes ?? NO_PREFIX;
    // Most elements declare none and share those above.
    const prefixes = declared.size > 0 ? new Map([...known, ...declared]) : known;
    if (prefixes.size > MAX_PREFIXES) throw new XmlError('too much');
    const namespace = prefixes.get(prefixOf(qualified));
    if (namespace === undefined) throw new XmlError('unknown prefix');
    const open: Open = {
      qualified,
      namespace,
      name: localName(qualified),
      attributes,
      children: [],
      prefixes,
      text: '',
    };
    if (!empty) {
      stack.push(open);
      return null;
    }
    return attach(open, stack);
  }

  #endTag(stack: Open[]): XmlElement {
    const name = this.#match(NAME);
    this.#match(SPACE);
    const open = stack.pop();
    if (!this.#takes('>') || !open || open.qualified !== name) throw new XmlError('end tag');
    return attach(open, stack);
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  #until(mark: string): string {
    const end = this.#source.indexOf(mark, this.#at);
    if (end < 0) throw new XmlError(`no ${mark}`);
    const text = this.#source.slice(this.#at, end);
    this.#at = end + mark.length;
    return text;
  }
}

function attach(open: Open, stack: readonly Open[]): XmlElement {
  const { namespace, name, attributes, children, text } = open;
  const element: XmlElement = { namespace, name, attributes, children, text };
  stack.at(-1)?.children.push(element);
  return element;
}

const prefixOf = (qualified: string) =>
  qualified.includes(':') ? qualified.slice(0, qualified.indexOf(':')) : '';
const localName = (qualified: string) => qualified.slice(qualified.indexOf(':') + 1);

function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(\w+)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));|&/g, (whole, name, decimal, hex) => {
    if (whole === '&') throw new XmlError('entity');
    if (name) return NAMED[name] ?? fail();
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    if (code === 0 || code > 0x10ffff) throw new XmlError('character reference');
    return String.fromCodePoint(code);
  });
}

function fail(): never {
  throw new XmlError('entity');
}
