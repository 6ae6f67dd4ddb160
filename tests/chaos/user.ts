import type { CardActionId } from '../../lib/messages/views/card.ts';
import { type Arena, type ChaosTab, LOST } from './arena.ts';
import { createErrands, type Errands } from './errands.ts';
import type { Random } from './random.ts';
import { DOCUMENTS, OWNER, type PlayDocument } from './stage.ts';

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
  'offer',
  'offer',
  'offer',
  'offer',
  'sign-in',
  'sign-in',
  'retry',
  'stop',
  'reload',
];
/** Buttons that ask for something to be done at the service. */
const EFFECT: ReadonlySet<string> = new Set(['sign', 'accept', 'reject', 'cancel', 'delete-draft', 'retry']);
/** What a word is about that lets somebody in, and does nothing else. */
const SIGN_IN = 'sign-in';

/** What a person does, and how often. */
const HABITS = (
  [
    ['open', 3],
    ['press', 8],
    ['look', 1],
    ['close', 1],
    ['desk', 2],
    ['prepare', 1],
    ['drive', 3],
    ['list', 1],
    ['jobs', 1],
    ['errand', 5],
  ] as const
).flatMap(([habit, times]) => Array.from({ length: times }, () => habit));

/** Something a person does; resolves to what came of it, if that is worth telling. */
export interface Deed {
  readonly what: string;
  readonly done: Promise<unknown>;
}

/** Somebody with a few documents, several tabs and the desk, who presses whatever can be pressed. */
export class User {
  readonly tabs: ChaosTab[] = [];
  /** Documents of each batch. */
  readonly batches = new Map<string, readonly string[]>();
  readonly documents: readonly PlayDocument[];
  readonly #arena: Arena;
  readonly #random: Random;
  readonly #errands: Errands;

  constructor(arena: Arena, random: Random, errands = createErrands(arena)) {
    this.#arena = arena;
    this.#random = random;
    this.#errands = errands;
    this.documents = random.some(DOCUMENTS, DOCUMENTS.length);
  }

  get openTabs(): ChaosTab[] {
    return this.tabs.filter(tab => tab.open);
  }

  /** One thing that a person does. Does not wait for what comes of it. */
  act(): Deed {
    const random = this.#random;
    const document = random.pick(this.documents);
    const tab = this.openTabs.length > 0 ? random.pick(this.openTabs) : null;
    const habit = random.pick(HABITS);
    if (!tab && (habit === 'look' || habit === 'press' || habit === 'close')) return this.openTab(document);
    switch (habit) {
      case 'open':
        return this.openTab(document);
      case 'look':
        return { what: `tab ${tab?.id} looks`, done: Promise.resolve(tab?.look()) };
      case 'press':
        return this.press(tab as ChaosTab);
      case 'close':
        this.#arena.closeTab(tab as ChaosTab);
        return { what: `tab ${tab?.id} closes`, done: Promise.resolve() };
      case 'prepare':
        return { what: 'desk prepares a batch', done: this.prepareBatch() };
      case 'drive':
        return { what: 'desk drives a batch', done: this.driveBatch() };
      case 'jobs':
        return { what: 'desk looks at the jobs', done: this.touchJob(random.next(), random.next()) };
      case 'desk':
        return { what: 'desk acts on a document', done: this.actInDesk(document, random.next()) };
      case 'list':
        return { what: 'desk lists', done: this.list() };
      case 'errand':
        return this.#errands.next(random);
    }
  }

  openTab(document: PlayDocument): Deed {
    const tab = this.#arena.openTab(document);
    this.tabs.push(tab);
    return { what: `tab ${tab.id} opens ${document.id.slice(-4)}`, done: tab.look() };
  }

