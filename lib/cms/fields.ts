import { type BerElement, childrenOf } from './ber.ts';
import { CmsError } from './cms-error.ts';

/** Walks the fields of a SEQUENCE in order. Everything unexpected throws `unexpected-element`. */
export class Fields {
  readonly #elements: readonly BerElement[];
  #at = 0;

  /** @param id the identifier octet the element must have, 0x30 (SEQUENCE) if not told otherwise */
  constructor(element: BerElement, id = 0x30) {
    if (element.id !== id) throw new CmsError('unexpected-element', `0x${element.id.toString(16)}`);
    this.#elements = childrenOf(element);
  }

  /** The next field, which must be there and have one of these identifier octets. */
  next(...ids: number[]): BerElement {
    const element = this.optional(...ids);
    if (!element) throw new CmsError('unexpected-element', `field ${this.#at}`);
    return element;
  }

  /** The next field if it has one of these identifier octets; without any, whatever comes. */
  optional(...ids: number[]): BerElement | undefined {
    const element = this.#elements[this.#at];
    if (!element || (ids.length > 0 && !ids.includes(element.id))) return undefined;
    this.#at++;
    return element;
  }

  /** Nothing may follow. */
  end(): void {
    if (this.#at !== this.#elements.length) throw new CmsError('unexpected-element', 'surplus field');
  }
}
