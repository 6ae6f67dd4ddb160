/**
 * The document's own members. `<img name="elementFromPoint">` on a page puts itself in the place of
 * `document.elementFromPoint`, for content scripts as well (DOM clobbering: HTML, "named properties" of Document); the
 * prototype is this world's own and cannot be reached from the page.
 */
const getter = <K extends keyof Document>(name: K): (() => Document[K]) => {
  const { get } = Object.getOwnPropertyDescriptor(Document.prototype, name) ?? {};
  return () => (get ? get.call(document) : document[name]);
};

export const rootElement = getter('documentElement');
const visibility = getter('visibilityState');

export const inSight = (): boolean => visibility() === 'visible';

export const elementAt = (x: number, y: number): Element | null =>
  Document.prototype.elementFromPoint.call(document, x, y);

export const createDiv = (): HTMLElement => Document.prototype.createElement.call(document, 'div');

export function onDocument(type: string, listener: () => void, signal: AbortSignal): void {
  EventTarget.prototype.addEventListener.call(document, type, listener, { signal });
}
