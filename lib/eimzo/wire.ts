import * as z from 'zod/mini';
import { ModuleError, refusal } from './errors.ts';
import type { VerbName } from './verb-table.ts';

/** One argument may hold 32 MiB, one message 64 MiB [R]. */
const MAX_ARGUMENT = 32 * 1024 * 1024;
const MAX_MESSAGE = 64 * 1024 * 1024;

/** A request: `plugin` absent for version, apidoc and apikey; every argument a string. */
export const Request = z.object({
  plugin: z.optional(z.string()),
  name: z.string(),
  arguments: z.optional(z.array(z.string())),
});

/** UTF-8 length, counted only when it could exceed the limit. */
function exceeds(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  return text.length > limit || new TextEncoder().encode(text).length > limit;
}

/** The text of a request. Throws 'too-large' rather than let the module close the socket (1009). */
export function encodeRequest(verb: VerbName, args: readonly string[]): string {
  const [first = '', second] = verb.split('.');
  const text = JSON.stringify({
    ...(second === undefined ? { name: first } : { plugin: first, name: second }),
    ...(args.length > 0 ? { arguments: [...args] } : {}),
  } satisfies z.output<typeof Request>);
  if (args.some(arg => exceeds(arg, MAX_ARGUMENT)) || exceeds(text, MAX_MESSAGE)) {
    throw new ModuleError('too-large', { verb });
  }
  return text;
}

/** The shape of a value without the value: answers hold names, keyIds and signatures, which belong in no error text. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const fields = Object.entries(value).slice(0, 12);
  return `{${fields.map(([k, v]) => `${k.slice(0, 24)}:${Array.isArray(v) ? 'array' : typeof v}`).join(',')}}`;
}

function malformed(verb: string, sample: string): ModuleError {
  return new ModuleError('malformed-answer', { verb, sample: sample.slice(0, 160) });
}

/** A status as number; some answers write numbers as text (the version does). */
function statusOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

/**
 * Reads one reply. Success → the payload as `answer` describes it (unknown keys tolerated); refusal → throws what it
 * means; no JSON, no object, no verdict or the wrong shape → throws 'malformed-answer'. apidoc is a bare array.
 */
export function readAnswer<S extends z.core.$ZodType>(verb: string, text: string, answer: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(verb, `no JSON, ${text.length} characters`);
  }
  if (typeof value !== 'object' || value === null) throw malformed(verb, shapeOf(value));
  if (!Array.isArray(value)) {
    const { success, status, reason } = value as Record<string, unknown>;
    if (success === false) throw refusal(verb, statusOf(status), typeof reason === 'string' ? reason : '');
    if (success !== true) throw malformed(verb, shapeOf(value));
  }
  const read = z.safeParse(answer, value);
  if (!read.success) throw malformed(verb, shapeOf(value));
  return read.data;
}

/** Keeps the entries that have the wanted shape: one odd entry must not hide the others. */
export function readEntries<S extends z.core.$ZodType>(entries: readonly unknown[], entry: S): z.output<S>[] {
  return entries.flatMap(value => {
    const read = z.safeParse(entry, value);
    return read.success ? [read.data] : [];
  });
}
