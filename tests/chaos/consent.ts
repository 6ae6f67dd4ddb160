import type { Entry, Submission } from './ledger.ts';

/** The service has not looked at what it answers so. */
const NOT_LOOKED_AT = new Set([401, 429]);
/** An answer that says whether it took effect. */
const isClear = ({ answer }: Submission) => answer >= 400 && answer < 500;

/**
 * Submissions that nobody may have made: without a word of a person that was not used up, and not after an answer that
 * proves that the service had not looked; or after an unclear one without having asked.
 * @param whose what a word about a job is about
 */
export function unjustified(entries: readonly Entry[], whose: (about: string) => string): string[] {
  const wrong: string[] = [];
  const known = new Map<string, Standing>();
  for (const entry of entries) {
    // What a click had begun may be finished after a restart; that it asks nobody for a password is looked at below.
    if (entry.what === 'restart') continue;
    const about = whose(entry.about);
    const standing = known.get(about) ?? { words: new Set<string>(), asked: true, before: null };
    known.set(about, standing);
    if (entry.what === 'word') standing.words.add(entry.from);
    else if (entry.what === 'question') standing.asked = true;
    else if (about !== 'sign-in') {
      const { before, words } = standing;
      if (before && !isClear(before) && !standing.asked)
        wrong.push(`${about}: submitted again without having asked (${entry.path})`);
      const proved = before !== null && NOT_LOOKED_AT.has(before.answer);
      const [word] = words;
      if (word === undefined && !proved)
        wrong.push(`${about}: submitted, and nobody had asked for it (${entry.path})`);
      if (word !== undefined && !proved) words.delete(word);
      standing.before = entry;
      standing.asked = false;
    }
  }
  return [...wrong, ...uncalledSignIns(entries, whose)];
}

interface Standing {
  readonly words: Set<string>;
  asked: boolean;
  before: Submission | null;
}

/**
 * A sign-in begins by itself where a token has died, for something that a person has asked for since the browser was
 * started. A word carries one that fails, and no more: what is refused counts towards a lockout. Each is newly signed, so
 * that none is like another.
 */
function uncalledSignIns(entries: readonly Entry[], whose: (about: string) => string): string[] {
  const words = new Set<string>();
  const wrong: string[] = [];
  for (const entry of entries) {
    if (entry.what === 'restart') words.clear();
    else if (entry.what === 'word') words.add(wordIn(entry));
    else if (entry.what === 'submission' && whose(entry.about) === 'sign-in') {
      const [word] = words;
      if (word === undefined) wrong.push('signed in, and nobody had asked for it');
      else if (entry.answer !== 200) words.delete(word);
    }
  }
  return wrong;
}

/** One click starts a batch, whatever it is about. */
function wordIn({ from, about }: Extract<Entry, { what: 'word' }>): string {
  return from.startsWith('batch:') ? from : `${from} ${about}`;
}
