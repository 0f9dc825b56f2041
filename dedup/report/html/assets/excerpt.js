// Small pieces that several views share: sentences in one line, names of outlets, badges.

const NO_TEXT = 'text not in this report';
const excerpt = (s, most = 240) => (M.c['span.length'][s] ? alien(clipped(spanText(s), most), 'span', { class: 'excerpt' }) : h('span', { class: 'absent' }, NO_TEXT));
// A very long sentence scrolls in a frame of its own, by keyboard too.
const sized = s => (M.c['span.length'][s] > 1200 ? { class: 'sentence long', tabindex: 0, role: 'region', 'aria-label': 'A long sentence' } : { class: 'sentence' });
const sentence = s => (M.c['span.length'][s] ? alien(spanText(s), 'p', sized(s)) : h('p', { class: 'absent' }, NO_TEXT));
const outletName = a => (outletOf(a) === null ? h('span', { class: 'absent' }, 'no outlet') : alien(outletOf(a)));
const groupHash = g => hashOf({ view: 'group', id: M.head.groups[g] });
const pairHash = p => hashOf({ view: 'pair', id: M.head.pairs[p] });
const articleHash = (a, mark = null) => hashOf({ view: 'article', id: M.head.articles[a], hl: mark });
const articleName = a => titleOf(a) ?? M.head.articles[a];
const articleLink = (a, mark = null) => h('a', { href: articleHash(a, mark) }, alien(clipped(articleName(a), 110)));
const kindChip = g => chip(label(kindOf(g)), `kind-${kindOf(g)}`, MEANINGS[kindOf(g)]);

// Badges only for what was examined and found changed; null means not examined.
function badges(has) {
  const found = Object.entries(FLAG_TERMS).filter(([name]) => has(name) === true).map(([name, text]) => chip(text, 'warn'));
  if (has('quote') === true) found.push(chip('quote', 'quiet', MEANINGS.quote));
  if (has('boilerplate') === true) found.push(chip('boilerplate', 'quiet', MEANINGS.boilerplate));
  return found;
}
const pairBadges = p => badges(name => pairFlag(p, name) ?? (M.c['pair.b'][p] < M.n.occurrences && ['quote', 'boilerplate'].includes(name) ? occurrenceFlag(M.c['pair.b'][p], name) : null));

const meter = share => h('span', { class: 'meter', 'aria-hidden': 'true' }, h('span', { style: { width: `${Math.round(100 * share)}%` } }));

function crumbs(...parts) {
  return h('nav', { 'aria-label': 'You are here', class: 'crumbs' }, parts.map((part, i) => [i ? h('span', { 'aria-hidden': 'true' }, ' / ') : null, part]));
}
const viewLink = (view, text) => h('a', { href: hashOf({ view, id: null }) }, text);

function heading(text, ...rest) {
  return h('header', { class: 'view-head' }, h('h1', { id: 'title', tabindex: -1 }, text), rest);
}

function notFound(what, id) {
  const why = M.cut ? ' This page holds a part of the run; the Parquet tables have all of it.' : '';
  return [heading('Nothing here'), h('p', { class: 'empty' }, `No ${what} is called `, alien(clipped(id ?? '', 200)), `.${why}`)];
}

// Places of a list: the one before and the one after.
function neighbors(list, item, hash, names) {
  const at = list.indexOf(item);
  if (at < 0) return null;
  const step = (to, text, rel) => (to === undefined ? h('span', { class: 'step off', 'aria-hidden': 'true' }, text) : h('a', { class: 'step', rel, href: hash(to) }, text));
  return h('nav', { class: 'steps', 'aria-label': names }, step(list[at - 1], '‹ previous', 'prev'), h('span', {}, `${num(at + 1)} of ${num(list.length)}`), step(list[at + 1], 'next ›', 'next'));
}
