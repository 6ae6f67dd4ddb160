import { issueIdentity } from './issue-identity.ts';
import type { Identity } from './types.ts';

/** Invented names in every spelling that occurs: four apostrophes, plain ASCII, Cyrillic, commas and quotes. */
const SURNAMES = [
  'NAMUNAYEV',
  'OʻYLABOV',
  'Gʼaroyibov',
  'O‘RINBOSAROV',
  'SO’QIROV',
  'ТЕСТУЛЛАЕВ',
  'ЎЙЛАБОВ',
  'ҒАРОЙИБОВ',
  'ҚАЛБАКИЕВ',
  "TO'QIMAYEV",
];
const NAMES = ['SINOV', 'OʻRIN', 'ULUGʻBEK', 'GʼAYRAT', 'MAʼRUF', 'ШЕРЗОД', 'ҲАМИД', 'ЎКТАМ'];
const COMPANIES = [
  '"%" MCHJ',
  '«%» МЧЖ',
  '"%, HAMKORLAR VA K" XK',
  '“%” AJ',
  "'%' OK",
  '„%“ ҚК',
  '"O‘ZBEK-% QOʻSHMA" MCHJ QK',
  '% (SOXTA), "FILIAL №1"',
];
const WORDS = ['SAVDO', 'ҚУРИЛИШ', 'GʻALLA', 'TOʼQIMA', 'O‘RIK', 'ЎРМОН', 'BO’STON', 'УЗУМ', 'PAXTA', "BOG'"];
const POSITIONS = ['Direktor', 'Бош ҳисобчи', 'Bosh hisobchi', 'Ижрочи директор', 'Oʻrinbosar'];

/** A very large office; tests take the first two hundred. */
const TOTAL = 1000;
const USUAL = 200;

function pick(list: readonly string[], index: number): string {
  return list[index % list.length]!;
}

function make(index: number): Identity {
  const surname = pick(SURNAMES, index);
  const name = pick(NAMES, index * 3 + Math.floor(index / 7));
  const isPerson = index % 10 === 9;
  const number = String(300001000 + index * 7);
  // Three keys per company in a row, so that grouping by company has something to do.
  const company = Math.floor(index / 3);
  return issueIdentity({
    id: `many-${String(index + 1).padStart(3, '0')}`,
    cn: `${surname} ${name} №${index + 1}`,
    name,
    surname,
    pinfl: `30000000${String(100000 + index)}`,
    uid: index % 2 === 0 || isPerson ? number : null,
    locality: index % 4 === 0 ? 'Soxta tumani, 5-uy' : 'Сохта тумани',
    state: 'Namuna viloyati',
    ...(isPerson
      ? {}
      : {
          organization: pick(COMPANIES, company).replace('%', `${pick(WORDS, company)}-${company + 1}`),
          position: pick(POSITIONS, index),
          businessCategory: 'Masʼuliyati cheklangan jamiyat',
          tin: String(310000000 + company * 13),
        }),
    ...(index % 25 === 24
      ? { validFrom: new Date('2024-06-01T06:00:00Z'), validTo: new Date('2026-06-01T18:59:59Z') }
      : {}),
  });
}

const made = new Map<string, Identity>();

/** `many-001` to `many-1000`; null for every other id. */
export function manyIdentity(id: string): Identity | null {
  const number = /^many-(\d{3,4})$/.exec(id)?.[1];
  const index = Number(number ?? 0) - 1;
  if (index < 0 || index >= TOTAL) return null;
  let identity = made.get(id);
  if (identity === undefined) {
    identity = make(index);
    made.set(id, identity);
  }
  return identity;
}

/** The first `count` of them. */
export function manyIdentities(count: number = USUAL): readonly Identity[] {
  if (!Number.isInteger(count) || count < 0 || count > TOTAL)
    throw new RangeError(`count must be 0 to ${TOTAL}`);
  return Array.from(
    { length: count },
    (_, index) => manyIdentity(`many-${String(index + 1).padStart(3, '0')}`)!,
  );
}
