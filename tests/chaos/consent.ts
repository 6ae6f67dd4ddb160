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
  return [...wrong, ...repeatedSignIns(entries, whose)];
}

interface Standing {
  readonly words: Set<string>;
  asked: boolean;
  before: Submission | null;
}

/** A sign-in begins by itself where a token has died, but one and the same is sent again for a person only. */
function repeatedSignIns(entries: readonly Entry[], whose: (about: string) => string): string[] {
  const sent = new Set<string>();
  const wrong: string[] = [];
  for (const entry of entries) {
    if (whose(entry.about) !== 'sign-in') continue;
    if (entry.what === 'word') sent.clear();
    else if (entry.what === 'submission') {
      if (sent.has(entry.body)) wrong.push('a sign-in was repeated, and nobody had asked for it');
      sent.add(entry.body);
    }
  }
  return wrong;
}
