import type { EugodaSettings } from './settings.ts';
import type { RefusalCode, StoredAgreement } from './types.ts';

/** An answer in one of the shapes the real service might have. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const json = (value: unknown, status = 200): Reply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

export function linkReply(agreement: StoredAgreement, link: string, settings: EugodaSettings): Reply {
  const { id } = agreement;
  const until = dateIn(agreement.link.until, settings.dates);
  const dated = (name: string): Record<string, unknown> => (until === undefined ? {} : { [name]: until });
  switch (settings.reply) {
    case 'flat':
      return json({ id, externalId: agreement.externalId, link, ...dated('validUntil') });
    case 'data':
      return json({ success: true, data: { documentId: id, url: link, ...dated('expiresAt') } });
    case 'result-document':
      return json({ result: { document: { id, signing_url: link, ...dated('active_until') } } });
    case 'other-names':
      return json({ returnUrl: agreement.returnUrl, doc: id, wo: link, ...dated('bis') });
    case 'list':
      return json([{ id, link, ...dated('validUntil') }]);
    case 'bare-link':
      return { status: 200, contentType: 'text/plain; charset=utf-8', body: link };
    case 'message-only':
      return json({ message: 'Created', documentId: id }, 201);
  }
}

function dateIn(moment: number, form: EugodaSettings['dates']): string | number | undefined {
  const kyiv = new Date(moment).toLocaleString('sv-SE', { timeZone: 'Europe/Kyiv' });
  const [date, time] = kyiv.split(' ') as [string, string];
  switch (form) {
    case 'iso':
      return new Date(moment).toISOString();
    case 'iso-local':
      return `${date}T${time}`;
    case 'epoch':
      return Math.floor(moment / 1000);
    case 'epoch-ms':
      return moment;
    case 'dotted':
      return `${date.split('-').reverse().join('.')} ${time}`;
    case 'none':
      return undefined;
  }
}

const words: Readonly<Record<RefusalCode, { readonly uk: string; readonly en: string }>> = {
  malformed: { uk: 'Некоректний запит', en: 'Malformed request' },
  'too-large': { uk: 'Файл завеликий', en: 'Request entity too large' },
  'unknown-application': { uk: 'Застосунок не знайдено', en: 'Application not found' },
  timestamp: { uk: 'Часова мітка застаріла', en: 'Timestamp is outdated' },
  'validation-string': { uk: 'Невірний рядок валідації', en: 'Invalid validationString' },
  duplicate: { uk: 'Документ з таким externalId вже існує', en: 'externalId already exists' },
  'unknown-template': { uk: 'Шаблон не знайдено', en: 'Template not found' },
  'template-data': { uk: 'Не вистачає параметрів', en: 'Parameters are missing' },
  lifetime: { uk: 'Недопустиме значення lifetime', en: 'Bad lifetime' },
  'unknown-document': { uk: 'Документ не знайдено', en: 'Document not found' },
  'link-expired': { uk: 'Посилання прострочене', en: 'Link expired' },
  'not-signed': { uk: 'Документ ще не підписано', en: 'Document is not signed yet' },
  'not-found': { uk: 'Сторінку не знайдено', en: 'Not found' },
  failure: { uk: 'Внутрішня помилка', en: 'Internal error' },
};

export const wordsOf = (code: RefusalCode, language: 'uk' | 'en'): string => words[code][language];

export function refusalReply(code: RefusalCode, status: number, settings: EugodaSettings): Reply {
  const text = wordsOf(code, settings.words);
  switch (settings.errors) {
    case 'message':
      return json({ statusCode: status, error: 'Error', message: text }, status);
    case 'error':
      return json({ error: { code, message: text } }, status);
    case 'errors':
      return json({ errors: [{ message: text }] }, status);
    case 'success-false':
      return json({ success: false, message: text }, status === 413 || status >= 500 ? status : 200);
    case 'text':
      return { status, contentType: 'text/plain; charset=utf-8', body: text };
    case 'html':
      return {
        status,
        contentType: 'text/html; charset=utf-8',
        body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>nginx</h1></body></html>`,
      };
    case 'empty':
      return { status, contentType: 'application/json', body: '' };
  }
}
