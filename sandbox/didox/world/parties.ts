import type { Party } from '../types.ts';
import { FIRST_OF_TWO_TIN, RECEIVER_TIN, SECOND_OF_TWO_TIN, SENDER_TIN, STRANGER_TIN } from './known-ids.ts';
import { identityOf, otherIdentityOf, personOfTwo } from './signers.ts';

/** Names come from the certificate where there is one, so that documents and signatures agree. */
const company = (taxId: string, name: string, director: string, address: string): Party => ({
  taxId,
  person: false,
  name: identityOf(taxId)?.organization ?? name,
  director: identityOf(taxId)?.cn ?? director,
  address,
  account: `2020800090${taxId}0`.padEnd(20, '0'),
  bankId: '00083',
  vatCode: `326${taxId}`,
  branches: taxId === SECOND_OF_TWO_TIN ? [{ branchNum: '00001', name: 'Самаркандский филиал' }] : [],
});

/** The companies that have keys in the sandbox. All of it is invented. */
export const companies: readonly Party[] = [
  company(SENDER_TIN, '"NAMUNA SAVDO" MCHJ', 'Каримов Алишер Бахтиёрович', 'г. Ташкент, ул. Намунавий, 1'),
  company(
    RECEIVER_TIN,
    'ООО «Пример Снаб»',
    'Петрова Анна Сергеевна',
    'г. Ташкент, Яккасарайский район, ул. Образцовая, 27',
  ),
  company(STRANGER_TIN, '"BEGONA INVEST" MCHJ', 'Тошматов Эшмат', 'Samarqand sh., Begona koʻchasi, 35'),
  company(FIRST_OF_TWO_TIN, '"BIRINCHI QADAM" MCHJ', 'Юсупова Нилуфар', 'Buxoro sh., Navoiy koʻchasi, 43'),
  company(SECOND_OF_TWO_TIN, 'ООО «Второй Шаг»', 'Юсупова Нилуфар', 'г. Бухара, ул. Навои, 50'),
];

/** Counterparties without keys here: they only ever receive. */
const partners: readonly Party[] = [
  company('300900101', '"TOSHKENT TEKSTIL" MChJ', 'Rahimov B.', 'Toshkent sh., Chilonzor, 5'),
  company('300900102', 'ООО «Канцелярия Плюс»', 'Иванов И. И.', 'г. Ташкент, ул. Бумажная, 7'),
  company('300900103', '"OʻZ-AGRO TAʼMINOT" AJ', 'Sobirov J.', 'Jizzax vil., Zomin tumani'),
  company('300900104', 'ЧП «Гўзал Қурилиш»', 'Ғаниев Ш.', 'Фарғона ш., Мустақиллик кўчаси, 12'),
];

/** The natural person; the PINFL is the one in the person's certificate. */
export function naturalPerson(): Party | null {
  const identity = personOfTwo();
  if (!identity) return null;
  return {
    taxId: identity.pinfl,
    person: true,
    name: identity.cn,
    director: identity.cn,
    address: 'г. Бухара',
    account: '',
    bankId: '',
    vatCode: '',
    branches: [],
  };
}

/** Companies a natural person may enter, with the permission roles held there. */
export interface RelatedCompany {
  readonly tin: string;
  readonly name: string;
  readonly roles: readonly number[];
}

/** All rights of docs page 05: x1 send and cancel, x2 confirm and reject, x8 view, x9 create. */
export const allRoles: readonly number[] = [1, 2, 4, 5, 6, 8, 9, 10, 13, 15].flatMap(tens => [
  tens * 10 + 1,
  tens * 10 + 2,
  tens * 10 + 8,
  tens * 10 + 9,
]);

export function relatedCompanies(): readonly RelatedCompany[] {
  return [
    { tin: FIRST_OF_TWO_TIN, roles: allRoles },
    { tin: SECOND_OF_TWO_TIN, roles: [11, 12, 18, 19, 41, 42, 48] },
  ].map(entry => ({ ...entry, name: partyOf(entry.tin).name }));
}

const person = naturalPerson();
const everybody = new Map(
  [...companies, ...partners, ...(person ? [person] : [])].map(party => [party.taxId, party]),
);

/** Anybody registered: those above, and every company with a key in the sandbox. */
export function findParty(taxId: string): Party | null {
  const found = everybody.get(taxId);
  if (found) return found;
  const identity = otherIdentityOf(taxId);
  if (identity?.tin !== taxId) return null;
  const late = company(taxId, identity.organization ?? identity.cn, identity.cn, 'Namuna viloyati');
  everybody.set(taxId, late);
  return late;
}

export function partyOf(taxId: string): Party {
  const party = findParty(taxId);
  if (!party) throw new Error(`nobody with tax id ${taxId} in the sandbox`);
  return party;
}

export const receivingPartners: readonly string[] = partners.map(party => party.taxId);
