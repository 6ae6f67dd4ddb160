import { build } from 'vite';
import { createPkcs7, getIdentity, sandboxRootSpkiSha256 } from '../sandbox/pki/index.ts';
import type { BenchContext } from './context.ts';
import { type Row, summarize } from './row.ts';

interface Verifier {
  verifyCms(bytes: Uint8Array, options: unknown): Promise<{ outcome?: string }>;
}

/** The product's own verification, timed in the service worker: its code is handed over as text, through the debugger. */
export async function measureVerification({ browser }: BenchContext): Promise<Row[]> {
  const sign = (content: Uint8Array) => {
    const { pkcs7 } = createPkcs7({
      content,
      identity: getIdentity('sender'),
      detached: false,
      signingTime: new Date(),
    });
    return Buffer.from(pkcs7).toString('base64');
  };
  const source = await bundle();
  const time = async (signed: string, warmUp: number, runs: number): Promise<number[]> => {
    const measured = `async () => {
      ${source}
      return (${timeVerification.toString()})(imzochiBench, ${JSON.stringify(signed)}, '${sandboxRootSpkiSha256}', ${warmUp}, ${runs});
    }`;
    // evaluate() takes a function and sends its text: this one is text already.
    return browser.worker.evaluate({ toString: () => measured } as unknown as () => Promise<number[]>);
  };
  const small = await time(sign(new TextEncoder().encode('x'.repeat(2_000))), 15, 30);
  const large = await time(sign(new Uint8Array(1024 * 1024).map((_, at) => at % 251)), 3, 6);
  return [
    summarize('verify one O‘zDSt signature with its chain, warm', small, {
      target: { of: 'median', atMost: 15 },
    }),
    summarize('the same with 1 MiB of content', large, { target: { of: 'median', atMost: 80 } }),
  ];
}

/** Runs in the worker. */
async function timeVerification(
  verifier: Verifier,
  signed: string,
  root: string,
  warmUp: number,
  runs: number,
) {
  const bytes = Uint8Array.from(atob(signed), character => character.charCodeAt(0));
  const times: number[] = [];
  for (let run = 0; run < warmUp + runs; run += 1) {
    const begun = performance.now();
    const report = await verifier.verifyCms(bytes, { trustedSpkiSha256: new Set([root]), now: new Date() });
    if (run >= warmUp) times.push(performance.now() - begun);
    if (report.outcome !== 'verified') throw new Error(`not verified: ${report.outcome}`);
  }
  return times;
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      lib: { entry: 'lib/cms/verify-cms.ts', formats: ['iife'], name: 'imzochiBench' },
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as { output: { code?: string }[] };
  return output[0]?.code ?? '';
}
