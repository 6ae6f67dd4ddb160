import { chip, day, h, money } from './elements.js';

const titles = { incoming: 'Входящие', outgoing: 'Исходящие', draft: 'Черновики' };
const menu = [
  ['/documents/new?tab=all&page=1&limit=20', 'Входящие', '/documents/new'],
  ['/documents/new/outgoing?tab=all&page=1&limit=20', 'Исходящие', '/documents/new/outgoing'],
  ['/documents/new/draft?tab=all&page=1&limit=20', 'Черновики', '/documents/new/draft'],
  ['/profile/account', 'Профиль', '/profile/account'],
];

export function shell(profile, path, content) {
  if (path === '/login_with_signature' || path === '/') return h('main', { class: 'plain' }, content);
  return h(
    'div',
    { class: 'app' },
    h(
      'aside',
      { class: 'side' },
      h(
        'a',
        { class: 'logo', href: '/documents/new?tab=all&page=1&limit=20' },
        h('span', { class: 'logo__mark' }, 'd'),
        'didox',
      ),
      h('a', { class: 'create', href: '/create_document' }, '+ Создать документ'),
      h(
        'nav',
        {},
        menu.map(([href, label, own]) =>
          h('a', { class: path === own ? 'item item--on' : 'item', href }, label),
        ),
      ),
      h('div', { class: 'side__foot' }, 'Песочница: всё вымышлено'),
    ),
    h(
      'div',
      { class: 'main' },
      h(
        'header',
        { class: 'top' },
        h('input', { class: 'search', placeholder: 'Поиск по документам', 'aria-label': 'Поиск' }),
        h('div', { class: 'who' }, h('b', {}, profile.name), h('span', {}, `ИНН ${profile.taxId}`)),
      ),
      h('main', { class: 'content' }, content),
    ),
  );
}

export function listPage(kind, data, path) {
  const link = page => `${path}?tab=all&page=${page}&limit=${data.limit}`;
  const last = Math.max(1, Math.ceil(data.total / data.limit));
  return h(
    'section',
    { 'data-title': titles[kind] },
    h(
      'div',
      { class: 'bar' },
      h('h1', {}, titles[kind]),
      h('span', { class: 'count' }, `${data.total} документов`),
    ),
    h(
      'div',
      { class: 'tabs' },
      ['Все', 'Ожидают подписи', 'Подписанные', 'Отказанные'].map((name, n) =>
        h('span', { class: n === 0 ? 'tab tab--on' : 'tab' }, name),
      ),
    ),
    h(
      'table',
      { class: 'list' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Документ', 'Контрагент', 'Дата', 'Сумма, сум', 'Статус'].map(name => h('th', {}, name)),
        ),
      ),
      h(
        'tbody',
        {},
        data.rows.map(row =>
          h(
            'tr',
            { class: 'ant-table-row' },
            h(
              'td',
              { class: 'ant-table-cell' },
              h('a', { href: `/documents/${row.id}/${row.owner}` }, `№ ${row.number}`),
              h('small', {}, row.type),
            ),
            h('td', { class: 'ant-table-cell' }, row.partner.name, h('small', {}, row.partner.taxId)),
            h('td', { class: 'ant-table-cell' }, day(row.date)),
            h('td', { class: 'ant-table-cell num' }, money(row.sum)),
            h('td', { class: 'ant-table-cell' }, chip(row)),
          ),
        ),
      ),
    ),
    data.rows.length === 0 ? h('p', { class: 'empty' }, 'Документов нет') : null,
    h(
      'div',
      { class: 'pager' },
      data.page > 1 ? h('a', { href: link(data.page - 1) }, '← Назад') : null,
      h('span', {}, `${data.page} / ${last}`),
      data.page < last ? h('a', { href: link(data.page + 1) }, 'Вперёд →') : null,
    ),
  );
}

const types = [
  ['002', 'Счёт-фактура без акта'],
  ['005', 'Акт выполненных работ'],
  ['007', 'Договор НК'],
  ['041', 'Товарно-транспортная накладная'],
  ['062', 'Доверенность'],
  ['000', 'Произвольный документ'],
  ['052', 'Акт сверки'],
  ['054', 'Акт приёма-передачи'],
  ['031', 'Письмо НК'],
];

export const createDocument = () =>
  h(
    'section',
    { 'data-title': 'Создать документ' },
    h('div', { class: 'bar' }, h('h1', {}, 'Создать документ')),
    h(
      'div',
      { class: 'tiles' },
      types.map(([code, name]) =>
        h('a', { class: 'tile', href: `/document_form/${code}` }, h('b', {}, name), h('small', {}, code)),
      ),
    ),
  );

export function documentForm(doctype, doc) {
  const field = (label, value, name) =>
    h('label', { class: 'field' }, h('span', {}, label), h('input', { value: value ?? '', name }));
  return h(
    'section',
    { 'data-title': 'Редактирование' },
    h(
      'div',
      { class: 'bar' },
      h('h1', {}, doc ? `${doc.type}: редактирование` : `Новый документ ${doctype}`),
    ),
    h(
      'div',
      { class: 'card form' },
      field('Номер документа', doc?.number, 'number'),
      field('Дата', day(doc?.date)),
      field('Номер договора', doc?.contract),
      field('Дата договора', day(doc?.contractDate)),
      field('ИНН партнёра', doc?.buyer.taxId),
      field('Наименование партнёра', doc?.buyer.name),
      field('Сумма с НДС', doc?.totals ? money(doc.totals.withVat) : '', 'sum'),
    ),
    h(
      'div',
      { class: 'actions actions--left' },
      ['Показать документ', 'Сохранить', 'Отменить'].map(name =>
        h(
          'button',
          { type: 'button', class: 'btn', 'data-log': name, 'data-save': name === 'Сохранить' && doc?.id },
          name,
        ),
      ),
      h('button', { type: 'button', class: 'btn btn--main', 'data-log': 'Подписать' }, 'Подписать'),
    ),
  );
}

export const profilePage = profile =>
  h(
    'section',
    { 'data-title': 'Профиль' },
    h('div', { class: 'bar' }, h('h1', {}, 'Профиль')),
    h(
      'dl',
      { class: 'card facts' },
      [
        ['Наименование', profile.name],
        ['ИНН', profile.taxId],
        ['Директор', profile.director],
        ['Адрес', profile.address],
        ['Расчётный счёт', profile.account],
      ].flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
    ),
  );

export const loginPage = () =>
  h(
    'section',
    { class: 'card login', 'data-title': 'Вход' },
    h('span', { class: 'logo__mark' }, 'd'),
    h('h1', {}, 'Вход по ЭЦП'),
    h('p', {}, 'Выберите ключ E-IMZO, чтобы войти в кабинет.'),
    h('button', { type: 'button', class: 'btn btn--main', 'data-log': 'Войти' }, 'Войти'),
    h('a', { href: '/documents/new?tab=all&page=1&limit=20' }, 'Кабинет песочницы'),
  );

export const landing = () =>
  h(
    'section',
    { class: 'card login', 'data-title': 'Электронный документооборот' },
    h('span', { class: 'logo__mark' }, 'd'),
    h('h1', {}, 'Электронный документооборот'),
    h('p', {}, 'Счета-фактуры, акты и договоры без бумаги.'),
    h('a', { class: 'btn btn--main', href: '/login_with_signature' }, 'Войти'),
  );
