import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { BatchObstacle } from '../../lib/signing/batch-record.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import type { Offers } from '../inbox/offers.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { Watchdog } from '../watchdog.ts';
import type { BatchBook } from './batch-book.ts';
import { type BatchItems, serverOf } from './batch-items.ts';
import { isOfKey, needsPerson, reachOf } from './batch-obstacles.ts';
import { AT_ONCE } from './batch-run.ts';

export interface BatchReading {
  /** Reads whatever of a batch has not been read, and puts it up for review. */
  read(id: string): Promise<void>;
}

export interface BatchReadingPorts {
  readonly platform: Pick<WorkerPlatform, 'announce'>;
  readonly offers: Offers;
  readonly watchdog: Watchdog;
  readonly book: BatchBook;
  readonly items: BatchItems;
  /** Whose key opens this company: its own, or that of the person through whom it was entered. */
  readonly keyOwner: (server: DidoxServer, owner: string) => Promise<string>;
}

export function createBatchReading(ports: BatchReadingPorts): BatchReading {
  const { book, items } = ports;
  const { load } = book;

  async function readAll(id: string): Promise<void> {
    const record = await load(id);
    const server = serverOf(record);
    const queue = record.items.flatMap((item, at) =>
      item.state === 'waiting' && item.sha256 === null ? [at] : [],
    );
    const obstacles = createObstacles(owner => ports.keyOwner(server, owner));
    const lane = async () => {
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        const batch = await load(id);
        if (batch.state !== 'preparing') return;
        const owner = batch.items[at]?.owner ?? '';
        const obstacle = await obstacles.for(owner);
        if (obstacle) await book.changeItem(id, at, { state: 'skipped', failure: obstacle });
        else {
          const reason = await items.prepare(id, at);
          if (reason && needsPerson(reason)) obstacles.met(owner, reason);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await book.update(id, batch => (batch.state === 'preparing' ? { ...batch, state: 'ready' } : batch));
  }

  /** Nobody waits for this answer: the review tells it when it comes. */
  async function askForOffers(id: string): Promise<void> {
    const batch = await load(id);
    const server = serverOf(batch);
    const owners = new Set(batch.items.map(({ owner }) => owner));
    await Promise.all([...owners].map(owner => ports.offers.missing(server, owner)));
    ports.platform.announce({ changed: 'batch', id });
  }

  return {
    async read(id) {
      const release = ports.watchdog.hold();
      void askForOffers(id).catch(() => undefined);
      try {
        await readAll(id);
      } finally {
        release();
      }
    },
  };
}

/**
 * What the next document would meet as well. A password that was refused once is not asked for again with every
 * document; but what is wrong with one company, or with its key, is nothing to the others.
 */
function createObstacles(keyOwner: (owner: string) => Promise<string>) {
  const met: BatchObstacle[] = [];
  const concerns = async (obstacle: BatchObstacle, owner: string) =>
    obstacle.owner === owner ||
    reachOf(obstacle.failure) === 'all' ||
    (isOfKey(obstacle.failure) && (await keyOwner(obstacle.owner)) === (await keyOwner(owner)));
  return {
    met: (owner: string, failure: Failure) => void met.push({ owner, failure }),
    async for(owner: string): Promise<Failure | null> {
      for (const obstacle of met) if (await concerns(obstacle, owner)) return obstacle.failure;
      return null;
    },
  };
}
