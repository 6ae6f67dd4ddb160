import { readFileSync } from 'node:fs';

/** One request or socket that left the browser's network stack. */
export interface Traffic {
  readonly method: string;
  readonly url: string;
  /** Whose it was: an origin; null where the browser itself asked, or a person typed an address. */
  readonly initiator: string | null;
}

interface Entry {
  readonly type?: number;
  readonly params?: { readonly url?: string; readonly method?: string; readonly initiator?: string };
}

/**
 * Reads Chromium's own network log (`--log-net-log`). It sees every request and socket of every context, and no
 * debugger has to be attached to the worker for it.
 * @param path the log; complete after the browser has ended, else as far as it was written
 */
export function readTraffic(path: string): Traffic[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  const constants = JSON.parse(`${head.replace(/,\s*$/, '')}}`) as {
    constants: { logEventTypes: Readonly<Record<string, number>> };
  };
  const started = constants.constants.logEventTypes.URL_REQUEST_START_JOB;
  return lines.flatMap(line => {
    const { type, params } = readEntry(line);
    if (type !== started || params?.url === undefined) return [];
    const initiator = params.initiator?.includes('://') ? params.initiator : null;
    return [{ method: params.method ?? 'GET', url: params.url, initiator }];
  });
}

/** One event a line; the last one closes the list, or is cut off. */
function readEntry(line: string): Entry {
  try {
    return JSON.parse(line.replace(/\]?,?$/, '')) as Entry;
  } catch {
    return {};
  }
}
