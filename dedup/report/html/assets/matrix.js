// Outlet by outlet: who had it first (rows), who repeated it (columns).

const MOST_OUTLETS = 16;

function ranking(flow, by) {
  const sums = new Map();
  for (const [early, late, n] of flow) {
    sums.set(early, (sums.get(early) ?? 0) + n);
    sums.set(late, (sums.get(late) ?? 0) + n);
  }
  const names = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || (a < b ? -1 : 1));
  const kept = names.slice(0, MOST_OUTLETS);
  return { kept: by === 'name' ? kept.sort((a, b) => a.localeCompare(b, 'en')) : kept, rest: names.length - kept.length };
}

function matrix(flow) {
  const order = state.order === 'name' ? 'name' : 'flow';
  const { kept, rest } = ranking(flow, order);
  if (!kept.length) {
    return h('section', { class: 'panel' }, h('h2', {}, 'Who repeats whom'), h('p', { class: 'empty' }, 'No sentence passed from one outlet to another.'));
  }
  const cells = new Map(flow.map(([early, late, n]) => [`${early}\u0000${late}`, n]));
  const most = Math.max(...flow.map(([, , n]) => n));
  const total = flow.reduce((sum, [, , n]) => sum + n, 0);
  const head = h('tr', {}, h('td', {}), kept.map((name, i) => h('th', { scope: 'col' }, h('div', { class: 'turned' }, alien(clipped(name, 24), 'span', { title: name })))));
  const rows = kept.map(early => h('tr', {}, h('th', { scope: 'row' }, alien(clipped(early, 32), 'span', { title: early })),
    kept.map(late => h('td', {}, flowCell(early, late, cells.get(`${early}\u0000${late}`) ?? 0, most)))));
  return h('section', { class: 'panel matrix' },
    h('div', { class: 'bar-head' }, h('h2', {}, 'Who repeats whom'),
      button(order === 'name' ? 'Order by flow' : 'Order by name', () => go({ order: order === 'name' ? null : 'name' }, true), { class: 'small' })),
    h('p', { class: 'note' }, `Rows had it first, columns repeated it: ${counted(total, 'repeat')}. Choose a cell to see them.`,
      rest > 0 && ` ${counted(rest, 'outlet')} with less flow are not drawn.`),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Who repeats whom' },
      h('table', { class: 'flow', 'data-total': total }, h('caption', { class: 'unseen' }, 'Repeats by the outlet that was first and the one that came later'), h('thead', {}, head), h('tbody', {}, rows))));
}

function flowCell(early, late, n, most) {
  if (early === late) return h('span', { class: 'self', 'aria-label': 'itself' }, '·');
  if (!n) return h('span', { class: 'zero' }, h('span', { class: 'unseen' }, '0'));
  const depth = Math.ceil(5 * Math.sqrt(n / most));
  return h('a', {
    class: `depth d${depth}`, 'data-n': n, title: `${early} → ${late}: ${num(n)}`,
    href: hashOf({ view: 'groups', id: null, q: `from:${quoted(early)} outlet:${quoted(late)}` }),
  }, num(n), h('span', { class: 'unseen' }, ` repeats by ${late} of what ${early} had first`));
}
