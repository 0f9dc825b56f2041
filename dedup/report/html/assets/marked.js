// The text of an article with its repeated sentences marked in place.

const MOST_SOURCES = 8;

// Stretches of a piece of text, each with the occurrence it belongs to: the shortest that covers it.
function stretches(begin, end, occurrences) {
  const { 'span.begin': from, 'span.length': size } = M.c;
  const inside = occurrences.filter(o => size[o] && from[o] < end && from[o] + size[o] > begin);
  const edges = new Set([begin, end]);
  for (const o of inside) { edges.add(Math.max(begin, from[o])); edges.add(Math.min(end, from[o] + size[o])); }
  const places = [...edges].sort((x, y) => x - y);
  const open = inside.sort((x, y) => from[x] - from[y]);
  const found = [];
  let at = 0;
  let active = [];
  for (let i = 0; i + 1 < places.length; i++) {
    while (at < open.length && from[open[at]] <= places[i]) active.push(open[at++]);
    active = active.filter(o => from[o] + size[o] > places[i]);
    const owner = active.length ? active.reduce((x, y) => (size[y] < size[x] ? y : x)) : null;
    const last = found.at(-1);
    if (last && last.owner === owner) last.end = places[i + 1]; else found.push({ begin: places[i], end: places[i + 1], owner });
  }
  return found;
}

// The text of an article as nodes; `mark(occurrence, nodes)` dresses what repeats.
function articleText(a, mark) {
  const pieces = M.pieces.of(a);
  const { c } = M;
  const occurrences = Array.from(M.byArticle().of(a));
  if (!pieces.length) return h('p', { class: 'absent' }, occurrences.length ? `The text of this article is not in this report. Its ${counted(occurrences.length, 'repeated sentence')} ${occurrences.length === 1 ? 'is' : 'are'} listed below.` : 'The text of this article is not in this report.');
  const nodes = [];
  let char = 0;
  const total = c['article.chars'][a];
  for (const piece of pieces) {
    const begin = c['piece.begin'][piece];
    const end = piece + 1 < c['piece.begin'].length ? c['piece.begin'][piece + 1] : M.text.length;
    if (c['piece.char'][piece] > char) nodes.push(missing(c['piece.char'][piece] - char));
    for (const part of stretches(begin, end, occurrences)) {
      const text = inert(M.text.slice(part.begin, part.end));
      nodes.push(part.owner === null ? text : mark(part.owner, text));
    }
    char = c['piece.char'][piece] + codePoints(M.text.slice(begin, end));
  }
  if (total !== NONE.u32 && total > char) nodes.push(missing(total - char));
  return h('div', { class: 'prose', dir: 'auto' }, nodes);
}

// Between sentences there is often a space or a line break only.
const missing = n => (n <= 3 ? h('span', { class: 'missing', title: `${counted(n, 'character')} not in this report` }, ' … ')
  : h('span', { class: 'missing far' }, `… ${counted(n, 'character')} not in this report …`));

function codePoints(text) {
  let n = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) n++;
  return n;
}

// The earlier articles that an article's sentences are found in, most covering first; number: as shown.
function sourcesOf(a) {
  const { c } = M;
  const links = Array.from(M.sourcesOf().of(a)).sort((x, y) => c['link.coverageB'][y] - c['link.coverageB'][x]);
  const sources = links.map(link => ({ article: c['link.a'][link], link }));
  const known = new Set(sources.map(source => source.article));
  for (const o of M.byArticle().of(a)) {
    const best = c['occurrence.best'][o];
    if (best === NONE.u32 || articleOf(best) === a || known.has(articleOf(best))) continue;
    known.add(articleOf(best));
    sources.push({ article: articleOf(best), link: null });
  }
  return sources.map((source, i) => ({ ...source, number: i + 1, color: i < MOST_SOURCES ? `src${i + 1}` : 'src-more' }));
}

// Which source an occurrence shows: the article of its best match, itself, or none before it.
function sourceOfOccurrence(o, sources) {
  const best = M.c['occurrence.best'][o];
  if (best === NONE.u32) return { color: 'src-origin', number: '★', told: 'first here, repeated later' };
  if (articleOf(best) === articleOf(o)) return { color: 'src-self', number: '↺', told: 'repeated within this article' };
  const found = sources.find(source => source.article === articleOf(best));
  return { ...found, told: `found in ${articleName(articleOf(best))}` };
}
