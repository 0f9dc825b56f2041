// Outlets: who is first, who follows, and how soon.

function outletsView() {
  const chosen = selection();
  const stats = statsOf(chosen);
  const rows = outletRows(chosen);
  const lags = lagRows(chosen);
  const table = rowsTable({
    label: 'Outlets', rows: Uint32Array.from(rows.keys()), sort: 3, csv: 'outlets',
    href: i => hashOf({ view: 'articles', id: null, q: `outlet:${quoted(rows[i].name)}` }),
    columns: [
      { name: 'outlet', wide: true, of: i => rows[i].name, show: i => alien(rows[i].name) },
      { name: 'articles', num: true, of: i => rows[i].articles, show: i => num(rows[i].articles), col: 'c7' },
      { name: 'repeats', num: true, of: i => rows[i].repeats, show: i => num(rows[i].repeats), col: 'c7' },
      { name: 'was first', num: true, of: i => rows[i].first, show: i => num(rows[i].first), col: 'c7' },
      { name: 'came later', num: true, of: i => rows[i].later, show: i => num(rows[i].later), col: 'c7' },
      { name: 'median lag', num: true, of: i => quantile(rows[i].lags, 0.5), show: i => duration(quantile(rows[i].lags, 0.5)), col: 'c9' },
    ],
  });
  table.node.classList.add('short');
  return [
    heading('Outlets', h('p', { class: 'sub' }, 'Was first: groups that others repeated later. Came later: groups that others had first. Lag: time since the first occurrence of the group.')),
    table.node, matrix(stats.flow), lagTable(lags),
  ];
}

function outletRows(chosen) {
  const rows = M.names.outlet.map(name => ({ name, articles: 0, repeats: 0, first: 0, later: 0, lags: [] }));
  for (let a = 0; a < M.n.articles; a++) { const row = rows[M.c['article.outlet'][a]]; if (row) row.articles++; }
  for (const o of chosen.occurrences) {
    const row = rows[M.c['article.outlet'][articleOf(o)]];
    if (row && !isFirst(o)) row.repeats++;
  }
  for (const g of chosen.groups) outletsOfGroup(g, chosen.marks, rows);
  for (const row of rows) row.lags.sort((x, y) => x - y);
  return rows;
}

// Once a group: who was first, and each other outlet's first time.
function outletsOfGroup(g, marks, rows) {
  const seen = new Set();
  const members = M.byGroup.of(g);
  const origin = M.c['article.outlet'][articleOf(members[0])];
  seen.add(origin);
  let others = 0;
  for (const o of members) {
    const outlet = M.c['article.outlet'][articleOf(o)];
    if (!marks[o] || seen.has(outlet) || !rows[outlet]) continue;
    seen.add(outlet);
    others++;
    rows[outlet].later++;
    const lag = (timeOf(articleOf(o)) - timeOf(articleOf(members[0]))) / 1000;
    if (Number.isFinite(lag)) rows[outlet].lags.push(lag);
  }
  if (others && rows[origin]) rows[origin].first++;
}

// {early, late, lags}: every repeat of one outlet of what another had first.
function lagRows(chosen) {
  const found = new Map();
  for (const o of chosen.occurrences) {
    const first = articleOf(firstOf(M.c['occurrence.group'][o]));
    const [early, late] = [outletOf(first), outletOf(articleOf(o))];
    if (early === null || late === null || early === late) continue;
    const key = `${early}\u0000${late}`;
    if (!found.has(key)) found.set(key, { early, late, n: 0, lags: [] });
    const row = found.get(key);
    row.n++;
    const lag = (timeOf(articleOf(o)) - timeOf(first)) / 1000;
    if (Number.isFinite(lag)) row.lags.push(lag);
  }
  for (const row of found.values()) row.lags.sort((x, y) => x - y);
  return [...found.values()].sort((x, y) => y.n - x.n || collator.compare(x.early, y.early));
}

function lagTable(lags) {
  const table = rowsTable({
    label: 'Lags between outlets', rows: Uint32Array.from(lags.keys()), csv: 'lags',
    href: i => hashOf({ view: 'groups', id: null, q: `from:${quoted(lags[i].early)} outlet:${quoted(lags[i].late)}` }),
    columns: [
      { name: 'first', wide: true, of: i => lags[i].early, show: i => alien(lags[i].early) },
      { name: 'later', wide: true, of: i => lags[i].late, show: i => alien(lags[i].late) },
      { name: 'repeats', num: true, of: i => lags[i].n, show: i => num(lags[i].n), col: 'c7' },
      { name: 'soonest', num: true, of: i => lags[i].lags[0] ?? NaN, show: i => duration(lags[i].lags[0]), col: 'c9' },
      { name: 'median lag', num: true, of: i => quantile(lags[i].lags, 0.5), show: i => duration(quantile(lags[i].lags, 0.5)), col: 'c9' },
      { name: '90 % within', num: true, of: i => quantile(lags[i].lags, 0.9), show: i => duration(quantile(lags[i].lags, 0.9)), col: 'c9' },
    ],
  });
  table.node.classList.add('short');
  return h('section', {}, h('h2', {}, 'How soon'), table.node);
}
