/**
 * How settings stand in storage and in an exported file. Values are kept raw: a value this release cannot
 * read (damaged, or from a newer one) stays in the record until somebody sets it anew.
 */
export interface SettingsRecord {
  readonly v: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export const settingsVersion = 1;

type Step = (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * `migrationSteps[n]` turns the values of version n into those of version n + 1. Version 0 is a bare object of
 * values (a file written by hand, a policy template): same names, no envelope.
 */
export const migrationSteps: readonly Step[] = [values => values];

export type RecordReading =
  | { readonly is: 'absent' }
  | { readonly is: 'readable'; readonly record: SettingsRecord; readonly migrated: boolean }
  | { readonly is: 'newer'; readonly version: number }
  | { readonly is: 'unreadable' };

/** Reads the envelope and brings it to today's version; the single values are checked by whoever uses them. */
export function readSettingsRecord(stored: unknown, steps: readonly Step[] = migrationSteps): RecordReading {
  if (stored === undefined || stored === null) return { is: 'absent' };
  if (!isPlain(stored)) return { is: 'unreadable' };
  const bare = !('v' in stored);
  const from = bare ? 0 : stored.v;
  const values = bare ? stored : stored.values;
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 0) return { is: 'unreadable' };
  if (from > steps.length) return { is: 'newer', version: from };
  if (!isPlain(values)) return { is: 'unreadable' };
  let current: Readonly<Record<string, unknown>> = values;
  for (const step of steps.slice(from)) current = step(current);
  return { is: 'readable', record: { v: steps.length, values: current }, migrated: from < steps.length };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
