import { createHash } from 'node:crypto';
import type { Dictionary, PluralForms } from '../../lib/i18n/messages.ts';

/**
 * Which English text each translation was made from: `locales/translated-from.txt`, one line per key with a short hash
 * of the English text, sorted. An English text that changed without its line shows translations nobody has looked at.
 */
export interface Drift {
  /** The English text is another than the one that was translated. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** Lines of keys that are no more, and lines left double by a merge. */
  readonly leftOver: readonly string[];
}

export function writeRecord(english: Dictionary): string {
  return Object.keys(english)
    .sort()
    .map(key => `${key} ${hashOf(english[key] ?? '')}\n`)
    .join('');
}

export function findDrift(english: Dictionary, record: string): Drift {
  const recorded = new Map<string, string>();
  const leftOver: string[] = [];
  for (const line of record.split('\n').filter(line => line !== '')) {
    const [key = '', hash = ''] = line.split(' ');
    if (!(key in english) || recorded.has(key)) leftOver.push(key);
    else recorded.set(key, hash);
  }
  const keys = Object.keys(english);
  return {
    changed: keys.filter(key => (recorded.get(key) ?? hashOf(english[key]!)) !== hashOf(english[key]!)),
    added: keys.filter(key => !recorded.has(key)),
    leftOver,
  };
}

function hashOf(text: string | PluralForms): string {
  return createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 8);
}
