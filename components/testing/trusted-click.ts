import { act } from 'preact/test-utils';

/** A click as a person makes it: a test's own events are not trusted, and a guarded button ignores those. */
export async function trustedClick(element: Element, { heldMs = 0 } = {}): Promise<void> {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  await new Promise(resolve => setTimeout(resolve, heldMs));
  element.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
  await act(async () => {
    element.dispatchEvent(event);
    await new Promise(resolve => setTimeout(resolve, 5));
  });
}
