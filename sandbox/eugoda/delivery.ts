import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Archive } from './archives.ts';
import type { EugodaSettings } from './settings.ts';

/** How often it is looked whether a break was called off, or rather called for. */
const LOOK_MS = 15;

/**
 * Sends an archive as the settings want it: in chunks, slowly, and perhaps not to its end. True when it all went.
 * @param current the settings as they are by then
 */
export async function deliverArchive(
  response: ServerResponse,
  archive: Archive,
  settings: EugodaSettings,
  current: () => EugodaSettings,
): Promise<boolean> {
  const { bytes } = archive;
  const disposition = dispositionOf(archive.fileName, settings.disposition);
  response.setHeader('Content-Type', archive.contentType);
  if (disposition !== null) response.setHeader('Content-Disposition', disposition);
  if (settings.contentLength) response.setHeader('Content-Length', bytes.length);
  response.writeHead(200);
  response.flushHeaders();
  const end = Math.min(bytes.length, settings.breakAfter ?? bytes.length);
  for (let at = 0; at < end; at += settings.chunkSize) {
    if (response.destroyed) return false;
    const chunk = bytes.subarray(at, Math.min(end, at + settings.chunkSize));
    await new Promise<void>(resolve => response.write(chunk, () => resolve()));
    if (settings.chunkMs > 0) await pause(settings.chunkMs);
  }
  if (settings.breakAfter !== null) {
    // A moment for the bytes to arrive: a reset takes along what was not read yet.
    const until = Date.now() + settings.breakPauseMs;
    while (Date.now() < until && current().breakAfter === settings.breakAfter) await pause(LOOK_MS);
    response.destroy();
    return false;
  }
  return new Promise(resolve => {
    response.once('close', () => resolve(response.writableFinished));
    response.end();
  });
}

function dispositionOf(fileName: string, form: EugodaSettings['disposition']): string | null {
  if (form === 'none') return null;
  if (form === 'plain') return 'attachment; filename="document.zip"';
  return `attachment; filename="document"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
