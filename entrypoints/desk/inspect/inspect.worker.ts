import { answerRequest } from './answer-request.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-protocol.ts';

/** The part of DedicatedWorkerGlobalScope used here (the project's types are those of pages). */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(message: WorkerAnswer, transfer: ArrayBuffer[]): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = event => {
  void answerRequest(event.data, (answer, transfer = []) => scope.postMessage(answer, transfer));
};
