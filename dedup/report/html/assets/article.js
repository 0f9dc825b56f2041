// One article: its text with every repeated sentence marked by where it was before.

function articleView() {
  const a = M.find_articles().get(state.id);
  if (a === undefined) return notFound('article', state.id);
  const sources = sourcesOf(a);
  const detail = h('div', { class: 'detail', 'aria-live': 'polite' });
  const text = articleText(a, (o, nodes) => hit(o, nodes, sources, detail));
  const list = h('div', {}, sourceList(a, sources));
  const page = h('article', { class: 'paper' }, text);
  queueMicrotask(() => showMarked(page, detail, sources));
  return [
    crumbs(viewLink('articles', 'Articles'), alien(clipped(state.id, 80), 'code')),
    heading(alien(articleName(a))),
    h('p', { class: 'sub' }, outletName(a), ' · ', when(timeOf(a)), languageOf(a) && ` · ${languageOf(a)}`, M.head.links[a] && [' · ', outside(M.head.links[a])]),
    articleFacts(a),
    h('div', { class: 'reader' }, h('div', { class: 'leaf' }, page, minimap(a, sources, page)), h('aside', { 'aria-label': 'Where it was before' }, detail, list)),
    repeatedList(a),
  ];
}

function articleFacts(a) {
  const { c } = M;
  if (c['article.chars'][a] === NONE.u32) return h('p', { class: 'note' }, 'An article of an earlier run: only what this run found in it is known.');
  const original = share16(c['article.originalShare'][a]);
  return facts([
    ['characters', num(c['article.chars'][a])], ['sentences', num(c['article.sentences'][a])],
    ['repeated', num(c['article.repeated'][a])], ['within the article', num(c['article.internal'][a])],
    ['not seen earlier', pct(original), 'Characters of sentences without an earlier match'],
  ]);
}

function hit(o, nodes, sources, detail) {
  const source = sourceOfOccurrence(o, sources);
  const group = M.head.groups[M.c['occurrence.group'][o]];
  const choose = () => { chooseHit(o, source, detail); };
  const ref = button(String(source.number), choose, { class: 'ref', 'aria-label': `Source ${source.number}: ${clipped(source.told, 90)}. Show the match.` });
  return h('mark', {
    class: `hit ${source.color} ${matchOf(o)}`, 'data-group': group, 'data-source': source.number, 'data-o': o,
    style: { '--weight': String(Math.max(0.35, Number.isFinite(M.c['occurrence.jaccard'][o]) ? M.c['occurrence.jaccard'][o] : 0.6)) },
    onclick: event => { if (!event.target.closest('button') && !getSelection().toString()) choose(); },
  }, nodes, ref);
}

function chooseHit(o, source, detail) {
  const best = M.c['occurrence.best'][o];
  const g = M.c['occurrence.group'][o];
  for (const mark of document.querySelectorAll('mark.hit')) mark.classList.toggle('chosen', mark.dataset.o === String(o));
  detail.replaceChildren(h('section', { class: `panel match ${source.color}` },
    h('h2', {}, h('span', { class: 'swatch' }, source.number), best === NONE.u32 ? 'First here' : `${label(matchOf(o))} match`),
    best !== NONE.u32 && M.c['span.length'][best] > 0 && h('p', { class: 'sentence', dir: 'auto' }, inline(changes(spanText(best), spanText(o)))),
    best !== NONE.u32 && h('p', { class: 'meta' }, 'in ', articleLink(articleOf(best), M.head.groups[g]), ', ', outletName(articleOf(best)), `, ${when(timeOf(articleOf(best)))}, Jaccard ${score(M.c['occurrence.jaccard'][o])}`),
    h('p', {}, h('a', { href: groupHash(g) }, `All ${counted(M.c['group.occurrences'][g], 'occurrence')}`), ' ', badges(name => occurrenceFlag(o, name)))));
}

// The sentence that a link asks for is marked and brought into sight.
function showMarked(page, detail, sources) {
  if (!state.hl) return;
  const marks = [...page.querySelectorAll('mark.hit')].filter(mark => mark.dataset.group === state.hl);
  for (const mark of marks) mark.classList.add('asked');
  if (!marks.length) return;
  marks[0].scrollIntoView({ block: 'center' });
  // The one that repeats tells more than the first one.
  const o = Number((marks.find(mark => !mark.classList.contains('src-origin')) ?? marks[0]).dataset.o);
  chooseHit(o, sourceOfOccurrence(o, sources), detail);
}

