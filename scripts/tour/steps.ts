import type { Page } from 'puppeteer';
import { DEMO_OUTGOING_DRAFT, SENDER_TIN } from '../../sandbox/didox/index.ts';
import { identityOfTin } from '../../sandbox/pki/index.ts';
import { type Card, type CardReading, type TestBrowser, waitFor } from '../../tests/harness/index.ts';
import { type Verified, verifySigned } from './verify-signed.ts';

/** One step: what is done, and what was seen (a line for the person who reads the output). */
export interface Step {
  readonly title: string;
  readonly run: (tour: Tour) => Promise<string>;
}

export interface Tour {
  readonly test: TestBrowser;
  /** The tab with the document. */
  page: Page | null;
  shownDigest: string;
  shownNumber: string;
  receiptId: string;
  verified: Verified | null;
  /** Takes the next picture; they are numbered in the order they are taken. */
  picture(name: string, page: Page): Promise<void>;
}

/** How long the demo's invisible person takes for the password: long enough for a picture. */
export const PASSWORD_DELAY_MS = 2500;

const KEY_RADIOS = '[role=radiogroup] input[type=radio]';

export const steps: readonly Step[] = [
  {
    title: 'The popup finds the module and lists its keys',
    async run(tour) {
      const popup = await tour.test.popup();
      const names = await waitFor('keys in the popup', async () => {
        const found = await popup.$$eval(KEY_RADIOS, all =>
          all.map(one => one.getAttribute('aria-label') ?? ''),
        );
        return found.length > 0 && found;
      });
      // Tokens and cards are asked for behind the key files; the picture is of a module at rest.
      await waitFor('the module at rest', async () => /is running/.test(await textOf(popup)), {
        seen: () => textOf(popup),
      });
      await tour.picture('popup', popup);
      await popup.close();
      return `${names.length} keys; the first: ${names[0]}`;
    },
  },
  {
    title: 'The card appears on the document',
    async run(tour) {
      tour.page = await tour.test.openDocument(DEMO_OUTGOING_DRAFT);
      const card = cardOf(tour);
      const seen = await card.waitUntil('a button "Sign in"', ({ buttons }) =>
        buttons.some(({ name }) => /^Sign in/.test(name)),
      );
      await tour.picture('document-before-sign-in', tour.page);
      return `${seen.title}: ${seen.status}`;
    },
  },
  {
    title: 'Signing in, once in the morning',
    async run(tour) {
      const card = cardOf(tour);
      const choices = (await card.read())?.choices ?? [];
      if (choices.length > 0) await card.choose(senderAmong(choices));
      await card.click(/^Sign in/);
      const waiting = await card.waitForStatus(/Type the key's password|E-IMZO is signing/);
      await tour.picture('waiting-for-the-password', pageOf(tour));
      return waiting.status;
    },
  },
  {
    title: 'The facts, read from what will be signed',
    async run(tour) {
      const card = cardOf(tour);
      const ready = await card.waitUntil('the facts and a button "Sign"', isReady, 40_000);
      tour.shownNumber = ready.facts.Number ?? '';
      await tour.picture('document-facts', pageOf(tour));
      return Object.entries(ready.facts)
        .map(([label, value]) => `${label}: ${value}`)
        .join('; ');
    },
  },
  {
    title: 'One click, and the document is signed',
    async run(tour) {
      const card = cardOf(tour);
      const clickedAt = await card.click(/^Sign(?! in)/);
      const done = await card.waitForStatus(/Signed/, 60_000);
      const took = Date.now() - clickedAt;
      tour.shownDigest = done.digest;
      await tour.picture('signed', pageOf(tour));
      return `${done.status} (${took} ms after the click)`;
    },
  },
  {
    title: 'The receipt on the desk',
    async run(tour) {
      const desk = await tour.test.desk('receipts');
      const row = await waitFor('the receipt in the list', () => desk.$('[role=listbox] [role=option]'), {
        seen: () => textOf(desk),
      });
      await row.click();
      tour.receiptId = await waitFor('the receipt to open', () => desk.evaluate(receiptInAddress));
      const text = await waitFor('the receipt’s facts', async () => {
        const now = await textOf(desk);
        return now.includes(DEMO_OUTGOING_DRAFT) && now.includes(tour.shownNumber) && now;
      });
      await settled(desk);
      await tour.picture('receipt', desk);
      await desk.close();
      if (!text.includes(tour.shownDigest)) throw new Error('the receipt shows another digest than the card');
      return `it is there, with the digest of the card: ${tour.shownDigest}`;
    },
  },
  {
    title: 'Inspect looks at the signed file',
    async run(tour) {
      const desk = await tour.test.desk(`inspect/receipt/${encodeURIComponent(tour.receiptId)}`);
      const signer = identityOfTin(SENDER_TIN)?.cn ?? '';
      const names = async (): Promise<boolean> =>
        (await textOf(desk)).toLowerCase().includes(signer.toLowerCase());
      await waitFor('the signer on the Inspect page', names, { seen: () => textOf(desk) });
      await settled(desk);
      await tour.picture('inspect', desk);
      await desk.close();
      return `it names ${signer}`;
    },
  },
  {
    title: 'The other places of the extension',
    async run(tour) {
      for (const [name, path] of [
        ['desk-inbox', 'desk.html#/inbox'],
        ['desk-health', 'desk.html#/health'],
        ['options', 'options.html'],
      ] as const) {
        const page = await tour.test.extensionPage(path);
        await waitFor(`something on ${path}`, async () => (await textOf(page)).length > 40);
        await settled(page);
        await tour.picture(name, page);
        await page.close();
      }
      return 'inbox, health, options';
    },
  },
  {
    title: 'The service’s archive, checked by a verifier that shares no code with the product',
    async run(tour) {
      const verified = verifySigned(tour.test.world, DEMO_OUTGOING_DRAFT);
      tour.verified = verified;
      const failed = verified.checks.filter(check => !check.passed);
      if (failed.length > 0) throw new Error(`not so: ${failed.map(check => check.what).join('; ')}`);
      if (verified.taxId !== SENDER_TIN) throw new Error(`it was signed for ${verified.taxId}`);
      if (!agrees(tour.shownDigest, verified.sha256)) {
        throw new Error(`the card showed the digest ${tour.shownDigest}, signed is ${verified.sha256}`);
      }
      return 'everything fits';
    },
  },
];

function pageOf(tour: Tour): Page {
  if (tour.page === null) throw new Error('the document was not opened');
  return tour.page;
}

const cardOf = (tour: Tour): Card => tour.test.card(pageOf(tour));

const isReady = ({ facts, buttons, status }: CardReading): boolean =>
  Object.keys(facts).length > 2 &&
  /Ready/.test(status) &&
  buttons.some(button => button.enabled && /^Sign(?! in)/.test(button.name));

/** The sender's own key among those on offer. */
function senderAmong(choices: readonly string[]): RegExp {
  const { cn = '', organization } = identityOfTin(SENDER_TIN) ?? {};
  const words = [organization, cn].filter((one): one is string => Boolean(one));
  const found = choices.find(choice => words.some(word => choice.toLowerCase().includes(word.toLowerCase())));
  if (found === undefined) throw new Error(`no key of the document's company among ${choices.join(' | ')}`);
  return new RegExp(`^${found.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

async function textOf(page: Page): Promise<string> {
  return page.evaluate(() => document.body.textContent.replace(/\s+/g, ' ').trim());
}

/** Waits until a page says the same for a moment: what it loads has come. */
async function settled(page: Page): Promise<void> {
  let before = '';
  let times = 0;
  await waitFor('the page to settle', async () => {
    const now = await textOf(page);
    times = now === before ? times + 1 : 0;
    before = now;
    return times >= 8;
  });
}

/** Runs in the desk: the id of the receipt that its address names. */
function receiptInAddress(): string | null {
  const [, id] = location.hash.split('#/receipts/');
  return id ? decodeURIComponent(id) : null;
}

/** A short digest shows the beginning (and perhaps the end) of the whole one, in groups. */
function agrees(shown: string, whole: string): boolean {
  const parts = shown
    .toLowerCase()
    .replace(/\s+/g, '')
    .split(/…|\.\.\./);
  const [start = '', end = ''] = parts;
  return start.length >= 8 && whole.startsWith(start) && whole.endsWith(end);
}
