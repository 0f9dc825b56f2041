// Everything by keyboard.

const KEYS = [
  ['/', 'go to the query'], ['1 … 6', 'overview, groups, pairs, articles, outlets, run'], ['j k ↓ ↑', 'next and previous row of a table'],
  ['PgDn PgUp Home End', 'by pages, to the ends'], ['Enter', 'open'], ['[ ]', 'previous and next group or pair'], ['t', 'light, dark, as the system'], ['?', 'this help'],
];

function keyHelp() {
  const dialog = h('dialog', { id: 'keys', 'aria-labelledby': 'keys-title' }, h('h2', { id: 'keys-title' }, 'Keyboard'),
    h('dl', {}, KEYS.map(([key, what]) => h('div', {}, h('dt', {}, key.split(' ').map(one => (one === '…' ? ' … ' : h('kbd', {}, one)))), h('dd', {}, what)))), button('Close', () => dialog.close()));
  return dialog;
}

function listenToKeys() {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, select, textarea')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const { key } = event;
    const act = KEY_ACTS[key] ?? (/^[1-6]$/.test(key) ? () => go({ view: VIEWS[Number(key) - 1][0], id: null, hl: null, other: null }) : null);
    if (!act || byId('keys').open) return;
    event.preventDefault();
    act();
  });
}

const KEY_ACTS = {
  '/': () => { byId('query').focus(); byId('query').select(); },
  '?': () => byId('keys').showModal(),
  '[': () => document.querySelector('a[rel="prev"]')?.click(),
  ']': () => document.querySelector('a[rel="next"]')?.click(),
  t: () => nextTheme(),
  j: () => document.querySelector('.rows')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' })),
};