  /**
   * A person waits for the card, and then presses. Which button is decided now, by what the card will show then: a schedule
   * must not hang on how fast that is.
   */
  press(tab: ChaosTab): Deed {
    const choice = this.#random.next();
    const press = async () => {
      for (let times = 0; tab.waits && times < 40; times += 1) await new Promise(go => setTimeout(go, 10));
      const offered = pressable((await tab.seen())?.actions ?? []);
      const action = pickAt(offered, choice);
      // What one has begun oneself is seldom stopped.
      if (!action || (action === 'stop' && choice < 0.7)) return tab.look();
      if (EFFECT.has(action)) this.#arena.ledger.word(tab.documentId, `card: ${action}`);
      if (action === 'sign-in') this.#arena.ledger.word(SIGN_IN, 'card: sign-in');
      await tab.click(action);
      // Whoever asks for the offer signs it, mostly.
      if (action === 'offer' && choice < 0.9) await this.#errands.confirm(0, choice);
      return `tab ${tab.id} pressed ${action}`;
    };
    return { what: `tab ${tab.id} presses a button`, done: press() };
  }

  list(): Promise<unknown> {
    const folder = this.#random.pick(['waiting', 'drafts', 'sent', 'done', 'all'] as const);
    return this.#arena.ask('inbox/list', { server: null, folder, owner: null, refresh: true });
  }

  async prepareBatch(): Promise<void> {
    const documents = this.#random.some(this.documents, 4).map(({ id, outgoing }) => ({
      owner: OWNER,
      documentId: this.#random.chance(0.3) ? id.toLowerCase() : id,
      outgoing,
    }));
    // Reading what is to be shown may need a session.
    this.#arena.ledger.word(SIGN_IN, 'batch: prepare');
    const made = await this.#arena.ask('batch/prepare', { server: 'production', documents });
    if (made !== LOST)
      this.batches.set(
        made.batchId,
        documents.map(one => one.documentId.toUpperCase()),
      );
  }

  async driveBatch(): Promise<void> {
    const batchId = this.batches.size > 0 ? this.#random.pick([...this.batches.keys()]) : null;
    if (!batchId) return this.prepareBatch();
    const command = this.#random.pick([
      'pause',
      'resume',
      'resume',
      'stop',
      'retry-failed',
      'retry-failed',
    ] as const);
    const batch = await this.#arena.ask('batch/get', { batchId });
    if (batch === LOST || !batch) return;
    if (batch.state === 'ready') {
      this.#wordForBatch(batchId);
      await this.#arena.ask('batch/start', { batchId });
    } else await this.command(batchId, command);
  }

  async command(batchId: string, command: 'pause' | 'resume' | 'stop' | 'retry-failed'): Promise<void> {
    if (command === 'resume' || command === 'retry-failed') this.#wordForBatch(batchId);
    await this.#arena.ask('batch/control', { batchId, command });
  }

  #wordForBatch(batchId: string): void {
    for (const id of this.batches.get(batchId) ?? []) this.#arena.ledger.word(id, `batch:${batchId}`);
  }

  async touchJob(choice: number, mood: number): Promise<void> {
    const jobs = await this.#arena.ask('jobs/list', { open: mood < 0.5 });
    const job = jobs === LOST ? undefined : pickAt(jobs, choice);
    if (job?.canCancel && mood % 0.5 < 0.25) await this.#arena.ask('jobs/cancel', { jobId: job.id });
    if (job?.canRetry) await this.retry(job.id);
  }

  async retry(jobId: string): Promise<void> {
    this.#arena.ledger.word(`job:${jobId}`, `job:${jobId}`);
    await this.#arena.ask('jobs/retry', { jobId });
  }

  async actInDesk({ id, outgoing }: PlayDocument, choice: number): Promise<unknown> {
    const shown = await this.#arena.ask('inbox/preview', {
      server: 'production',
      owner: OWNER,
      documentId: id,
      outgoing,
    });
    if (shown === LOST) return;
    const action = pickAt(pressable(shown.actions), choice);
    if (!action) return;
    if (EFFECT.has(action)) this.#arena.ledger.word(id, `desk: ${action}`);
    const reason = action === 'reject' ? { reason: 'Не тот товар' } : {};
    await this.#arena.ask('inbox/act', { previewId: shown.previewId, action, ...reason });
    return `desk pressed ${action}`;
  }
}

function pressable(actions: readonly CardActionId[]): CardActionId[] {
  return PRESSED.filter(action => actions.includes(action));
}

function pickAt<T>(from: readonly T[], choice: number): T | undefined {
  return from[Math.floor(choice * from.length)];
}
