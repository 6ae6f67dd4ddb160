import type { NamedBytes } from '../../../lib/containers/options.ts';
import type { InspectReport } from '../../../lib/containers/report.ts';
import inspectWorker from './inspect.worker.ts?worker&url';
import type { WorkerAnswer, WorkerRequest } from './worker-protocol.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The person stopped it, or something newer was dropped. */
export class InspectionStopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'InspectionStopped';
  }
}

export interface Inspector {
  /** Takes the bytes over: they are gone for the caller. A run under way is stopped. */
  inspect(
    files: readonly NamedBytes[],
    trusted: ReadonlySet<string>,
    onProgress: (progress: Progress) => void,
  ): Promise<InspectReport>;
  /** Ends a run at once, whatever it is at: the worker is thrown away. */
  stop(): void;
  /** Ends the idle worker too; a later run starts another. */
  close(): void;
}

/** The part of Worker used here. */
export interface WorkerPort {
  postMessage(message: WorkerRequest, transfer: ArrayBuffer[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<WorkerAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Signatures are checked in a dedicated worker, which stays warm for the next file. */
export function createInspector(createWorker: () => WorkerPort = startWorker): Inspector {
  let worker: WorkerPort | null = null;
  let reject: ((reason: Error) => void) | null = null;
  let runs = 0;

  const stop = () => {
    if (!reject) return;
    discard(new InspectionStopped());
  };
  const discard = (reason: Error) => {
    worker?.terminate();
    worker = null;
    reject?.(reason);
    reject = null;
  };

  return {
    stop,
    close: () => discard(new InspectionStopped()),
    inspect(files, trusted, onProgress) {
      stop();
      runs += 1;
      const id = runs;
      return new Promise<InspectReport>((resolve, fail) => {
        reject = fail;
        const port = (worker ??= createWorker());
        port.onerror = event => discard(new Error(event.message || 'worker'));
        port.onmessage = ({ data }) => {
          if (data.id !== id) return;
          if (data.kind === 'progress') return onProgress(data);
          reject = null;
          if (data.kind === 'report') resolve(data.report);
          else fail(new Error(data.words));
        };
        const request = { id, files, trusted: [...trusted], now: Date.now() };
        port.postMessage(request, buffersOf(files));
      });
    },
  };
}

function startWorker(): WorkerPort {
  return new Worker(inspectWorker, { type: 'module' });
}

function buffersOf(files: readonly NamedBytes[]): ArrayBuffer[] {
  const buffers = files.flatMap(({ bytes }) => (bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []));
  return [...new Set(buffers)];
}
