import * as z from 'zod/mini';
import { foldForSearch } from '../../i18n/search.ts';
import { ModuleError } from '../errors.ts';
import { parseAlias } from '../keys/alias.ts';
import { displayName } from '../keys/display-name.ts';
import { pfxKey, withoutDuplicates } from '../keys/from-listing.ts';
import { sortKeys } from '../keys/order.ts';
import { PfxEntry } from '../verbs/files.ts';
import { readAnswer, readEntries } from '../wire.ts';

/** Small seeded generator (mulberry32): the same seed, the same inputs. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const FRAMES = [
  '{"success":true,"status":1,"certificates":[{"disk":"C:\\\\","path":"DSKEYS","name":"n","alias":"cn=a,uid=1"}]}',
  '{"success":false,"status":-1022,"reason":"API-key для домена null недействителен."}',
  '{"success":true,"status":"1","certificates":[null,1,"x",{"disk":1}]}',
  '[{"name":"pfx","functions":[]}]',
];
const PIECES = [
  ',',
  '=',
  '"',
  "'",
  'ʻ',
  ' ',
  ', b=',
  'ў',
  '1.2.860.3.16.1.1',
  '\u0000',
  '\ud800',
  '🔑',
  '\n',
  '|',
  'x',
];
const KEYS = ['cn', 'o', 't', 'uid', 'l', '1.2.860.3.16.1.2', '1.2.860.3.16.1.1', 'serialnumber', 'validto'];

const Certificates = z.looseObject({ certificates: z.array(z.unknown()) });

export interface FuzzResult {
  readonly passed: number;
  /** What went wrong, with the run that shows it again. */
  readonly failures: readonly { readonly run: number; readonly what: string }[];
}

/**
 * Random frames and aliases. Holds: a frame gives an answer or a ModuleError, nothing else; an alias never throws and
 * is kept verbatim; fields without a field separator in them come back unchanged; a text is found by its own words.
 */
export function runFuzz({
  runs,
  seed = 1,
  onRun,
}: {
  readonly runs: number;
  readonly seed?: number;
  /** Told before each input. */
  readonly onRun?: ((run: number) => void) | undefined;
}): FuzzResult {
  const failures: { run: number; what: string }[] = [];
  for (let run = 0; run < runs; run++) {
    onRun?.(run);
    const random = generator(seed * 1_000_003 + run);
    const below = (limit: number) => Math.floor(random() * limit);
    const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
    const noise = (length: number) => Array.from({ length: below(length) }, () => pick(PIECES)).join('');
    try {
      frame(pick(FRAMES), below, noise);
      alias(pick, below, noise);
    } catch (error) {
      failures.push({ run, what: String(error) });
    }
  }
  return { passed: runs - failures.length, failures };
}

function frame(model: string, below: (limit: number) => number, noise: (length: number) => string): void {
  const at = below(model.length);
  const text = model.slice(0, at) + noise(4) + model.slice(at + below(5));
  try {
    readEntries(readAnswer('pfx.list_all_certificates', text, Certificates).certificates, PfxEntry);
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    if ((error.sample ?? '').length > 160) throw new Error('sample too long');
  }
}

function alias(
  pick: <T>(list: readonly T[]) => T,
  below: (limit: number) => number,
  noise: (length: number) => string,
): void {
  const chosen = [...new Set(Array.from({ length: 1 + below(6) }, () => pick(KEYS)))];
  // Whatever could be read as the beginning of a field, or as an open quotation, is taken out of the values.
  const fields = chosen.map(
    key =>
      [
        key,
        noise(8)
          .replaceAll('"', '')
          .replace(/,(?=[a-z\d])/gi, ', ')
          .replace(/,+$/, ''),
      ] as const,
  );
  const text = fields.map(([key, value]) => `${key}=${value}`).join(',');
  const parsed = parseAlias(text);
  for (const [key, value] of fields) {
    if (parsed.get(key) !== value) throw new Error(`field ${key} came back changed: ${JSON.stringify(text)}`);
  }
  const wild = noise(30);
  const keys = [text, wild, `${text},${wild}`].map(each =>
    pfxKey({ disk: 'C:\\', path: '', name: 'n', alias: each }),
  );
  const [first] = keys;
  if (first?.alias !== text) throw new Error('alias not kept verbatim');
  sortKeys(withoutDuplicates(keys), 0);
  displayName(wild);
  // Both sides of a search are folded: what is cut out of a text word by word must be found in it.
  const folded = foldForSearch(text);
  if (!text.split(' ').every(word => folded.includes(foldForSearch(word))))
    throw new Error('not found by its own words');
}
