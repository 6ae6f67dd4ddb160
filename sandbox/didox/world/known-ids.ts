import { type Doctype, doctypes } from '../types.ts';

/** Ids that demos and tests may rely on. All are 32 upper-case hex digits. */
const known = (tail: string): string => `11EFD0C5A81E4B60${tail.padStart(16, '0')}`.toUpperCase();

/** The companies and the natural person of the sandbox world. */
export const SENDER_TIN = '300000019';
export const RECEIVER_TIN = '300000027';
export const STRANGER_TIN = '300000035';
export const FIRST_OF_TWO_TIN = '300000043';
export const SECOND_OF_TWO_TIN = '300000050';
export const EXPIRED_KEY_TIN = '300000076';
export const FAMILY_2024_TIN = '300000092';

/** Invoice 002 of SENDER to RECEIVER that its sender has not signed yet. */
export const DEMO_OUTGOING_DRAFT = known('1');
/** Invoice 002 of SENDER that waits for RECEIVER's signature. */
export const DEMO_INCOMING = known('2');
/** Invoice 002 of RECEIVER that waits for SENDER's signature. */
export const DEMO_INCOMING_FOR_SENDER = known('3');
/** Invoice 002 of SENDER, sent and waiting; nothing else differs from DEMO_INCOMING. May be cancelled. */
export const DEMO_SENT = known('4');
export const DEMO_SIGNED = known('5');
export const DEMO_REFUSED = known('6');
export const DEMO_CANCELLED = known('7');
/** Sent to SENDER through another operator (faktura.uz). */
export const DEMO_ROAMING = known('8');
/** Waits for SENDER; the content RECEIVER signed is PHP-style JSON, so its bytes are not JSON.stringify(json). */
export const DEMO_PHP_STYLE = known('9');
/** Drafts of the two companies one person directs, and one of the stranger. */
export const DEMO_DRAFT_FIRST_OF_TWO = known('A');
export const DEMO_DRAFT_SECOND_OF_TWO = known('B');
export const DEMO_DRAFT_STRANGER = known('C');
/** Drafts of the companies whose key has expired, and whose key is of the 2024 algorithm family. */
export const DEMO_DRAFT_EXPIRED_KEY = known('11');
export const DEMO_DRAFT_FAMILY_2024 = known('12');
/** An act that waits for the natural person. */
export const DEMO_INCOMING_FOR_PERSON = known('D');
/** Waits for STRANGER, from SENDER; SENDER and STRANGER alone may see it. */
export const DEMO_INCOMING_FOR_STRANGER = known('E');
/** An act that waits for FIRST_OF_TWO, and an invoice that waits for SECOND_OF_TWO. */
export const DEMO_INCOMING_FIRST_OF_TWO = known('F');
export const DEMO_INCOMING_SECOND_OF_TWO = known('10');

/** One draft and one sent document (SENDER to RECEIVER) of every doctype. */
export const DEMO_BY_DOCTYPE = Object.fromEntries(
  doctypes.map(doctype => [doctype, { draft: known(`D${doctype}`), sent: known(`5${doctype}`) }]),
) as Readonly<Record<Doctype, { readonly draft: string; readonly sent: string }>>;

/** The partner token the sandbox accepts, and the password of every account. */
export const PARTNER_TOKEN = 'sandbox-partner-token';
export const ACCOUNT_PASSWORD = 'sandbox-password';
