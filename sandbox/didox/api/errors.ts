import { randomUUID } from 'node:crypto';
import { json, type Reply, text } from '../http/exchange.ts';
import type { Json, Language } from '../types.ts';

/** Every shape in which Didox says no. */

/** `{data:{status:"error",message,context}}`, the envelope of /sign. */
export const refusal = (status: number, message: string, context: Json = []): Reply =>
  json(status, { data: { status: 'error', message, context } });

/** The same with `errorDetails` in the language asked for. */
export const detailedRefusal = (status: number, message: string, language: Language): Reply =>
  json(status, {
    data: { status: 'error', message, context: [] },
    errorDetails: {
      id: randomUUID(),
      title: language === 'uz' ? 'Xatolik' : 'Ошибка',
      message: detailTexts[status]?.[language] ?? message,
      description: language === 'uz' ? 'Birozdan soʻng urinib koʻring' : 'Повторите попытку позже',
    },
  });

const detailTexts: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  403: {
    ru: 'Недостаточно прав для выполнения действия',
    uz: 'Amalni bajarish uchun huquqlar yetarli emas',
  },
  503: { ru: 'Сервис НК временно недоступен', uz: 'SQ xizmati vaqtincha ishlamayapti' },
};

/** `{field:[texts]}` */
export const fieldErrors = (fields: Record<string, string>): Reply =>
  json(422, Object.fromEntries(Object.entries(fields).map(([field, message]) => [field, [message]])));

export const signatureError = (message: string): Reply => fieldErrors({ signature: message });
export const message = (status: number, words: string): Reply => json(status, { message: words });
export const plain = text;

/** `{error:{message,reason,details}}`, the envelope of the archive. */
export const archiveError = (reason: string): Reply =>
  json(500, { data: null, error: { message: 'Не удалось создать архив', reason, details: [] } });

/** `{success:false,error}`, the envelope of the profile family. */
export const successFalse = (error: string): Reply => json(422, { success: false, error });

/** Guess: what GET answers for a document that is not there, or not ours. The print form's text is official. */
export const noSuchDocument = (): Reply => refusal(422, 'Документ не найден');
export const noSuchPrint = (): Reply => text(422, 'Для вас такого документа не существует');
/** Guess: the wording of the refusal of a second signature. */
export const alreadySigned = (): Reply => refusal(422, 'Документ уже подписан');

export const waitText = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  return `Слишком много попыток. Попробуйте через ${Math.floor(seconds / 60)} минут. ${seconds % 60} секунд`;
};
