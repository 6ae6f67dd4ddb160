import type { DidoxStandIn } from '../../sandbox/didox/index.ts';
import { type Entry, Ledger, type Submission } from './ledger.ts';

/** Words of a person, and what the service itself saw of the extension: sorted by the time at which they came. */
export class ChromiumLedger extends Ledger {
  /** Paths of submissions that Chromium sent by itself: the connection had died before the answer. */
  readonly resent: string[] = [];
  readonly #didox: DidoxStandIn;
  readonly #words: { readonly at: number; readonly entry: Entry }[] = [];

  constructor(didox: DidoxStandIn) {
    super();
    this.#didox = didox;
  }

  override word(about: string, from: string): void {
    this.#words.push({ at: Date.now(), entry: { what: 'word', about, from } });
  }

  override get entries(): readonly Entry[] {
    const seen = this.#didox.requests.flatMap(({ at, method, path, status, server }, index) => {
      // Bodies are not kept: each sign-in counts as one of its own.
      const entry = server === 'api' ? this.read(method, new URL(path, this.#didox.api), `${index}`) : null;
      if (entry?.what === 'submission') entry.answer = status;
      return entry ? [{ at: at.getTime(), entry }] : [];
    });
    const sorted = [...this.#words, ...seen].sort((a, b) => a.at - b.at).map(({ entry }) => entry);
    return this.#withoutResent(sorted);
  }

  #withoutResent(entries: readonly Entry[]): Entry[] {
    this.resent.length = 0;
    const latest = new Map<string, Submission | null>();
    return entries.filter(entry => {
      const before = latest.get(entry.about);
      latest.set(entry.about, entry.what === 'submission' ? entry : null);
      if (entry.what !== 'submission' || before?.answer !== 0 || before.path !== entry.path) return true;
      before.answer = entry.answer;
      latest.set(entry.about, before);
      this.resent.push(entry.path);
      return false;
    });
  }
}
