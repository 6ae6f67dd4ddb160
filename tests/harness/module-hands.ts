import type { Page } from 'puppeteer';
import type { TestBrowser } from './test-browser.ts';
import { waitFor } from './wait-for.ts';

/** What the popup says about the module: its one line, and the notice below it where something is wrong. */
export interface PopupReading {
  readonly state: string;
  readonly alerts: string;
  readonly radios: readonly string[];
  readonly text: string;
}

export async function readPopup(popup: Page): Promise<PopupReading> {
  return popup.evaluate(() => {
    const words = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    return {
      state: words(document.querySelector('.module-state')),
      alerts: [...document.querySelectorAll('[role=alert]')].map(words).join(' | '),
      radios: [...document.querySelectorAll('[role=radiogroup] input[type=radio]')].map(
        radio => radio.getAttribute('aria-label') ?? words((radio as HTMLInputElement).labels?.[0] ?? null),
      ),
      text: words(document.body),
    };
  });
}

/** Opens the popup's page and waits for what is wanted of it. The page is closed again. */
export async function popupSays(
  test: TestBrowser,
  what: string,
  wanted: (popup: PopupReading) => boolean,
  timeoutMs = 15_000,
): Promise<PopupReading> {
  const page = await test.extensionPage('popup.html');
  try {
    return await waitFor(
      what,
      async () => {
        const reading = await readPopup(page);
        return wanted(reading) && reading;
      },
      { timeoutMs, seen: () => readPopup(page) },
    );
  } finally {
    await page.close();
  }
}

/** Opens Health and reads each link of the chain once everything has been asked: its heading, then everything it says. */
export async function readHealth(
  test: TestBrowser,
  timeoutMs = 20_000,
): Promise<Readonly<Record<string, string>>> {
  const page = await test.desk('health');
  try {
    return await waitFor(
      'the chain of Health',
      () =>
        page.evaluate(() => {
          const links = [...document.querySelectorAll('.chain[aria-busy=false] > li')];
          if (links.length === 0) return null;
          const words = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
          return Object.fromEntries(
            links.map(link => [words(link.querySelector('h2')?.firstChild as Element | null), words(link)]),
          );
        }),
      { timeoutMs },
    );
  } finally {
    await page.close();
  }
}
