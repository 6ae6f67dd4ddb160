// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { isSigningLink, readAgreementPage } from './page-reader.ts';

const link = 'https://eugoda.com/sign/a1b2c3d4';
const expected = { eugodaId: '7f3a-99', externalId: 'umb-1700000000', link, until: '21.11.2026, 12:00:00' };
const labels = [
  'Ідентифікатор документа eUgoda',
  'Ідентифікатор документа Umbrella',
  'Посилання для підпису',
  'Активне до',
] as const;
const values = ['7f3a-99', 'umb-1700000000', `<a href="${link}">Підписати</a>`, '21.11.2026, 12:00:00'];

function read(html: string) {
  document.body.innerHTML = html;
  return readAgreementPage(document.body);
}
const rows = (row: (label: string, value: string) => string) =>
  labels.map((text, at) => row(text, values[at]!)).join('');

describe('a page like the demo', () => {
  it.each([
    [
      'a table',
      `<table>${rows((a, b) => `<tr><td>${a}:</td><td>${b}</td><td><button>Копіювати</button></td></tr>`)}</table>`,
    ],
    ['a definition list', `<dl>${rows((a, b) => `<dt>${a}</dt><dd>${b}</dd>`)}</dl>`],
    ['divs', rows((a, b) => `<div><div>${a}:</div><div>${b}</div></div>`)],
    ['paragraphs with bold labels', rows((a, b) => `<p><b>${a}:</b> ${b}</p>`)],
    ['bold labels without colons', rows((a, b) => `<p><b>${a}</b> ${b}</p>`)],
    ['spans side by side', rows((a, b) => `<div><span>${a}:</span><span>${b}</span></div>`)],
    ['odd spaces', rows((a, b) => `<p>${a.replaceAll(' ', '&nbsp;\n ')}&nbsp;: ${b}</p>`)],
    ['fields', rows((a, b) => `<label>${a}: <input value="${b.startsWith('<a') ? link : b}"></label>`)],
    ['a Latin i and small letters', rows((a, b) => `<p>${a.toLowerCase().replaceAll('і', 'i')}: ${b}</p>`)],
    ['another company’s name', rows((a, b) => `<p>${a.replace('Umbrella', 'ТОВ «Приклад»')}: ${b}</p>`)],
  ])('is read from %s', (_, html) => {
    expect(read(`<h1>Демо</h1>${html}<p>Опис</p>`)).toEqual(expected);
  });

  it('is read with the link as text and without a date', () => {
    const html = rows((a, b) => `<p>${a}: ${b.startsWith('<a') ? link : b.includes('.') ? '' : b}</p>`);
    expect(read(html)).toEqual({ ...expected, until: '' });
  });

  it('is read where invisible signs part the words of a label', () => {
    const hyphenated = (text: string) => text.replaceAll('ф', 'ф&shy;').replaceAll('д', '\u200bд');
    expect(read(rows((a, b) => `<p>${hyphenated(a)}: ${b}</p>`))).toEqual(expected);
  });

  it('is not looked for, part by part, on a page without the first word of its labels', () => {
    const page = document.createElement('div');
    page.textContent = 'Prices and news';
    Object.defineProperty(page, 'childNodes', {
      get: () => {
        throw new Error('walked through');
      },
    });
    expect(readAgreementPage(page)).toBeNull();
  });

  it.each(['password', 'hidden', 'email', 'tel'])('is not read from fields of type %s', type => {
    expect(
      read(
        rows(
          (a, b) => `<label>${a}: <input type="${type}" value="${b.startsWith('<a') ? link : b}"></label>`,
        ),
      ),
    ).toBeNull();
  });

  it('is read from fields that only show it, and beside a password of the page', () => {
    const password = '<input type="password" value="umb-1600000000">';
    const html = rows(
      (a, b) => `<label>${a}: ${password}<input readonly value="${b.startsWith('<a') ? link : b}"></label>`,
    );
    expect(read(html)).toEqual(expected);
  });

  it('takes the first complete block', () => {
    const empty = labels.map(text => `<p>${text}: | |</p>`).join('');
    expect(read(empty + rows((a, b) => `<p>${a}: ${b}</p>`))).toEqual(expected);
  });

  it.each([
    ['nothing is registered yet', labels.map(text => `<p>${text}: | |</p>`).join('')],
    ['a label is missing', rows((a, b) => (a.startsWith('Посилання') ? '' : `<p>${a}: ${b}</p>`))],
    [
      'the order is another',
      rows((a, b) => `<p>${a}: ${b}</p>`)
        .split('</p>')
        .reverse()
        .join('</p>'),
    ],
    ['the labels stand in a script', `<script type="x">${rows((a, b) => `${a}: ${b}\n`)}</script>`],
    ['the page is about something else', '<p>Підписати документ</p>'],
  ])('is not made up when %s', (_, html) => {
    expect(read(html)).toBeNull();
  });

  it('is looked for in a huge page within a blink', () => {
    const text = labels.join(' ').repeat(2000);
    document.body.innerHTML = `<p>${text}</p>`;
    const begun = performance.now();
    readAgreementPage(document.body);
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});

describe('signing links', () => {
  it.each([
    [link, true],
    ['https://www.eugoda.com:3000/s?doc=12345678', true],
    ['https://eugoda.com/sign/abcdefghIJKL', true],
    ['https://eugoda.com/demo', false],
    ['https://eugoda.com/documentation', false],
    ['https://eugoda.com/', false],
    ['http://eugoda.com/sign/a1b2c3d4', false],
    ['https://eugoda.com.evil.example/sign/a1b2c3d4', false],
    ['https://eugoda.com:3000/api/signing/document?timestamp=1700000000', false],
  ])('%s: %s', (address, is) => {
    expect(isSigningLink(address)).toBe(is);
  });
});
