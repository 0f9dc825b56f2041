// The run as the views ask for it: rows by number, and what belongs to what.

let M = null;

// Rows by a key: starts[k]..starts[k + 1] are the places in items.
function indexed(keys, n, count = keys.length) {
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < count; i++) if (keys[i] < n) starts[keys[i] + 1]++;
  for (let k = 0; k < n; k++) starts[k + 1] += starts[k];
  const next = starts.slice();
  const items = new Uint32Array(starts[n]);
  for (let i = 0; i < count; i++) if (keys[i] < n) items[next[keys[i]]++] = i;
  return { starts, items, of: k => items.subarray(starts[k], starts[k + 1]) };
}

function lazily(make) {
  let made;
  return () => (made ??= make());
}

function modelOf({ head, column: c, text }) {
  const names = head.names;
  const n = {
    groups: head.groups.length, pairs: head.pairs.length, articles: head.articles.length,
    occurrences: c['occurrence.group'].length, spans: c['span.begin'].length,
  };
  let texts = 0;
  for (const t of c['occurrence.text']) if (t >= texts) texts = t + 1;
  n.texts = texts;
  const model = { head, c, text, names, n, shown: head.shown };
  model.byGroup = indexed(c['occurrence.group'], n.groups);
  model.byArticle = lazily(() => indexed(c['span.article'], n.articles, n.occurrences));
  model.pairsByGroup = lazily(() => indexed(c['pair.group'], n.groups));
  model.sourcesOf = lazily(() => indexed(c['link.b'], n.articles));
  model.takersOf = lazily(() => indexed(c['link.a'], n.articles));
  model.pieces = indexed(c['piece.article'], n.articles);
  for (const kind of ['groups', 'pairs', 'articles']) {
    model[`find_${kind}`] = lazily(() => new Map(head[kind].map((id, i) => [id, i])));
  }
  model.cut = Object.entries(head.shown).some(([name, [some, all]]) => name !== 'texts' && some < all);
  model.floor = head.run.config.similarity;
  return model;
}

// ---- one row ------------------------------------------------------------------------------------

const flag = (bits, at) => ((bits >> at) & 1 ? Boolean((bits >> (at + 1)) & 1) : null);
const OCCURRENCE_FLAGS = { quote: 2, boilerplate: 4, numbers: 6, names: 8, negation: 10 };
const PAIR_FLAGS = { numbers: 0, names: 2, negation: 4 };
const isFirst = o => (M.c['occurrence.flags'][o] & 1) === 1;
const isNew = o => (M.c['occurrence.flags'][o] & 2) === 2;
const occurrenceFlag = (o, name) => flag(M.c['occurrence.flags'][o], OCCURRENCE_FLAGS[name]);
const pairFlag = (p, name) => (name in PAIR_FLAGS ? flag(M.c['pair.flags'][p], PAIR_FLAGS[name]) : null);
const spanText = s => M.text.substr(M.c['span.begin'][s], M.c['span.length'][s]);
const articleOf = s => M.c['span.article'][s];
const outletOf = a => M.names.outlet[M.c['article.outlet'][a]] ?? null;
const languageOf = a => M.names.language[M.c['article.language'][a]] ?? null;
const timeOf = a => M.c['article.time'][a];
const kindOf = g => M.names.kind[M.c['group.kind'][g]];
const unitOf = g => M.names.unit[M.c['group.unit'][g]];
const scopeOf = o => M.names.scope[M.c['occurrence.scope'][o]];
const matchOf = o => M.names.match[M.c['occurrence.match'][o]];
const medoidText = g => spanText(M.c['group.medoid'][g]);
const firstOf = g => M.byGroup.of(g)[0];
const titleOf = a => M.head.titles[a] || null;
const textNumber = s => (s < M.n.occurrences ? M.c['occurrence.text'][s] : -1);

function placeName(s) {
  const from = M.c['span.char'][s];
  return `${M.head.articles[articleOf(s)]}:${from}-${from + M.c['span.chars'][s]}`;
}

// How far into its article an occurrence begins; its length may be unknown.
function placeOf(o) {
  const chars = M.c['article.chars'][articleOf(o)];
  return chars && chars !== NONE.u32 ? M.c['span.char'][o] / chars : NaN;
}
