// The keys of the query language: what each compares, for an occurrence and for a pair.

const same = (of, at) => ({ occurrence: o => of(o), pair: p => of(M.c['pair.b'][p]) || (at ?? false) });
const groupTest = test => ({
  occurrence: o => test(M.c['occurrence.group'][o]), pair: p => test(M.c['pair.group'][p]),
});
const yes = value => ({ yes: true, true: true, no: false, false: false })[value.toLowerCase()];

function outletTerm(value) {
  const wanted = anyOf(M.names.outlet, value);
  const is = s => wanted.has(M.c['article.outlet'][articleOf(s)]);
  return { occurrence: is, pair: p => is(M.c['pair.a'][p]) || is(M.c['pair.b'][p]) };
}

function fromTerm(value) {
  const wanted = anyOf(M.names.outlet, value);
  return groupTest(g => wanted.has(M.c['article.outlet'][articleOf(firstOf(g))]));
}

function articleTerm(value) {
  const wanted = namesLike(M.head.articles, value);
  return { occurrence: o => wanted.has(articleOf(o)), pair: p => wanted.has(articleOf(M.c['pair.a'][p])) || wanted.has(articleOf(M.c['pair.b'][p])) };
}

const langTerm = value => {
  const wanted = anyOf(M.names.language, value);
  return same(s => wanted.has(M.c['article.language'][articleOf(s)]));
};

function scopeTerm(value) {
  const wanted = anyOf(M.names.scope, value.replaceAll(' ', '_'));
  return { occurrence: o => wanted.has(M.c['occurrence.scope'][o]), pair: p => wanted.has(M.c['pair.scope'][p]) };
}

function matchTerm(value) {
  const wanted = anyOf(M.names.match, value);
  const is = o => o < M.n.occurrences && wanted.has(M.c['occurrence.match'][o]);
  return { occurrence: is, pair: p => is(M.c['pair.b'][p]) };
}

const wordTerm = column => value => {
  const name = column.split('.')[1];
  const wanted = anyOf(M.names[name], value.replaceAll(' ', '_'));
  return groupTest(g => wanted.has(M.c[column][g]));
};
const countTerm = column => value => {
  const test = compared(value, plainNumber);
  return test && groupTest(g => test(M.c[column][g]));
};

function simTerm(value) {
  const test = compared(value, exactScore);
  return test && { occurrence: o => test(M.c['occurrence.jaccard'][o]), pair: p => test(M.c['pair.jaccard'][p]) };
}

function wordsTerm(value) {
  const test = compared(value, plainNumber);
  const is = s => s < M.n.occurrences && test(M.c['occurrence.words'][s]);
  return test && { occurrence: is, pair: p => is(M.c['pair.a'][p]) || is(M.c['pair.b'][p]) };
}

function lagTerm(value) {
  const test = compared(value, seconds);
  const is = lag => lag !== NONE.lag && test(lag);
  return test && { occurrence: o => is(M.c['occurrence.lag'][o]), pair: p => is(M.c['pair.lag'][p]) };
}

function dateTerm(value) {
  const test = compared(value, dayNumber);
  const is = s => test(dayOf(timeOf(articleOf(s))));
  return test && { occurrence: is, pair: p => is(M.c['pair.b'][p]) };
}

function placeTerm(value) {
  const test = compared(value, plainNumber);
  const is = s => test(placeOf(s));
  return test && { occurrence: is, pair: p => is(M.c['pair.b'][p]) };
}

// null in the tables: not examined, so neither value holds.
const flagTerm = name => value => {
  const wanted = { differ: true, differs: true, changed: true, same: false, yes: true, no: false }[value.toLowerCase()];
  if (wanted === undefined) return null;
  return {
    occurrence: o => occurrenceFlag(o, name) === wanted,
    pair: p => (name in PAIR_FLAGS ? pairFlag(p, name) === wanted
      : M.c['pair.b'][p] < M.n.occurrences && occurrenceFlag(M.c['pair.b'][p], name) === wanted),
  };
};

