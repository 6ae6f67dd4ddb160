import { type Doctype, doctypes, type StoredDocument } from '../types.ts';
import { compactJson, phpJson } from './bytes.ts';
import { contentOf } from './content.ts';
import * as known from './known-ids.ts';
import { companies, naturalPerson, partyOf, receivingPartners } from './parties.ts';
import { createRandom, type Random } from './random.ts';
import { sentStatus } from './statuses.ts';

interface Wish {
  readonly id?: string;
  readonly doctype?: Doctype;
  readonly sender: string;
  readonly receiver: string;
  readonly state?: State;
  readonly operator?: StoredDocument['operator'];
  readonly phpStyle?: boolean;
  readonly number?: string;
  /** Days before the seed's last day. */
  readonly age?: number;
}

const states = ['draft', 'sent', 'signed', 'refused', 'cancelled', 'invalid', 'annulled', 'agent'] as const;
type State = (typeof states)[number];

/** The last day of the seeded world, Tashkent noon. Fixed, so that the world is the same on every machine. */
export const SEED_DAY = Date.UTC(2026, 10, 20, 7, 0, 0);
const DAY = 86_400_000;

const status = (state: State, doctype: Doctype): StoredDocument['status'] => {
  switch (state) {
    case 'draft':
      return { sender: 0, receiver: null };
    case 'sent':
      return sentStatus(doctype);
    case 'signed':
      return { sender: 3, receiver: 3 };
    case 'refused':
      return { sender: 4, receiver: 4 };
    case 'cancelled':
      return { sender: 5, receiver: 5555 };
    case 'invalid':
      return { sender: 40, receiver: 40 };
    case 'annulled':
      return { sender: 50, receiver: 50 };
    case 'agent':
      return { sender: 6, receiver: 60 };
  }
};

const comments: Partial<Record<State, string>> = {
  refused: 'Неверная сумма НДС, просим исправить',
  cancelled: 'Документ отменен',
  invalid: 'Аннулирован корректировочной СФ',
  annulled: 'Аннулирован налоговым органом',
};

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Makes one document out of a wish; what the wish leaves open is drawn from `random`. */
export function makeDocument(random: Random, wish: Wish): StoredDocument {
  const doctype = wish.doctype ?? '002';
  const state = wish.state ?? 'draft';
  const created = SEED_DAY - (wish.age ?? random.below(120)) * DAY - random.below(28_800) * 1000;
  const drawn = `${random.pick(['11EF', '11F0', '3CBD'])}${random.hex(28)}`.toUpperCase();
  const id = wish.id ?? drawn;
  const draft = {
    doctype,
    number: wish.number ?? `${random.pick(['', 'V-', 'С-', 'B-'])}${1 + random.below(900)}`,
    date: isoDay(created),
    contractNumber: `${1 + random.below(90)}/${created % 2 ? 'П' : 'Q'}`,
    contractDate: isoDay(created - (30 + random.below(300)) * DAY),
    sender: partyOf(wish.sender),
    receiver: partyOf(wish.receiver),
    random,
  };
  const { json, totals } = contentOf(draft);
  const sent = state !== 'draft';
  return {
    id,
    doctype,
    number: draft.number,
    date: draft.date,
    contractNumber: draft.contractNumber,
    contractDate: draft.contractDate,
    sender: wish.sender,
    receiver: wish.receiver,
    json,
    totals,
    roamingId: random.hex(24),
    operator: wish.operator ?? 'didox.uz',
    createdAt: new Date(created),
    updatedAt: new Date(created + (sent ? 95_000 : 0)),
    sentAt: sent ? new Date(created + 90_000) : null,
    status: status(state, doctype),
    comment: comments[state] ?? '',
    content: wish.phpStyle ? new TextEncoder().encode(phpJson(json)) : compactJson(json),
    seeded: state === 'signed' ? 'both' : sent ? 'sender' : 'nobody',
    pkcs7: null,
    submissions: [],
  };
}

