import type { Dictionary } from '../../lib/i18n/messages.ts';

/** Lengths that the stores and the browsers allow, in characters (Chrome Web Store and addons.mozilla.org, the smaller one). */
const LIMITS: Readonly<Record<string, number>> = {
  'manifest.name': 45,
  'manifest.description': 132,
};

/** Texts that a store would refuse for their length. */
export function lengthComplaints(dictionary: Dictionary): string[] {
  return Object.entries(LIMITS).flatMap(([key, limit]) => {
    const text = dictionary[key];
    return typeof text === 'string' && [...text].length > limit
      ? [`${[...text].length} characters, at most ${limit}: ${key}`]
      : [];
  });
}
