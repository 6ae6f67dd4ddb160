import { act } from 'preact/test-utils';

/** A click as a person makes it: a test's own events are not trusted, and a guarded button ignores those. */
export async function trustedClick(element: Element): Promise<void> {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  await act(async () => {
    element.dispatchEvent(event);
    await new Promise(resolve => setTimeout(resolve, 5));
  });
}
