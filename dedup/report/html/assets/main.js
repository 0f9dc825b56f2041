// Where the page is: read from the address, so that every view can be linked, and drawn from it.

const VIEWS = [['overview', 'Overview'], ['groups', 'Groups'], ['pairs', 'Pairs'], ['articles', 'Articles'], ['outlets', 'Outlets'], ['run', 'Run']];
const DRAW = {
  overview: overviewView, groups: groupsView, group: groupView, pairs: pairsView, pair: pairView, articles: articlesView,
  article: articleView, beside: besideView, outlets: outletsView, run: runView,
};
const ABOVE = { group: 'groups', pair: 'pairs', article: 'articles', beside: 'articles' };
let state = { view: 'overview', id: null, other: null, q: '', floor: 0, hl: null, order: null };

// An address that was cut or garbled in a mail is read as far as it goes.
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function stateOf(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view, id = null, other = null] = path.split('/').map(decoded);
  const options = new URLSearchParams(query);
  const floor = Number(options.get('floor'));
  return {
    view: Object.hasOwn(DRAW, view) ? view : 'overview', id, other, q: options.get('q') ?? '', hl: options.get('hl'), order: options.get('order'),
    floor: floor > M.floor && floor <= 1 ? floor : M.floor,
  };
}

// The address of the present state with changes; a new view forgets what was marked in the old one.
function hashOf(changes_) {
  const base = 'view' in changes_ ? { ...state, hl: null, other: null, id: null } : state;
  const next = { ...base, ...changes_ };
  const path = [next.view, next.id, next.other].filter(part => part !== null && part !== undefined).map(encodeURIComponent).join('/');
  const options = new URLSearchParams();
  if (next.q) options.set('q', next.q);
  if (next.floor > M.floor) options.set('floor', score(next.floor, 2));
  for (const name of ['hl', 'order']) if (next[name]) options.set(name, next[name]);
  const query = options.toString();
  return `#/${path}${query ? `?${query}` : ''}`;
}

// Changes of filters replace the entry in the history; a new place adds one.
function go(changes_, stay = false) {
  const hash = hashOf(changes_);
  if (stay) { history.replaceState(null, '', hash); route(); } else location.hash = hash;
}

function route() {
  const before = state;
  state = stateOf(location.hash);
  const chosen = selection();
  const moved = before.view !== state.view || before.id !== state.id || before.other !== state.other;
  const focused = !moved && byId('main').contains(document.activeElement) ? document.activeElement.id : null;
  byId('main').replaceChildren(...DRAW[state.view]().flat(3).filter(Boolean));
  byId('main').dataset.view = state.view;
  refreshFilters(chosen);
  refreshNav();
  document.title = `${byId('title')?.textContent ?? 'Report'} · ${M.head.run.run_id}`;
  if (moved && M.ready) { scrollTo(0, state.hl ? scrollY : 0); byId('title')?.focus({ preventScroll: true }); }
  if (focused) byId(focused)?.focus();
}

function refreshNav() {
  const here = ABOVE[state.view] ?? state.view;
  byId('views').replaceChildren(...VIEWS.map(([view, text]) => h('li', {}, h('a', { href: hashOf({ view }), 'aria-current': view === here ? 'page' : null }, text))));
}

// ---- what is always there -----------------------------------------------------------------------

const THEMES = ['system', 'light', 'dark'];
function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId('theme').textContent = { system: '◐ System', light: '○ Light', dark: '● Dark' }[name];
  try { localStorage.setItem('dedup-theme', name); } catch { /* the browser keeps nothing for files */ }
}
const nextTheme = () => setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);

function leftOut() {
  const { shown, options } = M.head;
  const names = { groups: 'groups', occurrences: 'occurrences', pairs: 'pairs', articles: 'articles' };
  const parts = Object.entries(names).filter(([name]) => shown[name][0] < shown[name][1]).map(([name, text]) => `${num(shown[name][0])} of ${num(shown[name][1])} ${text}`);
  const lines = [];
  if (parts.length) lines.push(`This page holds ${parts.join(', ')}: the most telling groups that fit into ${options.max_mb} MB. All of them are in the Parquet tables; the figures and pictures of the unfiltered overview count everything.`);
  if (options.anonymous) lines.push('Anonymous: outlets, articles, groups and pairs have pseudonyms; titles, addresses and file names are left out. The texts are as they are and may still tell who wrote them.');
  if (!options.with_text) lines.push('Made without texts: sentences and articles are left out.');
  else if (shown.texts[0] < shown.texts[1]) lines.push(`The whole text of ${num(shown.texts[0])} of ${counted(shown.texts[1], 'article')} is here; of the others, the repeated sentences.`);
  return lines.length ? h('div', { id: 'notice', role: 'note' }, lines.map(line => h('p', {}, line))) : null;
}

function frame() {
  const head = h('header', { id: 'top' },
    h('a', { class: 'skip', href: '#main', onclick: event => { event.preventDefault(); byId('title')?.focus(); } }, 'Skip to the content'),
    h('div', { class: 'brand' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, '≈'), 'dedup', h('span', { class: 'run' }, M.head.run.run_id)),
    h('nav', { 'aria-label': 'Views' }, h('ul', { id: 'views' })),
    h('div', { class: 'tools' }, button('◐ System', nextTheme, { id: 'theme', 'aria-label': 'Change the colors' }), button('Print', () => print()), button('Keys', () => byId('keys').showModal())));
  document.body.replaceChildren(head, ...[leftOut()].filter(Boolean), filterBar(), h('main', { id: 'main' }), keyHelp(),
    h('footer', {}, `Made by dedup ${M.head.run.dedup_version} from the tables of run ${M.head.run.run_id}. This file is complete: it loads nothing and sends nothing.`),
    h('div', { id: 'live', class: 'unseen', role: 'status', 'aria-live': 'polite' }), h('div', { id: 'toast', 'aria-hidden': 'true' }));
  let theme = 'system';
  try { theme = localStorage.getItem('dedup-theme') ?? 'system'; } catch { /* as above */ }
  setTheme(THEMES.includes(theme) ? theme : 'system');
}

async function start() {
  try {
    M = modelOf(await payload());
  } catch (error) {
    byId('loading').textContent = `This report cannot be shown: ${error.message}. It needs a browser of 2023 or later; the Parquet tables hold the same.`;
    throw error;
  }
  frame();
  listenToKeys();
  addEventListener('hashchange', route);
  for (const [event, name] of [['beforeprint', 'print'], ['afterprint', 'screen']]) {
    addEventListener(event, () => { for (const box of document.querySelectorAll('.rows')) box.dispatchEvent(new Event(name)); });
  }
  state = stateOf('');
  route();
  M.ready = true;
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

start();
