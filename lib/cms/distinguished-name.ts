import { type BerElement, childrenOf } from './ber.ts';
import { Fields } from './fields.ts';
import { readOid, readText } from './values.ts';

/** Subject attributes by the names E-IMZO gives them; further ones that Ukrainian certificates use. */
const ATTRIBUTES = {
  cn: '2.5.4.3',
  name: '2.5.4.41',
  surname: '2.5.4.4',
  o: '2.5.4.10',
  t: '2.5.4.12',
  l: '2.5.4.7',
  st: '2.5.4.8',
  businessCategory: '2.5.4.15',
  c: '2.5.4.6',
  /** A person's own tax number. */
  uid: '0.9.2342.19200300.100.1.1',
  /** The organisation's tax number; natural persons have none. */
  tin: '1.2.860.3.16.1.1',
  pinfl: '1.2.860.3.16.1.2',
  ou: '2.5.4.11',
  givenName: '2.5.4.42',
  serialNumber: '2.5.4.5',
  organizationIdentifier: '2.5.4.97',
} as const;

/** The first value of each known attribute, null when missing. */
export type NameAttributes = Readonly<Record<keyof typeof ATTRIBUTES, string | null>>;

/** Reads a Name (RFC 5280, 4.1.2.4). Unknown attributes are left out. */
export function readName(element: BerElement): NameAttributes {
  const byOid = new Map<string, string>();
  for (const relativeName of childrenOf(element)) {
    for (const attribute of childrenOf(relativeName)) {
      const fields = new Fields(attribute);
      const oid = readOid(fields.next(0x06));
      const text = readText(fields.next());
      if (text !== null && !byOid.has(oid)) byOid.set(oid, text);
    }
  }
  const names = Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[];
  return Object.fromEntries(names.map(name => [name, byOid.get(ATTRIBUTES[name]) ?? null])) as NameAttributes;
}
