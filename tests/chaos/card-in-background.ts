import type { CDPSession, Page } from 'puppeteer';

interface DomNode {
  readonly nodeId: number;
  readonly localName: string;
  readonly attributes?: readonly string[];
  readonly children?: readonly DomNode[];
  readonly shadowRoots?: readonly DomNode[];
}

/**
 * The card of a page whose tab may be behind others: a search by its accessible name, as the tests do it, waits for ever
 * for a page that is not being drawn.
 */
export class CardInBackground {
  readonly #page: Page;
  #session: CDPSession | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What a function that runs in the page makes of the card; null when there is no card. */
  async read<T>(what: (card: Element) => T): Promise<T | null> {
    try {
      this.#session ??= await this.#page.createCDPSession();
      const { root } = await this.#session.send('DOM.getDocument', { depth: -1, pierce: true });
      const card = find(root as DomNode);
      if (!card) return null;
      const { object } = await this.#session.send('DOM.resolveNode', { nodeId: card.nodeId });
      const { result } = await this.#session.send('Runtime.callFunctionOn', {
        objectId: object.objectId ?? '',
        functionDeclaration: `function () { return (${what.toString()})(this); }`,
        returnByValue: true,
      });
      return (result.value as T | undefined) ?? null;
    } catch {
      // The page is being left, or has been closed.
      return null;
    }
  }
}

function find(node: DomNode): DomNode | null {
  const attributes = node.attributes ?? [];
  if (node.localName === 'section' && attributes[attributes.indexOf('aria-label') + 1] === 'Imzochi')
    return node;
  for (const inner of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = find(inner);
    if (found) return found;
  }
  return null;
}
