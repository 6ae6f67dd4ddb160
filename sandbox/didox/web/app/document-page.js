import { chip, day, h, money } from './elements.js';

function paper(doc) {
  const side = (label, party) =>
    h(
      'div',
      { class: 'be__side' },
      h('div', { class: 'be__label' }, label),
      h('b', {}, party.name),
      h('div', {}, `ИНН: ${party.taxId}`),
      h('div', {}, party.address),
      party.account ? h('div', {}, `Р/с: ${party.account}`) : null,
    );
  return h(
    'section',
    { class: 'be__section' },
    h(
      'div',
      { class: 'be__doc' },
      h('div', { class: 'be__doc-id' }, 'ID: ', h('span', { class: 'be__doc-id__text' }, doc.id)),
      h('h2', { class: 'be__title' }, `${doc.type} № ${doc.number}`, h('br'), `от ${day(doc.date)}`),
      h('p', { class: 'be__contract' }, `к договору № ${doc.contract ?? '—'} от ${day(doc.contractDate)}`),
      h('div', { class: 'be__sides' }, side('Поставщик', doc.seller), side('Покупатель', doc.buyer)),
      doc.products.length
        ? h(
            'table',
            { class: 'be__table' },
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                ['№', 'Наименование', 'Ед.', 'Кол-во', 'Стоимость', 'НДС', 'Всего с НДС'].map(name =>
                  h('th', {}, name),
                ),
              ),
            ),
            h(
              'tbody',
              {},
              doc.products.map((item, n) =>
                h(
                  'tr',
                  {},
                  h('td', {}, String(n + 1)),
                  h('td', {}, item.name),
                  h('td', {}, item.packagename ?? ''),
                  h('td', { class: 'num' }, String(item.count ?? '')),
                  h('td', { class: 'num' }, money(item.deliverysum ?? null)),
                  h('td', { class: 'num' }, money(item.vatsum ?? null)),
                  h('td', { class: 'num' }, money(item.deliverysumwithvat ?? null)),
                ),
              ),
            ),
          )
        : null,
      doc.totals ? h('p', { class: 'be__total' }, `Всего к оплате: ${money(doc.totals.withVat)} сум`) : null,
      doc.sentAt
        ? h(
            'div',
            { class: 'be__signed' },
            h('div', { class: 'be__signed__title' }, 'Подписано ЭЦП'),
            doc.seller.name,
            h('br'),
            doc.sentAt,
          )
        : null,
    ),
  );
}

export function documentPage(doc, inFrame) {
  const back = doc.status === 0 ? '/draft' : doc.owner === 1 ? '/outgoing' : '';
  const mayEdit = doc.owner === 1 && doc.status === 0;
  return h(
    'section',
    { 'data-title': `№ ${doc.number}` },
    h('a', { class: 'back', href: `/documents/new${back}?tab=all&page=1&limit=20` }, '← К списку'),
    h(
      'div',
      { class: 'bar' },
      h('h1', {}, `${doc.type} № ${doc.number}`),
      chip(doc),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'btn', 'data-log': 'Показать документ' }, 'Показать документ'),
        mayEdit
          ? h('a', { class: 'btn', href: `/document_form/${doc.doctype}/${doc.id}/edit` }, 'Редактировать')
          : null,
        doc.status === 2
          ? h('button', { type: 'button', class: 'btn btn--red', 'data-log': 'Отказать' }, 'Отказать')
          : null,
        doc.status === 0 || doc.status === 2
          ? h('button', { type: 'button', class: 'btn btn--main', 'data-log': 'Подписать' }, 'Подписать')
          : null,
      ),
    ),
    doc.comment ? h('p', { class: 'note' }, doc.comment) : null,
    inFrame ? h('iframe', { class: 'frame', src: `/web/print/${doc.id}`, title: 'Документ' }) : paper(doc),
  );
}
