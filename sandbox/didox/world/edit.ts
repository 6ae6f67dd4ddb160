import type { Json, JsonObject, StoredDocument, Totals } from '../types.ts';
import { compactJson } from './bytes.ts';

/** What the edit form of the web app changes in a draft. */
export interface Edit {
  readonly number?: string | undefined;
  readonly withVat?: number | undefined;
}

/** The same draft with other content. Its id stays, and so do the address of its form and whoever looks at it. */
export function edited(document: StoredDocument, edit: Edit, at: Date): StoredDocument {
  const number = edit.number ?? document.number;
  const missing = edit.withVat === undefined ? 0 : edit.withVat - (document.totals?.withVat ?? 0);
  const json = rewrite(document.json, document.number, number, { missing }) as JsonObject;
  const totals: Totals | null = document.totals && {
    ...document.totals,
    withVat: document.totals.withVat + missing,
  };
  return { ...document, number, json, totals, content: compactJson(json), updatedAt: at };
}

/** Wherever the content says its number; what is missing in the sum goes to the first line. */
function rewrite(value: Json, from: string, to: string, sum: { missing: number }): Json {
  if (Array.isArray(value)) return value.map(item => rewrite(item, from, to, sum));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key.endsWith('no') && part === from) return [key, to];
      if (key !== 'deliverysumwithvat' || typeof part !== 'number')
        return [key, rewrite(part, from, to, sum)];
      const line = Math.round((part + sum.missing) * 100) / 100;
      sum.missing = 0;
      return [key, line];
    }),
  );
}
