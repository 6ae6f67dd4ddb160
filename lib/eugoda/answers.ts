import { isPlausibleEnd, readMoment } from './dates.ts';

/**
 * Guess: no answer of the service is documented. The demo page shows its id, the link and the link's end after
 * a registration, so these three are looked for: by the names below, then by their shape.
 */
const linkNames =
  'link url signinglink signlink signingurl signurl sharelink shareurl shortlink shorturl href';
const untilNames =
  'validuntil activeuntil linkvaliduntil validto activeto expiresat expireson expires expireat expiredat ' +
  'expirationdate expiration expirydate expiry linkexpires until deadline enddate exp';
const durationNames = 'expiresin lifetime ttl';
const idNames = 'eugodaid documentid signingid docid agreementid id uuid guid';
/** Values under these names are never taken for something they merely look like. */
const notLinks = /return|callback|logo|icon|image|help|home/;
const notEnds = /creat|start|now|time?stamp|date?signed|issued|updated/;
const notIds =
  /status|code|message|name|success|ok|external|application|lifetime|signatures|size|type|count|version/;

export type LinkReading =
  | {
      readonly understood: true;
      /** eUgoda's own id; null when the answer has none. */
      readonly eugodaId: string | null;
      readonly link: string;
      /** Milliseconds since 1970. */
      readonly until: number;
      /** True when the service did not say and the lifetime was added to now. */
      readonly untilComputed: boolean;
    }
  | { readonly understood: false };

export interface ReadingContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds the link was asked to live. */
  readonly lifetime: number;
  /** What we sent ourselves (ids, return URL, check value, a template's fields): an echo of it is no answer. */
  readonly sent: readonly string[];
  /** eUgoda's id, where it is known: then nothing that only looks like one is taken for it. */
  readonly eugodaId?: string | null;
}

interface Entry {
  /** Lower case, letters and digits only. */
  readonly name: string;
  readonly value: string | number;
}

/** Reads the answer to a registration or to share. Never makes up what is not there. */
export function readLinkAnswer(text: string, context: ReadingContext): LinkReading {
  const entries = entriesOf(parseAnswer(text)).filter(entry => !context.sent.includes(String(entry.value)));
  const link = readLink(entries);
  if (link === null) return { understood: false };
  const expected = context.now + context.lifetime * 1000;
  const until = readUntil(entries, context.now, expected);
  return {
    understood: true,
    eugodaId: readId(entries, expected, Boolean(context.eugodaId)),
    link,
    until: until ?? expected,
    untilComputed: until === null,
  };
}

/** The value a text stands for: JSON, or the text itself when it is none. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.trim();
  }
}

/** An http(s) address as text, null for anything else (other schemes must not become links on screen). */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || !/^https?:\/\/\S+$/i.test(value.trim())) return null;
  return URL.canParse(value.trim()) ? value.trim() : null;
}

function readLink(entries: readonly Entry[]): string | null {
  const named = byNames(entries, linkNames, entry => webAddress(entry.value));
  if (named !== null) return named;
  for (const entry of entries) {
    const address = notLinks.test(entry.name) ? null : webAddress(entry.value);
    if (address !== null) return address;
  }
  return null;
}

function readUntil(entries: readonly Entry[], now: number, expected: number): number | null {
  const named = byNames(entries, untilNames, entry => readMoment(entry.value, expected));
  if (named !== null) return named;
  const duration = byNames(entries, durationNames, entry =>
    typeof entry.value === 'number' && entry.value > 0 && entry.value < 1e9 ? entry.value : null,
  );
  for (const entry of entries) {
    const moment = notEnds.test(entry.name) ? null : readMoment(entry.value, expected);
    if (moment !== null && isPlausibleEnd(moment, now)) return moment;
  }
  return duration === null ? null : now + duration * 1000;
}

function readId(entries: readonly Entry[], expected: number, onlyNamed: boolean): string | null {
  const asId = (entry: Entry): string | null =>
    /^[\w.:-]{1,128}$/.test(String(entry.value)) ? String(entry.value) : null;
  const named = byNames(entries, idNames, asId);
  if (named !== null || onlyNamed) return named;
  for (const entry of entries) {
    if (notIds.test(entry.name) || readMoment(entry.value, expected) !== null) continue;
    const id = asId(entry);
    if (id !== null) return id;
  }
  return null;
}

function byNames<T>(entries: readonly Entry[], names: string, read: (entry: Entry) => T | null): T | null {
  for (const name of names.split(' ')) {
    for (const entry of entries) {
      const value = entry.name === name ? read(entry) : null;
      if (value !== null) return value;
    }
  }
  return null;
}

/** Scalars of an answer, outer ones first, at most two levels down ("data", "result", "document", a list's first). */
function entriesOf(answer: unknown): Entry[] {
  const found: Entry[] = [];
  let level: [string, unknown][] = [['', answer]];
  for (let depth = 0; depth <= 3 && level.length > 0; depth++) {
    const next: [string, unknown][] = [];
    for (const [name, value] of level) {
      if (typeof value === 'string' || typeof value === 'number') found.push({ name: plain(name), value });
      else if (Array.isArray(value)) next.push([name, value[0]]);
      else if (typeof value === 'object' && value !== null) next.push(...Object.entries(value));
    }
    level = next;
  }
  return found;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
