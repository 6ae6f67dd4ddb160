import { authority, fromBase64 } from './authorities.ts';
import peopleData from './data/people.json' with { type: 'json' };
import { issueIdentity } from './issue-identity.ts';
import { manyIdentities, manyIdentity } from './many-identities.ts';
import type { Identity } from './types.ts';

type Person = (typeof peopleData.people)[keyof typeof peopleData.people];

function fromData(id: string, person: Person): Identity {
  return {
    id,
    cn: person.cn,
    name: person.name,
    surname: person.surname,
    organization: person.o,
    position: person.t,
    locality: person.l,
    state: person.st,
    businessCategory: person.businessCategory,
    tin: person.tin,
    pinfl: person.pinfl,
    uid: person.uid,
    serial: person.serial,
    validFrom: new Date(person.validFrom),
    validTo: new Date(person.validTo),
    family: 'ozdst-2009',
    chain: [fromBase64(person.certificate_64), ...authority.chain],
    d: BigInt(`0x${person.d_hex}`),
  };
}

/** PINFL with a birth day of 00, which no real person can have. */
const pinfl = (tail: string): string => `3000000000${tail}`;

/** One person who represents two companies, with one PINFL and a key file for each. */
const bookkeeper = {
  cn: 'HISOBCHIYEVA LOLA SINOVNA',
  name: 'LOLA',
  surname: 'HISOBCHIYEVA',
  position: 'Bosh hisobchi',
  locality: 'Soxta tumani',
  state: 'Namuna viloyati',
  businessCategory: 'Masʼuliyati cheklangan jamiyat',
  pinfl: pinfl('0043'),
} as const;

const plainPerson = { locality: 'Soxta tumani', state: 'Namuna viloyati' } as const;

const known: readonly Identity[] = [
  fromData('sender', peopleData.people.sender),
  fromData('receiver', peopleData.people.receiver),
  fromData('stranger', peopleData.people.stranger),
  issueIdentity({
    ...bookkeeper,
    id: 'two-companies-first',
    organization: '"ALFA, BETA VA K" MCHJ',
    tin: '300000043',
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'two-companies-second',
    organization: '«GAMMA SAVDO» XK',
    tin: '300000050',
  }),
  issueIdentity({
    ...plainPerson,
    id: 'person',
    cn: 'JISMONIYEV ODDIY SHAXSOVICH',
    name: 'ODDIY',
    surname: 'JISMONIYEV',
    pinfl: pinfl('0068'),
    uid: '300000068',
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'expired',
    cn: 'OʻTGANOV MUDDAT KECHIKOVICH',
    name: 'MUDDAT',
    surname: 'OʻTGANOV',
    organization: '"MUDDATI OʻTGAN" MCHJ',
    tin: '300000076',
    pinfl: pinfl('0076'),
    validFrom: new Date('2024-06-01T06:00:00Z'),
    validTo: new Date('2026-06-01T18:59:59Z'),
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'not-yet-valid',
    cn: 'KELAJAKOV ERTA BOLTAYEVICH',
    name: 'ERTA',
    surname: 'KELAJAKOV',
    organization: '"HALI ERTA" MCHJ',
    tin: '300000084',
    pinfl: pinfl('0084'),
    validFrom: new Date('2035-01-10T06:00:00Z'),
    validTo: new Date('2037-01-10T18:59:59Z'),
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'family-2024',
    cn: 'YANGIYEV ALGORITM OILAVICH',
    name: 'ALGORITM',
    surname: 'YANGIYEV',
    organization: '"YANGI OILA" MCHJ',
    tin: '300000092',
    pinfl: pinfl('0092'),
    uid: '300000093',
    family: 'ozmst-2024',
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'unknown-root',
    cn: 'NOTANISHEV BEGONA ILDIZOVICH',
    name: 'BEGONA',
    surname: 'NOTANISHEV',
    organization: '"NOTANISH ILDIZ" MCHJ',
    tin: '300000100',
    pinfl: pinfl('0100'),
    issuer: 'unknown',
  }),
  issueIdentity({
    ...bookkeeper,
    id: 'commas-and-quotes',
    cn: 'OʻKTAM GʼANI OʻGʻLI, IKKINCHI',
    name: 'OʻKTAM',
    surname: 'GʼANI',
    organization: '"X=Y, CN=SOXTA; \'TIRNOQ\' ‘QAVS’" MCHJ',
    locality: 'Mirzo soxta tumani, 5-uy',
    tin: '300000118',
    pinfl: pinfl('0118'),
    uid: '300000119',
  }),
];

/** Everybody by id, the generated two hundred (`many-001` …) not included. */
export const identities: ReadonlyMap<string, Identity> = new Map(known.map(one => [one.id, one]));

/** An identity by id, `many-001` to `many-200` too. @throws RangeError with the known ids */
export function getIdentity(id: string): Identity {
  const found = identities.get(id) ?? manyIdentity(id);
  if (found === null) {
    throw new RangeError(
      `no identity "${id}"; there are ${[...identities.keys()].join(', ')}, many-001 to many-200`,
    );
  }
  return found;
}

/** Somebody signing for the company `tin` (any of them, the first one made), or null. */
export function identityOfTin(tin: string): Identity | null {
  return [...identities.values(), ...manyIdentities()].find(one => one.tin === tin) ?? null;
}
