/** Why a document is rejected, in characters: Didox shows it to the other side. Longer ones were not seen anywhere. */
export const LONGEST_REASON = 1000;

/** How many files one review takes: all of them stand on its page, each to be looked at. */
export const MOST_FILES = 200;

/** How many documents one batch takes: it is kept as a whole, and written anew as each of them moves on. */
export const MOST_DOCUMENTS = 2000;
