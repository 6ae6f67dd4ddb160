import type { ElementHandle } from 'puppeteer';

const HEARD_WITHIN_MS = 5_000;

/**
 * Presses an element with the real mouse. False when the press did not arrive at it, because the page moved it away at that
 * moment: a person would press again.
 */
export async function pressed(element: ElementHandle<Element>): Promise<boolean> {
  // With the page gone, nobody can tell any more: then it was the press that did it.
  const heard = element.evaluate(hearsClick, HEARD_WITHIN_MS).catch(() => true);
  await element.evaluate(one => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await element.click();
  return heard;
}

/** Runs in the page, and may use nothing from around it. */
function hearsClick(element: Element, withinMs: number): Promise<boolean> {
  return new Promise(done => {
    element.addEventListener('click', () => done(true), { once: true, capture: true });
    setTimeout(() => done(false), withinMs);
  });
}
