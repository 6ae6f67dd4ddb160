import { createChainCache } from '../../../lib/cms/chain-cache.ts';
import { withDstu4145 } from '../../../lib/cms/dstu4145/index.ts';
import { standardAlgorithms } from '../../../lib/cms/standard-algorithms.ts';
import { inspectFile } from '../../../lib/containers/inspect-file.ts';
import type { InspectReport } from '../../../lib/containers/report.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-protocol.ts';

export type Post = (answer: WorkerAnswer, transfer?: ArrayBuffer[]) => void;

/** Issuer checks that held once in this worker need not be made again. */
const cache = createChainCache(500);

/** The work of the inspect worker: one request, its progress, one report (or why there is none). */
export async function answerRequest(request: WorkerRequest, post: Post): Promise<void> {
  const { id } = request;
  try {
    const report = await inspectFile(request.files, {
      trustedSpkiSha256: new Set(request.trusted),
      now: new Date(request.now),
      cache,
      moreAlgorithms: async () => withDstu4145(standardAlgorithms),
      onProgress: ({ done, total }) => post({ id, kind: 'progress', done, total }),
    });
    post({ id, kind: 'report', report }, contentsOf(report));
  } catch (error) {
    post({
      id,
      kind: 'failed',
      words: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}

/** Documents go back without being copied. */
function contentsOf(report: InspectReport): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const finding of report.findings) {
    const documents =
      finding.kind === 'document' ? [finding.document] : finding.kind === 'archive' ? finding.documents : [];
    for (const { content } of documents)
      if (content?.buffer instanceof ArrayBuffer) buffers.add(content.buffer);
  }
  return [...buffers];
}
