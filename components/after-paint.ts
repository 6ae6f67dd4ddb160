/** A page that nobody sees is not painted at all. */
const UNSEEN_MS = 100;

/** Resolves when what was drawn last is on the screen: for what is not to be in its way. */
export function afterPaint(): Promise<void> {
  return new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, UNSEEN_MS);
  });
}
