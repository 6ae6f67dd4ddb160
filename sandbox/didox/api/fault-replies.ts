import type { Fault } from '../faults.ts';
import { json, type Reply, text } from '../http/exchange.ts';
import type { Language } from '../types.ts';
import {
  archiveError,
  detailedRefusal,
  fieldErrors,
  message,
  refusal,
  signatureError,
  successFalse,
} from './errors.ts';

const htmlPage = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>
`;

const retryAfter = (fault: Fault): Record<string, string> =>
  fault.retryAfter === null ? {} : { 'Retry-After': String(fault.retryAfter ?? 2) };

/** The answer a fault gives; null for those that give none (drop, hang) or the real one (slow, partial). */
export function faultReply(fault: Fault, language: Language): Reply | null {
  switch (fault.answer) {
    case 'drop':
    case 'hang':
    case 'slow':
    case 'partial':
      return null;
    case 'html':
      return text(200, htmlPage);
    case 'bad-gateway':
      return text(502, htmlPage);
    case 'server-error':
      return json(500, { message: 'Server Error' });
    case 'garbage':
      return { status: 200, type: 'application/json', body: '{"data":tru' };
    case 'empty':
      return { status: 200, type: 'application/json', body: '' };
    case 'undefined-variable':
      return text(500, 'Undefined variable $isDraft');
    case 'token-expired':
      return message(401, 'Token expired');
    case 'invalid-user-key':
      return text(401, 'Unauthorized. Invalid user key');
    case 'rate-limited':
      return {
        ...message(429, fault.body ?? 'Слишком много попыток. Попробуйте через 0 минут. 2 секунд'),
        headers: retryAfter(fault),
      };
    case 'unavailable':
      return {
        ...detailedRefusal(503, fault.body ?? 'Сервис недоступен', language),
        headers: retryAfter(fault),
      };
    case 'offer-required':
      return refusal(422, 'Оферта не подписана', { offer: 'required' });
    case 'offer-prose':
      return message(
        422,
        'Для отправки документа необходимо подписать условия публичной оферты на сайте didox.uz',
      );
    case 'user-disabled':
      return refusal(422, 'User status disabled');
    case 'validation':
      return refusal(422, `Ошибка валидации: ${fault.body ?? 'не заполнен код каталога (ИКПУ)'}`);
    case 'database':
      return refusal(422, 'Ошибка обновления в базе');
    case 'forbidden':
      return detailedRefusal(403, 'Нет доступа', language);
    case 'signature-field':
      return signatureError(fault.body ?? 'Подпись не прошла проверку');
    case 'field-errors':
      return fieldErrors({ buyertin: 'Поле обязательно', 'productlist.0.catalogcode': 'Неверный код' });
    case 'success-false':
      return successFalse(fault.body ?? 'Не удалось получить данные НК');
    case 'error-reason':
      return archiveError(fault.body ?? 'timeout');
    case 'bare-string':
      return text(fault.status ?? 422, fault.body ?? 'Not supported operation');
    case 'message':
      return message(fault.status ?? 422, fault.body ?? 'Неподдерживаемый тип документа');
    case 'redirect':
      return {
        status: 302,
        type: 'text/html',
        body: '',
        headers: { Location: 'https://didox.uz/login_with_signature' },
      };
    case 'custom':
      return {
        status: fault.status ?? 500,
        type: fault.headers?.['Content-Type'] ?? 'application/json',
        body: fault.body ?? '',
        headers: fault.headers ?? {},
      };
  }
}
