import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { failureOf } from '../../../components/hooks/failure-of.ts';
import { TRUST_ANCHORS } from '../../../lib/cms/trust-anchors.ts';
import { DEFAULT_LIMITS } from '../../../lib/containers/limits.ts';
import type { NamedBytes } from '../../../lib/containers/options.ts';
import type { InspectFinding, InspectReport } from '../../../lib/containers/report.ts';
import type { Failure } from '../../../lib/signing/failure.ts';
import type { InspectSource } from '../route.ts';
import type { Input } from './input.ts';
import { createInspector, InspectionStopped, type Inspector, type Progress } from './inspector.ts';
import { loadSource } from './load-source.ts';

export type InspectionState =
  | { readonly step: 'empty' }
  /** `progress` is null while files are read. */
  | { readonly step: 'busy'; readonly progress: Progress | null }
  | { readonly step: 'done'; readonly report: InspectReport }
  /** The address names something that is not there any more. */
  | { readonly step: 'gone' }
  | { readonly step: 'failed'; readonly failure: Failure };

export interface Inspection {
  readonly state: InspectionState;
  /** Replaces what is shown, or joins it (a document for its signature). */
  inspect(inputs: readonly Input[], how: 'replace' | 'join'): void;
  stop(): void;
  reset(): void;
}

/** Runs inspections one after the other in the worker; the newest wins. */
export function useInspection(
  source: InspectSource | null,
  create: () => Inspector = createInspector,
): Inspection {
  const backend = useBackend();
  const [state, setState] = useState<InspectionState>(
    source ? { step: 'busy', progress: null } : { step: 'empty' },
  );
  // One worker for the life of the page.
  const inspector = useMemo(create, []);
  const shown = useRef<readonly Input[]>([]);
  const round = useRef(0);

  const begin = useCallback(
    async (load: () => Promise<readonly Input[]>) => {
      const mine = (round.current += 1);
      const show = (next: InspectionState) => {
        if (mine === round.current) setState(next);
      };
      show({ step: 'busy', progress: null });
      try {
        const inputs = await load();
        if (mine !== round.current) return;
        shown.current = inputs;
        if (inputs.length === 0) return show({ step: 'gone' });
        const { files, refused } = await readInputs(inputs);
        const { extraTrustAnchors } = await (await backend.settings()).get();
        if (mine !== round.current) return;
        const trusted = new Set([...TRUST_ANCHORS, ...extraTrustAnchors]);
        const report = await inspector.inspect(files, trusted, progress => show({ step: 'busy', progress }));
        show({ step: 'done', report: { findings: [...report.findings, ...refused] } });
      } catch (error) {
        if (!(error instanceof InspectionStopped)) show({ step: 'failed', failure: failureOf(error) });
      }
    },
    [backend, inspector],
  );

  const reset = useCallback(() => {
    round.current += 1;
    inspector.stop();
    shown.current = [];
    setState({ step: 'empty' });
  }, [inspector]);

  const identity = source ? `${source.from}/${source.id}` : '';
  // By the address, not by the object: the same address is the same question.
  useEffect(() => {
    if (source) void begin(() => loadSource(backend, source));
    else reset();
    return () => {
      round.current += 1;
      inspector.stop();
    };
  }, [identity, begin, reset]);

  useEffect(() => () => inspector.close(), [inspector]);

  return {
    state,
    inspect: (inputs, how) =>
      void begin(async () => (how === 'join' ? [...shown.current, ...inputs] : inputs)),
    stop: reset,
    reset,
  };
}

/** Giant files are refused unread; what the browser cannot read (a folder) is refused by name. */
async function readInputs(
  inputs: readonly Input[],
): Promise<{ files: NamedBytes[]; refused: InspectFinding[] }> {
  const files: NamedBytes[] = [];
  const refused: InspectFinding[] = [];
  for (const { name, size, read } of inputs) {
    const refuse = (code: 'file-too-large' | 'unreadable', detail = '') =>
      refused.push({ kind: 'refused', name, size, refusal: { code, detail } });
    if (size > DEFAULT_LIMITS.fileBytes) {
      refuse('file-too-large');
      continue;
    }
    try {
      files.push({ name, bytes: await read() });
    } catch (error) {
      refuse('unreadable', error instanceof Error ? error.name : '');
    }
  }
  return { files, refused };
}
