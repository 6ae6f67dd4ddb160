/** Why a document is rejected, in characters: Didox shows it to the other side. Longer ones were not seen anywhere. */
export const LONGEST_REASON = 1000;
