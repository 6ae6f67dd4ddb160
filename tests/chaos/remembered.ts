import type { Snapshot } from './arena.ts';
import type { Browser } from './browser.ts';
import type { Delivery } from './eugoda-network.ts';
import type { Life } from './life.ts';

/** A worker that dies within so many steps of its whole life after something came in cannot have written it. */
const WRITING_STEPS = 40;
/** A part of an archive waits for those before it: only a real time (ms) says that all of them must have been stored. */
const STORING_MS = 400;

/** What came over the wire: signatures and archives are kept, secrets are in no record and were told to no page. */
export async function forgottenOrTold(
  { overheard, told }: Browser,
  { jobs, receipts, blobs, agreements, others }: Snapshot,
  cards: readonly unknown[],
): Promise<string[]> {
  const wrong: string[] = [];
  const kept = new Set(blobs.map(blob => Buffer.from(blob.bytes).toString('base64')));
  for (const { base64, life, atStep } of overheard.signatures) {
    const whole = Buffer.from(base64, 'base64').toString('base64');
    if (!kept.has(whole) && !diedWriting(life, atStep, WRITING_STEPS))
      wrong.push('a signature that was made is lost');
  }
  for (const delivery of overheard.deliveries) {
    const owner = `agreement:${delivery.externalId}`;
    const archives = blobs.filter(blob => blob.owner === owner);
    const { state } = (agreements as { externalId: string; state: string }[]).find(
      one => one.externalId === delivery.externalId,
    ) ?? { state: 'unknown' };
    const safe = Buffer.concat(safeParts(delivery));
    const found = archives.some(({ bytes }) => safe.equals(Buffer.from(bytes).subarray(0, safe.length)));
    if (state !== 'forgotten' && safe.length > 0 && !found)
      wrong.push(`${safe.length} bytes of an archive that was delivered are lost (${state})`);
  }
  const everything = JSON.stringify([told, jobs, receipts, agreements, others, cards]);
  for (const secret of overheard.secrets)
    if (everything.includes(secret)) wrong.push(`a secret got out, next to ${around(everything, secret)}`);
  return wrong;
}

function diedWriting(life: Life, atStep: number, steps: number): boolean {
  return !life.alive && life.steps <= atStep + steps;
}

/** What the worker had time to put away. */
function safeParts({ parts, life }: Delivery): Uint8Array[] {
  const lost = parts.findIndex(({ at }) => life.diedAt < at + STORING_MS);
  return (lost < 0 ? parts : parts.slice(0, lost)).map(({ bytes }) => bytes);
}

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 60), at).replaceAll('\\', '');
}
