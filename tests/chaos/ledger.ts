/** One thing that counts for the question who may submit what. */
export type Entry =
  /** A person asked for something to be done; `from` says where, e.g. `card`, `job:<id>`. */
  | { readonly what: 'word'; readonly about: string; readonly from: string }
  /** The browser was started anew: whatever was said before was not meant for now. */
  | { readonly what: 'restart'; readonly about: '' }
  /** The service was asked how a thing stands. */
  | { readonly what: 'question'; readonly about: string }
  /** A request with an effect left the worker. */
  | {
      readonly what: 'submission';
      readonly about: string;
      readonly path: string;
      readonly body: string;
      /** The answer's status as far as the worker heard it; 0: none. */
      answer: number;
    };
export type Submission = Extract<Entry, { what: 'submission' }>;

/** Words of a person, questions and submissions, in their order. `about`: a document's id, `offer`, `sign-in`, `job:<id>`. */
export class Ledger {
  readonly #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  word(about: string, from: string): void {
    this.#entries.push({ what: 'word', about, from });
  }

  restart(): void {
    this.#entries.push({ what: 'restart', about: '' });
  }

  /** Notes a request of the worker; a submission is given back, so that its answer can be added. */
  request(method: string, address: URL, body: string): Submission | null {
    const entry = this.read(method, address, body);
    if (entry) this.#entries.push(entry);
    return entry?.what === 'submission' ? entry : null;
  }

  /** What a request is, if it counts. */
  protected read(method: string, { pathname }: URL, body: string): Entry | null {
    const known = ABOUT.find(([, pattern]) => pattern.test(pathname));
    if (!known) return null;
    const [kind, pattern] = known;
    const about = kind === 'document' ? (pattern.exec(pathname)?.[1] ?? '').toUpperCase() : kind;
    // What is to be signed for a refusal is asked for, and given only while it can still be refused.
    if (method === 'GET' || pathname.endsWith('/tosign')) return { what: 'question', about };
    if (kind === 'document' && !EFFECT.test(pathname)) return null;
    return { what: 'submission', about, path: pathname, body, answer: 0 };
  }

  /** For a story: who said, asked and submitted what, in order. */
  lines(): string[] {
    return this.entries.map(entry => {
      if (entry.what === 'word')
        return `word about ${entry.about.slice(-12)} from ${entry.from.slice(0, 20)}`;
      if (entry.what === 'restart') return 'the browser is started anew';
      if (entry.what === 'question') return `question about ${entry.about.slice(-12)}`;
      return `submission ${entry.path}, answered ${entry.answer}`;
    });
  }
}

const ABOUT: readonly (readonly [string, RegExp])[] = [
  ['offer', /^\/v1\/(?:profile|documents\/offer\/sign)$/],
  ['sign-in', /^\/v1\/auth\/\w+\/token\/\w\w$/],
  ['document', /^\/v1\/documents\/([0-9a-f]{32})(?:$|\/)/i],
];
const EFFECT = /\/(?:sign|reject|delete|delete\/draft)$/;