function knownWishes(): Wish[] {
  const ours = { sender: known.SENDER_TIN, receiver: known.RECEIVER_TIN, age: 0 };
  const theirs = { sender: known.RECEIVER_TIN, receiver: known.SENDER_TIN, age: 0 };
  const two = { sender: known.FIRST_OF_TWO_TIN, receiver: known.RECEIVER_TIN, age: 1 };
  const person = naturalPerson();
  return [
    { ...ours, id: known.DEMO_OUTGOING_DRAFT, number: '1042' },
    { ...ours, id: known.DEMO_INCOMING, state: 'sent', number: '1041' },
    { ...theirs, id: known.DEMO_INCOMING_FOR_SENDER, state: 'sent', number: 'С-77' },
    { ...ours, id: known.DEMO_SENT, state: 'sent', number: '1040' },
    { ...ours, id: known.DEMO_SIGNED, state: 'signed', number: '1039' },
    { ...ours, id: known.DEMO_REFUSED, state: 'refused', number: '1038' },
    { ...ours, id: known.DEMO_CANCELLED, state: 'cancelled', number: '1037' },
    { ...theirs, id: known.DEMO_ROAMING, state: 'sent', operator: 'faktura.uz', number: 'V-9' },
    { ...theirs, id: known.DEMO_PHP_STYLE, state: 'sent', phpStyle: true, number: 'С-78' },
    { ...two, id: known.DEMO_DRAFT_FIRST_OF_TWO },
    { ...two, id: known.DEMO_DRAFT_SECOND_OF_TWO, sender: known.SECOND_OF_TWO_TIN },
    { ...ours, id: known.DEMO_DRAFT_STRANGER, sender: known.STRANGER_TIN },
    { ...ours, id: known.DEMO_DRAFT_EXPIRED_KEY, sender: known.EXPIRED_KEY_TIN },
    { ...ours, id: known.DEMO_DRAFT_FAMILY_2024, sender: known.FAMILY_2024_TIN },
    ...(person
      ? [
          {
            ...ours,
            id: known.DEMO_INCOMING_FOR_PERSON,
            doctype: '005',
            receiver: person.taxId,
            state: 'sent',
          } as const,
        ]
      : []),
    { ...ours, id: known.DEMO_INCOMING_FOR_STRANGER, receiver: known.STRANGER_TIN, state: 'sent' },
    {
      ...ours,
      id: known.DEMO_INCOMING_FIRST_OF_TWO,
      doctype: '005',
      receiver: known.FIRST_OF_TWO_TIN,
      state: 'sent',
    },
    { ...ours, id: known.DEMO_INCOMING_SECOND_OF_TWO, receiver: known.SECOND_OF_TWO_TIN, state: 'sent' },
    ...doctypes.flatMap(doctype => [
      { ...ours, doctype, id: known.DEMO_BY_DOCTYPE[doctype].draft },
      { ...ours, doctype, id: known.DEMO_BY_DOCTYPE[doctype].sent, state: 'sent' as const },
    ]),
  ];
}

/** More of everything: for each company 72 documents to the others, in all states and doctypes. */
function crowdWishes(random: Random): Wish[] {
  const weights: readonly State[] = [
    ...Array<State>(3).fill('draft'),
    ...Array<State>(6).fill('sent'),
    ...Array<State>(5).fill('signed'),
    ...states,
  ];
  return companies.flatMap(({ taxId: sender }) => {
    // SENDER and RECEIVER get the most, so that their inboxes are worth a look.
    const favourites = Array(3).fill([known.SENDER_TIN, known.RECEIVER_TIN]).flat() as string[];
    const receivers = [
      ...[...companies.map(party => party.taxId), ...favourites].filter(taxId => taxId !== sender),
      ...receivingPartners,
    ];
    return Array.from({ length: 72 }, (_, n) => ({
      sender,
      receiver: random.pick(receivers),
      state: random.pick(weights),
      doctype: n % 2 ? ('002' as const) : random.pick(doctypes),
      age: 1 + random.below(150),
    }));
  });
}

export const SEED_KINDS = [
  'empty',
  'default',
  'outgoing-100',
  'incoming-10',
  'incoming-100',
  'incoming-1000',
  'incoming-2000',
  'mixed-100',
] as const;
export type SeedKind = (typeof SEED_KINDS)[number];

/**
 * `default`: the known documents and several hundred more. The others are so many documents, fit to be signed in one
 * go: drafts of SENDER; documents that wait for SENDER; of `mixed-100` 60 are the first and 40 the second.
 */
export function seedDocuments(kind: SeedKind): StoredDocument[] {
  const random = createRandom([...kind].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 2026));
  const out = { sender: known.SENDER_TIN, receiver: known.RECEIVER_TIN, state: 'draft' } as const;
  const back = { sender: known.RECEIVER_TIN, receiver: known.SENDER_TIN, state: 'sent' } as const;
  const types: readonly Doctype[] = ['002', '005', '007', '000', '054'];
  const batch = (outgoing: number, length = 100): Wish[] =>
    Array.from({ length }, (_, n) => ({
      ...(n < outgoing ? out : back),
      doctype: types[n % types.length] ?? '002',
      number: `П-${n + 1}`,
      age: 0,
    }));
  const wishes = {
    empty: () => [],
    default: () => [...knownWishes(), ...crowdWishes(random)],
    'outgoing-100': () => batch(100),
    'incoming-10': () => batch(0, 10),
    'incoming-100': () => batch(0),
    'incoming-1000': () => batch(0, 1000),
    'incoming-2000': () => batch(0, 2000),
    'mixed-100': () => batch(60),
  }[kind]();
  return wishes.map(wish => makeDocument(random, wish));
}
