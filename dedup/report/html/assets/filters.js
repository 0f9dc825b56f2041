// The filter bar: one query, which menus and pictures write into, and what it leaves.

const MENUS = [
  ['outlet', 'Outlet', () => M.names.outlet], ['kind', 'Kind', () => M.names.kind],
  ['scope', 'Match in', () => M.names.scope.filter(name => name !== 'first')], ['lang', 'Language', () => M.names.language],
];

// The query with the terms of `key` replaced by one of `value`, or taken away.
function withTerm(query, key, value) {
  const others = [...query.matchAll(TERM)].filter(([, minus, own]) => minus || own?.toLowerCase() !== key).map(([raw]) => raw);
  return [...others, ...(value ? [`${key}:${value}`] : [])].join(' ');
}
const setTerm = (key, value) => go({ q: withTerm(state.q, key, value) }, true);
const termOf = (query, key) => {
  const found = [...query.matchAll(TERM)].find(([, minus, own]) => !minus && own?.toLowerCase() === key);
  return found ? unquoted(found[3]) : '';
};

function filterBar() {
  const input = h('input', {
    id: 'query', type: 'search', value: state.q, autocomplete: 'off', spellcheck: 'false', dir: 'auto',
    placeholder: 'Search, or filter: outlet:courier sim:>0.9 numbers:differ "state TV"',
    'aria-describedby': 'query-error', 'aria-keyshortcuts': '/',
  });
  let typing = 0;
  // Where one thing is shown, a query leads to the list it is in.
  const apply = () => {
    clearTimeout(typing);
    if (state.view in ABOVE) go({ view: ABOVE[state.view], q: input.value });
    else if (input.value !== state.q) go({ q: input.value }, true);
  };
  input.addEventListener('input', () => { clearTimeout(typing); if (!(state.view in ABOVE)) typing = setTimeout(apply, 300); });
  input.addEventListener('keydown', event => { if (event.key === 'Enter') apply(); });
  const menus = [...MENUS.filter(([, , values]) => values().length > 1).map(menu), changedMenu()];
  return h('form', { id: 'filters', role: 'search', 'aria-label': 'Filter', onsubmit: event => { event.preventDefault(); apply(); } },
    h('div', { class: 'query-row' }, h('label', { for: 'query', class: 'unseen' }, 'Query'), input,
      button('Clear', () => go({ q: '', floor: M.floor }, true), { id: 'clear', hidden: true })),
    h('div', { class: 'menus' }, menus, queryHelp()),
    h('p', { id: 'query-error', class: 'error', role: 'alert' }), h('p', { id: 'left', class: 'left' }));
}

function menu([key, text, values]) {
  const known = values();
  const select = h('select', { id: `menu-${key}`, onchange: event => setTerm(key, event.target.value && quoted(event.target.value)) },
    h('option', { value: '' }, 'any'), known.slice(0, 500).map(value => h('option', { value, dir: 'auto' }, clipped(label(value), 60))));
  return h('span', { class: 'menu' }, h('label', { for: `menu-${key}` }, text), select);
}

// What changed, where it was examined at all.
function changedMenu() {
  const known = Object.keys(FLAG_TERMS).filter(name => M.c['pair.flags'].some((_, p) => pairFlag(p, name) !== null));
  if (!known.length) return null;
  const clean = () => Object.keys(FLAG_TERMS).reduce((query, name) => withTerm(query, name, ''), state.q);
  const choose = event => go({ q: event.target.value ? withTerm(clean(), event.target.value, 'differ') : clean() }, true);
  return h('span', { class: 'menu' }, h('label', { for: 'menu-changed' }, 'Changed'),
    h('select', { id: 'menu-changed', onchange: choose }, h('option', { value: '' }, 'any'), known.map(name => h('option', { value: name }, FLAG_TERMS[name].replace(' changed', '')))));
}

function queryHelp() {
  const rows = Object.entries(TERMS).map(([key, term]) => [
    h('dt', {}, h('code', {}, key === 'text' ? 'word' : `${key}:`)), h('dd', {}, term.help, ' ', button(term.example, () => go({ q: `${state.q} ${term.example}`.trim() }, true), { class: 'example', title: 'Add this term' }))]);
  return h('details', { class: 'query-help' }, h('summary', {}, 'Query language'),
    h('div', {}, h('p', {}, 'All terms must hold. A minus turns one round: ', h('code', {}, '-outlet:wire'), '. A group is shown when one of its occurrences matches; every number and picture is counted again.'), h('dl', {}, rows)));
}

// Show what the query leaves, and put the menus where it stands.
function refreshFilters(chosen) {
  const input = byId('query');
  if (document.activeElement !== input || input.value.trim() !== state.q.trim()) input.value = state.q;
  input.setAttribute('aria-invalid', chosen.error ? 'true' : 'false');
  byId('query-error').textContent = chosen.error ?? '';
  byId('clear').hidden = !state.q && state.floor === M.floor;
  for (const [key] of MENUS) {
    const select = byId(`menu-${key}`);
    if (select) select.value = [...select.options].some(option => option.value === termOf(state.q, key)) ? termOf(state.q, key) : '';
  }
  if (byId('menu-changed')) byId('menu-changed').value = Object.keys(FLAG_TERMS).find(name => termOf(state.q, name) === 'differ') ?? '';
  const told = chosen.everything ? '' : `${counted(chosen.parts, 'group')}, ${counted(chosen.occurrences.length, 'occurrence')} and ${counted(chosen.pairs.length, 'pair')} match${state.floor > M.floor ? ` at floor ${score(state.floor, 2)}` : ''}.`;
  byId('filters').toggleAttribute('data-quiet', state.view in ABOVE);
  byId('left').textContent = told;
  if (told) announce(told);
}
