// One group: its medoid, its wordings with the changed words, when and where it came back.

function groupView() {
  const g = M.find_groups().get(state.id);
  if (g === undefined) return notFound('group', state.id);
  const { c } = M;
  const members = M.byGroup.of(g);
  return [
    crumbs(viewLink('groups', 'Groups'), h('code', {}, state.id)),
    heading('Group of repeated sentences', neighbors(Array.from(selection().groups), g, groupHash, 'Groups')),
    h('blockquote', { class: 'medoid' }, sentence(c['group.medoid'][g])),
    h('p', { class: 'chips' }, kindChip(g), chip(unitOf(g), 'quiet'), badges(name => Array.from(members).some(o => occurrenceFlag(o, name)) || null),
      button('Copy link', () => copied(location.href, 'Link'), { class: 'small' })),
    groupFacts(g, members),
    c['group.diameter'][g] > 1 && h('p', { class: 'caution' }, `Chained: some wordings here are linked only through others (${c['group.diameter'][g]} steps). Above similarity ${score(c['group.weakest'][g], 3)} the group falls apart.`),
    timeline(members),
    variants(g, members),
    occurrencesOf(g, members),
    pairsOf(g),
  ];
}

function groupFacts(g, members) {
  const { c } = M;
  const times = Array.from(members, o => timeOf(articleOf(o))).filter(Number.isFinite);
  const first = firstOf(g);
  const told = M.head.before[g];
  return facts([
    ['occurrences', num(c['group.occurrences'][g])], ['articles', num(c['group.articles'][g])], ['outlets', num(c['group.outlets'][g])],
    ['wordings', num(c['group.texts'][g])], ['verified pairs', num(c['group.pairs'][g])],
    ['first', [when(timeOf(articleOf(first))), ' ', outletName(articleOf(first))]],
    times.length > 1 && ['span', duration((Math.max(...times) - Math.min(...times)) / 1000)],
    ['similarity to the medoid', `${score(c['group.least'][g])} or more, mean ${score(c['group.mean'][g])}`],
    ['new in this run', num(c['group.new'][g])],
    told && ['was', h('code', {}, told)],
  ]);
}

const MOST_LANES = 14;

// One row of dots an outlet, along the time of publication.
function timeline(members) {
  const dated = Array.from(members).filter(o => Number.isFinite(timeOf(articleOf(o))));
  if (dated.length < 2) return null;
  const times = dated.map(o => timeOf(articleOf(o)));
  const [low, high] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const outlets = [...new Set(dated.map(o => outletOf(articleOf(o)) ?? 'no outlet'))];
  const rest = outlets.splice(MOST_LANES).length;
  const [width, left, row] = [900, 210, 24];
  const x = time => left + 14 + ((time - low) / Math.max(1, high - low)) * (width - left - 30);
  const height = outlets.length * row + 26;
  const lanes = outlets.map((name, i) => [
    svg('line', { class: 'lane', x1: left, x2: width, y1: i * row + 14, y2: i * row + 14 }),
    svg('text', { class: 'lane-name', x: left - 10, y: i * row + 18, 'text-anchor': 'end' }, clipped(name.replace(CONTROLS, ''), 30)),
  ]);
  const dots = dated.slice(0, 2000).map(o => {
    const lane = outlets.indexOf(outletOf(articleOf(o)) ?? 'no outlet');
    if (lane < 0) return null;
    return svg('circle', { class: `dot ${isFirst(o) ? 'origin' : matchOf(o)}`, cx: x(timeOf(articleOf(o))).toFixed(1), cy: lane * row + 14, r: isFirst(o) ? 7 : 5 },
      svg('title', {}, `${when(timeOf(articleOf(o)))} ${articleName(articleOf(o))}`));
  });
  return h('section', { class: 'panel' }, h('h2', {}, 'Timeline'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Timeline' },
      svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'timeline', role: 'img', 'aria-label': `${counted(dated.length, 'dated occurrence')} from ${when(low)} to ${when(high)}; the table below lists them` },
        lanes, dots, svg('text', { class: 'tick', x: left + 14, y: height - 4 }, when(low)), svg('text', { class: 'tick', x: width - 14, y: height - 4, 'text-anchor': 'end' }, when(high)))),
    h('p', { class: 'legend' }, h('span', { class: 'key origin' }), 'first ', h('span', { class: 'key exact' }), 'equal ', h('span', { class: 'key near' }), 'rewritten', rest > 0 && ` · ${counted(rest, 'more outlet')} in the table below`));
}

