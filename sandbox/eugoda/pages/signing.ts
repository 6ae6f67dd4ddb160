import type { StoredAgreement } from '../types.ts';
import { escapeHtml, layout } from './layout.ts';

/** What a signing link shows: the document and one button, or why there is none. */
export function signingPage(
  agreement: StoredAgreement | null,
  now: number,
): { status: number; html: string } {
  const page = (status: number, title: string, body: string) => ({
    status,
    html: layout(title, `<h1>eUgoda</h1>\n${body}`),
  });
  if (agreement === null) return page(404, 'eUgoda', '<p role="alert">Посилання не дійсне</p>');
  const name = escapeHtml(agreement.documentName);
  const given = agreement.signedAt.length;
  if (given >= agreement.expectedSignatures) {
    return page(200, agreement.documentName, `<p>${name}</p>\n<p role="status">Документ підписано</p>`);
  }
  if (agreement.link.until <= now) {
    return page(410, agreement.documentName, '<p role="alert">Посилання прострочене</p>');
  }
  return page(
    200,
    agreement.documentName,
    `<p>Документ: <b>${name}</b></p>
<p>Підписів: ${given} з ${agreement.expectedSignatures}</p>
<p>Активне до: ${escapeHtml(new Date(agreement.link.until).toLocaleString('uk-UA'))}</p>
<form method="post"><button>Підписати</button></form>`,
  );
}
