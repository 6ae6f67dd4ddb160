import type { Doctype, Owner, StoredDocument } from '../types.ts';

/**
 * What a freshly sent document is called on either side. 1 and 2 are one state seen from two sides; waybills,
 * hybrid invoices and new powers of attorney begin their own ladders.
 */
export function sentStatus(doctype: Doctype): StoredDocument['status'] {
  const ladder: Partial<Record<Doctype, number>> = { '041': 110, '023': 210, '062': 310 };
  const first = ladder[doctype];
  return first === undefined ? { sender: 1, receiver: 2 } : { sender: first, receiver: first };
}

/** Without `status` the list shows these, as the docs say; whoever wants ladders, agents' documents or drafts asks. */
export const listedByDefault: readonly number[] = [1, 2, 3, 4, 6, 8, 40];

/** Tens digit of the permission roles of a doctype (docs page 05): x1 send, x2 confirm. */
export function roleTens(doctype: Doctype): number {
  const tens: Record<Doctype, number> = {
    '002': 1,
    '008': 1,
    '023': 1,
    '006': 2,
    '062': 2,
    '005': 4,
    '054': 4,
    '007': 5,
    '052': 6,
    '000': 8,
    '010': 8,
    '075': 8,
    '031': 9,
    '041': 10,
  };
  return tens[doctype];
}

export const statusFor = (document: StoredDocument, owner: Owner): number | null =>
  owner === 1 ? document.status.sender : document.status.receiver;

/** Steps of waybills, hybrid invoices and powers of attorney: path → what is signed and where it leads. */
export const steps: Readonly<Record<string, { readonly action: string; readonly to: number }>> = {
  give: { action: 'responsibleGive', to: 140 },
  tillreturn: { action: 'responsibleTillReturn', to: 150 },
  return: { action: 'responsibleReturn', to: 190 },
};

export const stepActions: readonly string[] = [
  'responsibleGive',
  'responsibleAccept',
  'responsibleTillReturn',
  'responsibleReturn',
  'consignorReturn',
  'consignorReturnAccept',
  'accountantAccept',
  'agentAccept',
];

/** Russian names of the doctypes, for prints and pages. */
export const doctypeNames: Record<Doctype, string> = {
  '002': 'Счёт-фактура без акта',
  '008': 'Счёт-фактура (ФАРМ)',
  '023': 'Гибридная счёт-фактура',
  '041': 'Товарно-транспортная накладная',
  '005': 'Акт выполненных работ',
  '006': 'Доверенность',
  '062': 'Доверенность (новая)',
  '007': 'Договор НК',
  '000': 'Произвольный документ',
  '010': 'Многосторонний произвольный документ',
  '052': 'Акт сверки',
  '054': 'Акт приёма-передачи',
  '075': 'Учредительный протокол',
  '031': 'Письмо НК',
};

export const statusNames: Readonly<Record<number, string>> = {
  0: 'Черновик',
  1: 'Ожидает подписи партнёра',
  2: 'Ожидает вашей подписи',
  3: 'Подписан',
  4: 'Отказ от подписи',
  5: 'Удалён',
  6: 'Ожидает подписи агента',
  8: 'Подписан агентом',
  40: 'Не действителен',
  50: 'Аннулирован НК',
  55: 'Удалённый черновик',
  60: 'Ожидает агента',
  110: 'Отправлен',
  140: 'Принят ответственным лицом',
  150: 'Возврат груза',
  190: 'Возвращён',
  210: 'Отправлен',
  310: 'Отправлен',
  5555: 'Документ отменен',
};
