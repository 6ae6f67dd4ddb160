import type { CardActionId } from '../../lib/messages/views.ts';
import { type Browser, LOST } from './browser.ts';
import type { Random } from './random.ts';
import { DOCUMENTS, OWNER, type PlayDocument } from './stage.ts';
import { Tab } from './tab.ts';

/** What a card offers, and how often it is pressed. */
const PRESSED: readonly CardActionId[] = [
  'sign',
  'sign',
  'sign',
  'sign',
  'accept',
  'accept',
  'accept',
  'accept',
  'reject',
  'cancel',
  'delete-draft',
  'sign-in',
  'sign-in',
  'retry',
  'stop',
  'reload',
];

/** Somebody with a few documents, several tabs and the desk, who presses whatever can be pressed. */
export class User {
  readonly tabs: Tab[] = [];
  readonly batches: string[] = [];
  readonly documents: readonly PlayDocument[];
  readonly #browser: Browser;
  readonly #random: Random;
  #nextTab = 1;

  constructor(browser: Browser, random: Random) {
    this.#browser = browser;
    this.#random = random;
    this.documents = random.some(DOCUMENTS, 4);
  }

  get openTabs(): Tab[] {
    return this.tabs.filter(tab => tab.open);
  }

  /** One thing that a person does; tells what. Does not wait for what comes of it. */
  act(): { what: string; done: Promise<unknown> } {
    const random = this.#random;
    const tab = this.openTabs.length > 0 ? random.pick(this.openTabs) : null;
    switch (random.below(16)) {
      case 0:
      case 1:
        return this.openTab(random.pick(this.documents));
      case 2:
        return tab
          ? { what: `tab ${tab.id} looks`, done: tab.look() }
          : this.openTab(random.pick(this.documents));
      case 3:
      case 4:
      case 5:
      case 6:
      case 12:
      case 13:
        return tab ? this.press(tab) : this.openTab(random.pick(this.documents));
      case 7:
        return { what: 'desk prepares a batch', done: this.prepareBatch() };
      case 8:
      case 14:
      case 15:
        return { what: 'desk drives a batch', done: this.driveBatch() };
      case 9:
        return { what: 'desk looks at the jobs', done: this.touchJob() };
      case 10:
        return { what: 'desk acts on a document', done: this.actInDesk(random.pick(this.documents)) };
      default:
        if (!tab || random.chance(0.5)) return { what: 'desk lists', done: this.list() };
        this.#browser.tabClosed(tab.id);
        return { what: `tab ${tab.id} closes`, done: Promise.resolve() };
    }
  }

  openTab(document: PlayDocument): { what: string; done: Promise<unknown> } {
    const tab = new Tab(this.#browser, this.#nextTab++, document.id, document.outgoing);
    this.tabs.push(tab);
    return { what: `tab ${tab.id} opens ${document.id.slice(-4)}`, done: tab.look() };
  }

  press(tab: Tab): { what: string; done: Promise<unknown> } {
    const offered = PRESSED.filter(action => tab.actions().includes(action));
    if (offered.length === 0) return { what: `tab ${tab.id} has no button`, done: tab.look() };
    const action = this.#random.pick(offered);
    return { what: `tab ${tab.id} presses ${action}`, done: tab.click(action) };
  }

  ask: Browser['ask'] = (name, request, from) => this.#browser.ask(name, request, from);

  list(): Promise<unknown> {
    const folder = this.#random.pick(['waiting', 'drafts', 'sent', 'done', 'all'] as const);
    return this.ask('inbox/list', { folder, owner: null, refresh: true }, 'extension');
  }

  async prepareBatch(): Promise<void> {
    const documents = this.#random.some(this.documents, 4).map(({ id, outgoing }) => ({
      owner: OWNER,
      documentId: this.#random.chance(0.3) ? id.toLowerCase() : id,
      outgoing,
    }));
    const made = await this.ask('batch/prepare', { documents }, 'extension');
    if (made !== LOST) this.batches.push(made.batchId);
  }

  async driveBatch(): Promise<void> {
    const batchId = this.batches.length > 0 ? this.#random.pick(this.batches) : null;
    if (!batchId) return this.prepareBatch();
    const batch = await this.ask('batch/get', { batchId }, 'extension');
    if (batch === LOST || !batch) return;
    if (batch.state === 'ready') await this.ask('batch/start', { batchId }, 'extension');
    else {
      const command = this.#random.pick([
        'pause',
        'resume',
        'resume',
        'stop',
        'retry-failed',
        'retry-failed',
      ] as const);
      await this.ask('batch/control', { batchId, command }, 'extension');
    }
  }

  async touchJob(): Promise<void> {
    const jobs = await this.ask('jobs/list', { open: this.#random.chance(0.5) }, 'extension');
    if (jobs === LOST || jobs.length === 0) return;
    const job = this.#random.pick(jobs);
    if (job.canCancel && this.#random.chance(0.5))
      await this.ask('jobs/cancel', { jobId: job.id }, 'extension');
    if (job.canRetry) await this.ask('jobs/retry', { jobId: job.id }, 'extension');
  }

  async actInDesk({ id, outgoing }: PlayDocument): Promise<void> {
    const shown = await this.ask('inbox/preview', { owner: OWNER, documentId: id, outgoing }, 'extension');
    if (shown === LOST) return;
    const offered = PRESSED.filter(action => shown.actions.includes(action));
    if (offered.length === 0) return;
    const action = this.#random.pick(offered);
    await this.ask(
      'inbox/act',
      { previewId: shown.previewId, action, ...(action === 'reject' ? { reason: 'Не тот товар' } : {}) },
      'extension',
    );
  }
}
