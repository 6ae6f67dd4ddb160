/**
 * When the mouse, finger or key that is down went down; without one (a screen reader clicks without), now. A key that
 * repeats went down before, perhaps on another page.
 */
export function watchPress(signal: AbortSignal): () => number {
  let pressedAt: number | null = null;
  const down = (event: Event) => {
    if (!(event as KeyboardEvent).repeat) pressedAt = performance.now();
    else pressedAt ??= Number.NEGATIVE_INFINITY;
  };
  // The click comes right after them.
  const up = () =>
    setTimeout(() => {
      pressedAt = null;
    });
  for (const kind of ['pointerdown', 'keydown'])
    document.addEventListener(kind, down, { signal, capture: true });
  for (const kind of ['pointerup', 'pointercancel', 'keyup'])
    document.addEventListener(kind, up, { signal, capture: true });
  return () => pressedAt ?? performance.now();
}