const MOST_VARIANTS = 60;

function variants(g, members) {
  const texts = new Map();
  for (const o of members) {
    const t = M.c['occurrence.text'][o];
    if (!texts.has(t)) texts.set(t, []);
    texts.get(t).push(o);
  }
  const medoid = M.c['group.medoid'][g];
  const mine = M.c['occurrence.text'][medoid];
  const list = [...texts.entries()].sort((a, b) => (b[0] === mine) - (a[0] === mine) || b[1].length - a[1].length || a[1][0] - b[1][0]);
  if (list.length < 2 || !M.c['span.length'][medoid]) return null;
  const rows = list.slice(0, MOST_VARIANTS).map(([t, own]) => h('li', { class: t === mine ? 'is-medoid' : '' },
    h('p', { ...sized(own[0]), dir: 'auto' }, t === mine ? inert(spanText(medoid)) : inline(changes(spanText(medoid), spanText(own[0])))),
    h('p', { class: 'meta' }, t === mine && chip('medoid', 'quiet'), `×${num(own.length)} · first `, articleLink(articleOf(own[0]), state.id), ', ', outletName(articleOf(own[0])))));
  return h('section', { class: 'panel' }, h('h2', {}, `${num(list.length)} wordings`),
    h('p', { class: 'note' }, 'Against the medoid, the wording most like the others: ', h('del', {}, 'left out'), ' and ', h('ins', {}, 'put in'), '.'),
    h('ol', { class: 'variants' }, rows), list.length > MOST_VARIANTS && h('p', { class: 'note' }, `and ${num(list.length - MOST_VARIANTS)} more in the table below`));
}

function occurrencesOf(g, members) {
  const { c } = M;
  const table = rowsTable({
    label: 'Occurrences of this group', rows: members, href: o => articleHash(articleOf(o), state.id), csv: state.id,
    columns: [
      { name: 'article', wide: true, of: o => articleName(articleOf(o)), show: o => alien(clipped(articleName(articleOf(o)), 120)) },
      { name: 'outlet', of: o => outletOf(articleOf(o)) ?? '', show: o => outletName(articleOf(o)), col: 'c12' },
      { name: 'published', of: o => when(timeOf(articleOf(o))), show: o => when(timeOf(articleOf(o))), col: 'c12' },
      { name: 'match', of: o => label(matchOf(o)), show: o => chip(label(matchOf(o)), `match-${matchOf(o)}`), col: 'c7' },
      { name: 'in', of: o => label(scopeOf(o)), show: o => (isFirst(o) ? '' : label(scopeOf(o))), col: 'c9' },
      { name: 'Jaccard', num: true, of: o => c['occurrence.jaccard'][o], show: o => score(c['occurrence.jaccard'][o]), col: 'c6' },
      { name: 'lag', num: true, of: o => (c['occurrence.lag'][o] === NONE.lag ? NaN : c['occurrence.lag'][o]), show: o => duration(c['occurrence.lag'][o]), col: 'c8' },
      { name: 'place', of: o => placeName(o), show: o => h('code', {}, `${c['span.char'][o]}–${c['span.char'][o] + c['span.chars'][o]}`), col: 'c8' },
    ],
  });
  table.node.classList.add('short');
  return h('section', {}, h('h2', {}, 'Occurrences'), table.node);
}

function pairsOf(g) {
  const pairs = M.pairsByGroup().of(g);
  if (!pairs.length) return null;
  const rows = Array.from(pairs).sort((a, b) => M.c['pair.jaccard'][b] - M.c['pair.jaccard'][a]).slice(0, 100);
  return h('section', { class: 'panel' }, h('h2', {}, counted(pairs.length, 'verified pair')),
    h('ul', { class: 'pair-list' }, rows.map(p => h('li', {}, h('a', { href: pairHash(p) }, score(M.c['pair.jaccard'][p]), ' ', h('code', {}, M.head.pairs[p])), ' ', pairBadges(p),
      h('span', { class: 'sentence', dir: 'auto' }, inline(changes(spanText(M.c['pair.a'][p]), spanText(M.c['pair.b'][p]))))))),
    pairs.length > rows.length && h('p', { class: 'note' }, `The ${num(rows.length)} most alike; all of them are in pairs.parquet.`));
}
