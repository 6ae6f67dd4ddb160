import * as step from '../../lib/eugoda/agreement-steps.ts';
import type { Agreement } from '../../lib/eugoda/agreements.ts';
import type { EugodaClient } from '../../lib/eugoda/client.ts';
import { EugodaError } from '../../lib/eugoda/errors.ts';
import { silentProblem } from '../../lib/eugoda/exchange.ts';
import type { ArchiveSink } from '../../lib/eugoda/ports.ts';
import type { DownloadView } from '../../lib/messages/views/agreements.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import type { Database } from '../../lib/store/database.ts';
import { failureOf } from '../failures.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { AgreementAccess } from './agreement-access.ts';
import { type AgreementStore, archiveOwner } from './agreement-store.ts';
import { type ArchivePlace, createArchiveSink, NOTHING, settleParts } from './archive-sink.ts';

export interface Downloads {
  /**
   * Begins to fetch the archive and does not wait for its end: a download may take longer than a message may. One at a
   * time for each agreement; who asks again is told of the one under way.
   * @returns `ended`: why it did not work, or null; it never rejects
   * @throws FlowError when it cannot even begin
   */
  start(externalId: string): Promise<{ readonly ended: Promise<Failure | null> }>;
  progress(externalId: string): DownloadView | null;
  /** Why the last one did not work, as long as this worker lives. */
  failure(externalId: string): Failure | null;
  /** Something newer was done with the agreement. */
  forgive(externalId: string): void;
  /** Gives up what is coming, of one agreement or of all, and waits for its end: after that nothing of it is written. */
  stop(externalId?: string): Promise<void>;
  /** Puts together what a dead worker or a full disk left unfinished, unless it is under way; never rejects. */
  takeUp(agreement: Agreement): Promise<void>;
}

type Progress = { -readonly [K in keyof DownloadView]: DownloadView[K] };

interface Running {
  readonly progress: Progress;
  readonly abort: AbortController;
  readonly ended: Promise<Failure | null>;
}

/** Pages are told of progress at most this often. */
const TELL_EVERY_MS = 500;

export function createDownloads(ports: {
  readonly platform: WorkerPlatform;
  readonly database: () => Promise<Database>;
  readonly store: AgreementStore;
  readonly client: EugodaClient;
  readonly access: AgreementAccess;
}): Downloads {
  const { platform, database, store, client, access } = ports;
  const now = () => platform.timer.now();
  const running = new Map<string, Running>();
  const failures = new Map<string, Failure>();
  const tell = (externalId: string) => platform.announce({ changed: 'agreements', id: externalId });

  const placeOf = (externalId: string, id: string): ArchivePlace => ({
    id,
    owner: archiveOwner(externalId),
    fallbackName: externalId,
    now,
  });

  /** Deliveries whose end nobody wrote down. True when one of them is whole. */
  async function recover({ externalId, archives }: Agreement): Promise<boolean> {
    let whole = false;
    for (const { archiveId, size } of archives) {
      if (size > 0) continue;
      try {
        const left = await settleParts(database, placeOf(externalId, archiveId));
        await store.change(externalId, one => step.fetchEnded(one, archiveId, left ?? NOTHING, now()));
        whole ||= left?.complete === true;
      } catch {
        // Stays as it is, for the next time; the others do not wait for it.
      }
    }
    return whole;
  }

  function watched(sink: ArchiveSink, externalId: string, progress: Progress): ArchiveSink {
    let toldAt = 0;
    return {
      open(info) {
        Object.assign(progress, { received: 0, expected: info.expected });
        return sink.open(info);
      },
      async write(chunk) {
        await sink.write(chunk);
        progress.received += chunk.length;
        if (now() - toldAt < TELL_EVERY_MS) return;
        toldAt = now();
        tell(externalId);
      },
      close: end => sink.close(end),
    };
  }

  /** Rejects when it is given up. */
  const wait = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      platform.timer.setTimeout(() => resolve(), ms);
    });

  async function fetchArchive(
    agreement: Agreement,
    port: number,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const { externalId } = agreement;
    // The delivery that is asked for may be here already, and may have been the only one.
    if (await recover(agreement)) return;
    const archiveId = `archive-${crypto.randomUUID()}`;
    await store.change(externalId, known => step.fetchBegan(known, archiveId, `${externalId}.bin`, now()));
    const sink = createArchiveSink(database, placeOf(externalId, archiveId), {
      wait: ms => wait(ms, signal),
      stuck() {
        progress.stuck = true;
        tell(externalId);
      },
    });
    try {
      const delivered = await access.onBehalf(agreement, async using => {
        await sink.discard();
        return client.fetchDocument(using, { externalId }, watched(sink, externalId, progress), signal);
      });
      const settled = await sink.settle(delivered);
      if (settled.size === 0) throw new EugodaError(silentProblem('document', 'no-answer', port));
      const after = await store.change(externalId, known =>
        step.fetchEnded(known, archiveId, settled, now()),
      );
      if (after === null || after.state === 'forgotten') await sink.discard();
    } catch (error) {
      // A refusal that came in place of an archive is kept as an answer. Any other failure is our own (a full disk):
      // what was delivered stays in its parts, and is looked for at the next start or the next attempt.
      if (error instanceof EugodaError) await refused(error).catch(() => undefined);
      throw error;
    }

    async function refused(error: EugodaError): Promise<void> {
      await store.change(externalId, known => {
        const ended = step.fetchEnded(known, archiveId, NOTHING, now());
        return step.callFailed(ended, error.problem, now(), error.raw);
      });
      await sink.discard();
    }
  }

  function begin(agreement: Agreement, port: number) {
    const { externalId } = agreement;
    const progress: Progress = { received: 0, expected: null, stuck: false };
    const release = platform.wake.hold();
    const abort = new AbortController();
    const ended = fetchArchive(agreement, port, progress, abort.signal)
      .then(() => null, failureOf)
      .then(problem => {
        running.delete(externalId);
        if (problem) failures.set(externalId, problem);
        release();
        tell(externalId);
        return problem;
      });
    const download = { progress, abort, ended };
    failures.delete(externalId);
    running.set(externalId, download);
    tell(externalId);
    return download;
  }

  return {
    async start(externalId) {
      const agreement = await store.read(externalId);
      const { port } = await access.first(agreement);
      return running.get(externalId) ?? begin(agreement, port);
    },
    progress(externalId) {
      const progress = running.get(externalId)?.progress;
      return progress ? { ...progress } : null;
    },
    failure: externalId => failures.get(externalId) ?? null,
    forgive: externalId => void failures.delete(externalId),
    async stop(externalId) {
      const stopped = [...running].flatMap(([id, one]) =>
        externalId === undefined || id === externalId ? [one] : [],
      );
      for (const { abort } of stopped) abort.abort();
      await Promise.all(stopped.map(({ ended }) => ended));
    },
    async takeUp(agreement) {
      if (!running.has(agreement.externalId)) await recover(agreement);
    },
  };
}
