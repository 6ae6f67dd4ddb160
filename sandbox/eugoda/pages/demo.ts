import { layout } from './layout.ts';

const templateFields: readonly (readonly [name: string, caption: string, type: string])[] = [
  ['name', 'Імʼя співробітника', 'text'],
  ['number', 'Номер договору', 'text'],
  ['passportNo', 'Номер паспорта', 'text'],
  ['passportDate', 'Дата видачі', 'date'],
  ['issuer', 'Ким видано', 'text'],
  ['city', 'Місто', 'text'],
  ['date', 'Дата договору', 'date'],
  ['salary', 'Оклад', 'number'],
];

/** A page like eUgoda's demo: the company's, with both ways to an agreement and the four rows about it. */
export function demoPage(): string {
  const inputs = templateFields
    .map(([name, caption, type]) => `<label>${caption}<input name="${name}" type="${type}" required></label>`)
    .join('\n');
  return layout(
    'Umbrella: договори',
    `<h1>Umbrella</h1>
<fieldset>
<legend>Договір</legend>
<label><input type="radio" name="way" value="file" checked> Договір з файлу</label>
<label><input type="radio" name="way" value="template"> Договір з шаблону</label>
</fieldset>
<form id="from-file">
<label>Файл<input name="file" type="file" required></label>
<button>Надіслати</button>
</form>
<form id="from-template" hidden>
${inputs}
<button>Заключити договір</button>
</form>
<p role="alert" id="problem"></p>
<section id="result" hidden>
<table>
<tr><td>Ідентифікатор документа eUgoda:</td><td id="eugoda-id"></td><td><button type="button" data-copy="eugoda-id">Копіювати</button></td></tr>
<tr><td>Ідентифікатор документа Umbrella:</td><td id="external-id"></td><td><button type="button" data-copy="external-id">Копіювати</button></td></tr>
<tr><td>Посилання для підпису:</td><td><a id="link" target="_blank" rel="noopener"></a></td><td><button type="button" data-copy="link">Копіювати</button></td></tr>
<tr><td>Активне до:</td><td id="until"></td></tr>
</table>
<button type="button" id="renew">Нове посилання</button>
<button type="button" id="fetch">Отримати документ</button>
</section>
<h2>Опис</h2>
<p>Сторінка показує, як компанія підписує договори через eUgoda: реєструє файл або шаблон, надсилає посилання, забирає архів.</p>
<script src="/demo/crypto-js.js"></script>
<script src="/demo/test.js"></script>`,
  );
}
