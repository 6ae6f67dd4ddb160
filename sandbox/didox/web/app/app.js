import { documentPage } from './document-page.js';
import { h } from './elements.js';
import { createDocument, documentForm, landing, listPage, loginPage, profilePage, shell } from './pages.js';

/** Plain History-API single-page app: the address decides the page, and every navigation builds it anew. */
const get = async path => {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(answer.status === 404 ? 'Документ не найден' : `Ошибка ${answer.status}`);
  return answer.json();
};

const config = await get('/web/config');
const profile = await get('/web/profile');
// Where the real app is said to keep its user-key. Nobody else has any business with it.
localStorage.setItem('user', JSON.stringify({ token: profile.token, taxId: profile.taxId }));

const kinds = {
  '/documents/new': 'incoming',
  '/documents/new/outgoing': 'outgoing',
  '/documents/new/draft': 'draft',
};

async function pageFor(path, query) {
  const kind = kinds[path];
  if (kind) {
    const page = query.get('page') ?? '1';
    const limit = query.get('limit') ?? '20';
    const partner = query.get('partner') ? `&partner=${encodeURIComponent(query.get('partner'))}` : '';
    const data = await get(`/web/documents?kind=${kind}&page=${page}&limit=${limit}${partner}`);
    return listPage(kind, data, path);
  }
  const open = /^\/documents\/([0-9A-Fa-f]{32})(?:\/([01]))?\/?$/.exec(path);
  if (open) {
    const owner = open[2] === undefined ? '' : `?owner=${open[2]}`;
    return documentPage(await get(`/web/documents/${open[1]}${owner}`), config.iframe);
  }
  const form = /^\/document_form\/(\d{3})(?:\/([0-9A-Fa-f]{32})\/edit)?\/?$/.exec(path);
  if (form) return documentForm(form[1], form[2] ? await get(`/web/documents/${form[2]}?owner=1`) : null);
  if (path === '/create_document') return createDocument();
  if (path === '/profile/account') return profilePage(profile);
  if (path === '/login_with_signature') return loginPage();
  if (path === '/') return landing();
  return h('p', { class: 'empty' }, 'Страница не найдена');
}

let shown = 0;
/** Builds the page of the current address. The newest call wins. */
async function render(replaceAll) {
  const mine = ++shown;
  const { pathname, searchParams } = new URL(location.href);
  let content;
  try {
    content = await pageFor(pathname, searchParams);
  } catch (error) {
    content = h('p', { class: 'empty', role: 'alert' }, error.message);
  }
  if (mine !== shown) return;
  const root = h('div', { id: 'root' }, shell(profile, pathname, content));
  // As unkind as frameworks are: whatever others put into body goes with the old page.
  if (replaceAll && config.replaceBody) document.body.replaceChildren(root);
  else document.getElementById('root')?.replaceWith(root);
  document.title = `${content.dataset?.title ?? 'Документы'} — Didox (песочница)`;
}

export function go(path) {
  history.pushState(null, '', path);
  scrollTo(0, 0);
  render(true);
}

addEventListener('popstate', () => render(true));
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="/"]');
  if (link && event.button === 0 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    go(link.getAttribute('href'));
    return;
  }
  const action = event.target.closest?.('button[data-log]');
  if (action) fetch('/web/log', { method: 'POST', body: `${action.dataset.log} ${location.pathname}` });
  if (action?.dataset.save) save(action.dataset.save);
});

/** The form stays open, and so does its address. */
async function save(id) {
  const fields = [...document.querySelectorAll('.form input[name]')].map(({ name, value }) => [name, value]);
  const body = JSON.stringify(Object.fromEntries(fields));
  await fetch(`/web/documents/${id}`, { method: 'PUT', body });
  render(false);
}

if (config.rerenderMs > 0) setInterval(() => render(false), config.rerenderMs);
if (location.pathname === '/documents')
  history.replaceState(null, '', '/documents/new?tab=all&page=1&limit=20');
render(true);
