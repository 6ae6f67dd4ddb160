/** A look from before a password window, or a long wait, says nothing about now. */
const HOLDS_MS = 3_000;

/**
 * Looks at something beside slower steps: the first call begins, later ones take its answer, and begin anew when it has
 * become too old. So a look costs no time of its own, and whoever waits for the last one knows how things stand now.
 */
export function createLook<T>(read: () => Promise<T>, now: () => number): () => Promise<T> {
  let last: { readonly begunAt: number; readonly found: Promise<T> } | null = null;
  return () => {
    // A clock that was set back says nothing of how old a look is.
    if (!last || Math.abs(now() - last.begunAt) > HOLDS_MS) {
      last = { begunAt: now(), found: read() };
      // Heard when somebody waits for it.
      last.found.catch(() => undefined);
    }
    return last.found;
  };
}
