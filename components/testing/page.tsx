import { type ComponentChildren, render } from 'preact';
import { act } from 'preact/test-utils';
import type { Backend } from '../backend.ts';
import { BackendProvider } from '../hooks/backend.tsx';

/** A page in the test's DOM (vitest environment happy-dom), found the way a screen reader would: by role and name. */
export interface TestPage {
  readonly root: HTMLElement;
  /** Lets everything that was asked for arrive. */
  settle(): Promise<void>;
  all(role: string): HTMLElement[];
  /** The one element of this role whose accessible name contains the text; throws when there is none. */
  one(role: string, name: string): HTMLElement;
  click(element: Element): Promise<void>;
  type(element: Element, text: string): Promise<void>;
  press(element: Element, key: string, rest?: KeyboardEventInit): Promise<void>;
  show(children: ComponentChildren): Promise<void>;
}

const IMPLIED: Readonly<Record<string, string>> = {
  button: 'button:not([role]), [role="button"]',
  radio: 'input[type="radio"], [role="radio"]',
  textbox: 'input:not([type]), input[type="text"], input[type="password"], input[type="search"], textarea',
  combobox: 'select',
  switch: '[role="switch"]',
  region: 'section[aria-label], section[aria-labelledby], [role="region"]',
};

export async function openPage(children: ComponentChildren, backend?: Backend): Promise<TestPage> {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  const wrap = (inner: ComponentChildren) =>
    backend ? <BackendProvider backend={backend}>{inner}</BackendProvider> : inner;
  const settle = () =>
    act(async () => {
      for (let turn = 0; turn < 8; turn += 1) await new Promise(resolve => setTimeout(resolve, 2));
    });
  const page: TestPage = {
    root,
    settle,
    all: role => [...root.querySelectorAll<HTMLElement>(IMPLIED[role] ?? `[role="${role}"]`)],
    one(role, name) {
      const found = page.all(role).find(element => nameOf(element).includes(name));
      if (!found)
        throw new Error(`no ${role} named "${name}" among: ${page.all(role).map(nameOf).join(' | ')}`);
      return found;
    },
    async click(element) {
      await act(() => (element as HTMLElement).click());
      await settle();
    },
    async type(element, text) {
      (element as HTMLInputElement).value = text;
      await act(() => void element.dispatchEvent(new Event('input', { bubbles: true })));
      await settle();
    },
    async press(element, key, rest = {}) {
      await act(() => {
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...rest }),
        );
      });
    },
    async show(next) {
      await act(() => render(wrap(next), root));
      await settle();
    },
  };
  await page.show(children);
  return page;
}

/** Enough of the accessible name computation for our own markup. */
export function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled) return document.getElementById(labelled)?.textContent ?? '';
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const own = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
  return (own ?? element.closest('label') ?? element).textContent ?? '';
}
