import { gost94, gost94Tables, type SBox } from './gost94.ts';

/** Packed rows, one digit per entry: id-GostR3411-94-CryptoProParamSet (RFC 4357, 11.2). */
const D_A = [
  'a4568137dce092bf',
  '5f402db91763cea8',
  '7fce94103b526a8d',
  '4a7c0f28e165db93',
  '764b9c2a180efd35',
  '7624d9f0a15b8ec3',
  'de41705a3c8f629b',
  '13a95b4f867ed02c',
];

/** S-box from eight rows of sixteen hex digits. */
export function sboxFromHex(rows: readonly string[]): SBox {
  return rows.map(row => [...row].map(digit => Number.parseInt(digit, 16)));
}

const tables = gost94Tables(sboxFromHex(D_A));

/** The hash of E-IMZO signatures: O'zDSt 1106:2009 algorithm 2 set A, also OZMST 285-2024. 32 bytes. */
export function ozdstHash(input: Uint8Array): Uint8Array {
  return gost94(tables, input);
}