function newTerm(value) {
  const wanted = yes(value);
  const is = s => s < M.n.occurrences && isNew(s) === wanted;
  return wanted === undefined ? null : { occurrence: is, pair: p => is(M.c['pair.a'][p]) || is(M.c['pair.b'][p]) };
}

// The page's text in lower case, every character where it was.
const lowered = lazily(() => {
  const low = M.text.replaceAll('İ', 'i').toLowerCase();
  return low.length === M.text.length ? low : M.text;
});

function textTerm(value) {
  const wanted = value.replaceAll('İ', 'i').toLowerCase();
  const { 'span.begin': begin, 'span.length': length } = M.c;
  const found = new Uint8Array(M.n.spans);
  const low = lowered();
  for (let s = 0; s < found.length; s++) {
    found[s] = low.substr(begin[s], length[s]).includes(wanted) ? 1 : 0;
  }
  return { occurrence: o => found[o] === 1, pair: p => found[M.c['pair.a'][p]] + found[M.c['pair.b'][p]] > 0 };
}

const TERMS = {
  text: { test: textTerm, example: '"state TV"', help: 'Words or a "phrase" in the sentence.' },
  outlet: { test: outletTerm, example: 'outlet:courier', help: 'The outlet: its name or a part of it; several with commas. For a pair, of either side.' },
  from: { test: fromTerm, example: 'from:"Halden Wire Service"', help: 'The outlet that had it first.' },
  article: { test: articleTerm, example: 'article:digest', help: 'The article’s id or a part of it.' },
  date: { test: dateTerm, example: 'date:2025-03-10..2025-03-12', help: 'The day of publication (UTC): 2025-03-10, a range 2025-03-10..2025-03-12, or >=2025-03-10.' },
  sim: { test: simTerm, example: 'sim:>0.9', help: 'The Jaccard similarity to the best earlier match: >0.9, 0.7..0.8.' },
  kind: { test: wordTerm('group.kind'), example: 'kind:rewrite', help: 'The kind of group: exact_copy, rewrite, internal_repeat …' },
  scope: { test: scopeTerm, example: 'scope:cross_source', help: 'Where the match is: within_article, same_source, cross_source, first.' },
  match: { test: matchTerm, example: 'match:near', help: 'How it matches: first, exact, near, contains, contained.' },
  words: { test: wordsTerm, example: 'words:>12', help: 'The length in words: >12, 5..10.' },
  lag: { test: lagTerm, example: 'lag:<1h', help: 'The time since the best earlier match: <1h, >2d; s, m, h, d, w.' },
  times: { test: countTerm('group.occurrences'), example: 'times:>3', help: 'How often the group occurs: >3.' },
  outlets: { test: countTerm('group.outlets'), example: 'outlets:>=2', help: 'In how many outlets the group occurs: >=2.' },
  numbers: { test: flagTerm('numbers'), example: 'numbers:differ', help: 'Whether a figure changed: differ or same.' },
  names: { test: flagTerm('names'), example: 'names:differ', help: 'Whether a proper name changed: differ or same.' },
  negation: { test: flagTerm('negation'), example: 'negation:differ', help: 'Whether a negation changed: differ or same.' },
  quote: { test: flagTerm('quote'), example: 'quote:no', help: 'Inside quotation marks: yes or no.' },
  boilerplate: { test: flagTerm('boilerplate'), example: 'boilerplate:no', help: 'A fixture of its outlet: yes or no.' },
  place: { test: placeTerm, example: 'place:<0.1', help: 'Where in the article, 0 at its start, 1 at its end: <0.1.' },
  lang: { test: langTerm, example: 'lang:fr', help: 'The language of the article.' },
  unit: { test: wordTerm('group.unit'), example: 'unit:sentence', help: 'sentence or paragraph.' },
  new: { test: newTerm, example: 'new:yes', help: 'Added by this run: yes or no.' },
};
