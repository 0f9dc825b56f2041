// The first view: the figures of the run, and pictures that filter.

function overviewView() {
  const chosen = selection();
  const stats = statsOf(chosen);
  return [
    heading('Repeated sentences', h('p', { class: 'sub' }, runLine())),
    cards(stats, chosen),
    h('div', { class: 'grid charts' }, floorChart(stats), sizesChart(stats.sizes), daysChart(stats.days), placesChart(stats.places)),
    h('div', { class: 'grid halves' }, mostRepeated(chosen), matrix(stats.flow)),
  ];
}

function runLine() {
  const { run } = M.head;
  return [`Run ${run.run_id}, ${counted(M.head.totals.counts.articles, 'article')}, `,
    `similarity ≥ ${score(run.config.similarity, 2)}, finished ${when(Date.parse(run.finished_at))}`];
}

function recall() {
  const rows = M.head.quality.filter(row => row.metric === 'recall');
  if (!rows.length) return ['not measured', 'This run did not measure its recall.'];
  const own = rows.filter(row => row.unit === rows[0].unit);
  const [low, high] = [Math.min(...own.map(row => row.jaccard_low)), Math.max(...own.map(row => row.jaccard_high))];
  const whole = own.find(row => row.jaccard_low === low && row.jaccard_high === high);
  if (whole) return [score(whole.estimate), `95 % interval ${score(whole.ci_low)} to ${score(whole.ci_high)}: ${num(whole.n_found)} of ${counted(whole.n_true, 'true pair')} found`];
  const sum = name => own.reduce((total, row) => total + row[name], 0);
  return [sum('n_true') ? score(sum('n_found') / sum('n_true')) : 'no pairs', `${num(sum('n_found'))} of ${counted(sum('n_true'), 'true pair')} found in a sample`];
}

function cards(stats, chosen) {
  const { counts } = stats;
  const [measured, how] = recall();
  const nearest = closestPair(chosen.pairs);
  const units = { sentence: 'sentences', paragraph: 'paragraphs' }[M.head.run.config.unit] ?? 'sentences and paragraphs';
  const list = [
    ['repeated', 'Repeated', pct(counts.units ? counts.occurrences / counts.units : 0), `${num(counts.occurrences)} of ${num(counts.units)} ${units}, in ${num(counts.repeated_articles)} of ${counted(counts.articles, 'article')}`, { view: 'articles' }],
    ['groups', 'Groups', num(counts.groups), state.floor > M.floor ? `at floor ${score(state.floor, 2)}` : 'of sentences that come back', { view: 'groups' }],
    ['pairs', 'Verified pairs', num(counts.pairs), 'of two wordings, each compared exactly', { view: 'pairs' }],
    ['closest', 'Closest rewrite', counts.closest === null ? 'none' : score(counts.closest, 2), 'the highest similarity of two wordings', nearest === null ? { view: 'pairs' } : { view: 'pair', id: M.head.pairs[nearest] }],
    ['new', 'New in this run', num(counts.new_occurrences), `occurrences, in ${counted(counts.new_groups, 'group')}`, { view: 'groups', q: withTerm(state.q, 'new', 'yes') }],
    ['recall', 'Measured recall', measured, how, { view: 'run' }],
    ['rejects', 'Rejected rows', num(counts.rejects), counts.rejects ? 'each with its reason' : 'every row was read', { view: 'run' }],
  ];
  return h('ul', { class: 'cards', 'aria-label': 'Figures of this run' }, list.map(([name, title, value, note, to]) => h('li', {},
    h('a', { class: 'card', 'data-card': name, href: hashOf({ id: null, ...to }) },
      h('span', { class: 'card-title' }, title), h('span', { class: `card-value ${/^[a-z]/.test(value) ? 'wordy' : ''}` }, value), h('span', { class: 'card-note' }, note)))));
}

function mostRepeated(chosen) {
  const top = Array.from(chosen.groups).sort((a, b) => M.c['group.occurrences'][b] - M.c['group.occurrences'][a] || a - b).slice(0, 12);
  const most = top.length ? M.c['group.occurrences'][top[0]] : 1;
  const rows = top.map(g => h('li', {}, h('a', { href: groupHash(g) },
    h('span', { class: 'times' }, `×${num(M.c['group.occurrences'][g])}`, meter(M.c['group.occurrences'][g] / most)),
    h('span', { class: 'what' }, excerpt(M.c['group.medoid'][g], 180),
      h('span', { class: 'meta' }, `${label(kindOf(g))} · ${M.c['group.outlets'][g] ? counted(M.c['group.outlets'][g], 'outlet') : counted(M.c['group.articles'][g], 'article')} · first ${when(timeOf(articleOf(firstOf(g))), false)} `, outletName(articleOf(firstOf(g))))))));
  return h('section', { class: 'panel most' }, h('h2', {}, 'Most repeated'),
    rows.length ? h('ol', { class: 'top' }, rows) : h('p', { class: 'empty' }, 'Nothing matches.'),
    chosen.groups.length > top.length && h('p', {}, h('a', { href: hashOf({ view: 'groups', id: null }) }, `All ${counted(chosen.groups.length, 'group')}`)));
}