function sourceList(a, sources) {
  const { c } = M;
  const takers = Array.from(M.takersOf().of(a)).sort((x, y) => c['link.coverageA'][y] - c['link.coverageA'][x]);
  const narrow = event => {
    const on = event.currentTarget.getAttribute('aria-pressed') !== 'true';
    const number = event.currentTarget.dataset.source;
    for (const other of document.querySelectorAll('button.source')) other.setAttribute('aria-pressed', String(on && other.dataset.source === number));
    for (const mark of document.querySelectorAll('mark.hit')) mark.classList.toggle('dim', on && mark.dataset.source !== number);
  };
  const rows = sources.slice(0, MOST_LISTED).map(source => h('li', { class: source.color },
    button([h('span', { class: 'swatch' }, source.number)], narrow, { class: 'source', 'aria-pressed': 'false', 'data-source': source.number, 'aria-label': `Show only what is found in source ${source.number}` }),
    h('span', { class: 'what' }, articleLink(source.article), h('span', { class: 'meta' }, outletName(source.article), source.link !== null && linkTold(source.link, 'link.coverageB')),
      source.link !== null && meter(share16(c['link.coverageB'][source.link])),
      h('a', { class: 'small', href: besideHash(source.article, a) }, 'side by side'))));
  return [
    h('section', { class: 'panel sources' }, h('h2', {}, sources.length ? `Found in ${counted(sources.length, 'earlier article')}` : 'Found in no earlier article'),
      h('ol', { class: 'source-list' }, rows), andMore(sources.length), h('p', { class: 'legend' }, h('span', { class: 'key src-origin' }), '★ first here ', h('span', { class: 'key src-self' }), '↺ within this article')),
    takers.length > 0 && h('section', { class: 'panel sources' }, h('h2', {}, `Found again in ${counted(takers.length, 'later article')}`),
      h('ol', { class: 'source-list plain' }, takers.slice(0, MOST_LISTED).map(link => h('li', {}, h('span', { class: 'what' }, articleLink(c['link.b'][link]), h('span', { class: 'meta' }, outletName(c['link.b'][link]), linkTold(link, 'link.coverageA')), h('a', { class: 'small', href: besideHash(a, c['link.b'][link]) }, 'side by side'))))), andMore(takers.length)),
  ];
}

const MOST_LISTED = 60;
const andMore = n => n > MOST_LISTED && h('p', { class: 'note' }, `and ${num(n - MOST_LISTED)} more in article_pairs.parquet`);
const besideHash = (early, late) => hashOf({ view: 'beside', id: M.head.articles[early], other: M.head.articles[late] });
const linkTold = (link, coverage) => ` · ${pct(share16(M.c[coverage][link]))} · ${counted(M.c['link.matched'][link], 'sentence')}, ${num(M.c['link.exact'][link])} exact · ${duration(M.c['link.lag'][link])} · ${label(M.names.relation[M.c['link.relation'][link]])}`;

// The whole article at a glance; the text itself says the same, so it is for the eye alone.
function minimap(a, sources, page) {
  const total = M.c['article.chars'][a];
  if (!total || total === NONE.u32) return null;
  const strips = Array.from(M.byArticle().of(a)).map(o => svg('rect', {
    class: `strip ${sourceOfOccurrence(o, sources).color}`, x: 0, width: 12, y: ((M.c['span.char'][o] / total) * 1000).toFixed(1),
    height: Math.max(3, (M.c['span.chars'][o] / total) * 1000).toFixed(1), 'data-o': o,
  }));
  const map = svg('svg', { class: 'minimap', viewBox: '0 0 12 1000', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { class: 'ground', width: 12, height: 1000 }), strips);
  map.addEventListener('click', event => {
    const o = event.target.dataset?.o;
    if (o !== undefined) page.querySelector(`mark.hit[data-o="${o}"]`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  });
  return h('div', { class: 'map' }, h('div', {}, map));
}

function repeatedList(a) {
  const own = M.byArticle().of(a).slice().sort((x, y) => M.c['span.char'][x] - M.c['span.char'][y]);
  if (!own.length) return null;
  const { c } = M;
  const table = rowsTable({
    label: 'Repeated sentences of this article', rows: own, href: o => groupHash(c['occurrence.group'][o]), csv: 'article',
    columns: [
      { name: 'sentence', wide: true, of: o => spanText(o), show: o => excerpt(o) },
      { name: 'match', of: o => label(matchOf(o)), show: o => chip(label(matchOf(o)), `match-${matchOf(o)}`), col: 'c7' },
      { name: 'in', of: o => label(scopeOf(o)), show: o => (isFirst(o) ? '' : label(scopeOf(o))), col: 'c9' },
      { name: 'Jaccard', num: true, of: o => c['occurrence.jaccard'][o], show: o => score(c['occurrence.jaccard'][o]), col: 'c6' },
      { name: 'changed', of: o => Object.keys(FLAG_TERMS).filter(name => occurrenceFlag(o, name)).join(' '), show: o => badges(name => occurrenceFlag(o, name)), col: 'c9' },
      { name: 'place', num: true, of: o => c['span.char'][o], show: o => h('code', {}, `${c['span.char'][o]}–${c['span.char'][o] + c['span.chars'][o]}`), col: 'c9' },
    ],
  });
  table.node.classList.add('short');
  return h('section', {}, h('h2', {}, 'Repeated sentences'), table.node);
}
