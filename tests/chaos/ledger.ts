/** One thing that counts for the question who may submit what. */
export type Entry =
  /** A person asked for something to be done; `from` says where, e.g. `card`, `job:<id>`. */
  | { readonly what: 'word'; readonly about: string; readonly from: string }
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
  readonly entries: Entry[] = [];

  word(about: string, from: string): void {
    this.entries.push({ what: 'word', about, from });
  }

  /** Notes a request of the worker; a submission is given back, so that its answer can be added. */
  request(method: string, address: URL, body: string): Submission | null {
    const { pathname } = address;
    const about = ABOUT.find(([, pattern]) => pattern.test(pathname));
    if (!about) return null;
    const [kind, pattern] = about;
    const id = kind === 'document' ? (pattern.exec(pathname)?.[1] ?? '').toUpperCase() : kind;
    // What is to be signed for a refusal is asked for, and given only while it can still be refused.
    if (method === 'GET' || pathname.endsWith('/tosign')) {
      this.entries.push({ what: 'question', about: id });
      return null;
    }
    if (kind === 'document' && !EFFECT.test(pathname)) return null;
    const submission: Submission = { what: 'submission', about: id, path: pathname, body, answer: 0 };
    this.entries.push(submission);
    return submission;
  }

  /** For a story: who said, asked and submitted what, in order. */
  lines(): string[] {
    return this.entries.map(entry => {
      if (entry.what === 'word')
        return `word about ${entry.about.slice(-12)} from ${entry.from.slice(0, 20)}`;
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
