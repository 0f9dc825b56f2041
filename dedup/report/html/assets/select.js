// What a query and a floor leave: rows marked, and lists of them.

function listed(marks) {
  let n = 0;
  for (const mark of marks) n += mark;
  const list = new Uint32Array(n);
  for (let i = 0, at = 0; i < marks.length; i++) if (marks[i]) list[at++] = i;
  return list;
}

function marked(n, tests, keeps) {
  const marks = new Uint8Array(n);
  for (let i = 0; i < n; i++) marks[i] = keeps(i) && tests.every(test => test(i)) ? 1 : 0;
  return marks;
}

// {occurrences, pairs, groups, articles}: row numbers; parts: groups at this floor, and their sizes; everything: no
// row of the page is missing; error: what of the query cannot be understood.
const selection = (() => {
  let last = null;
  return (query = state.q, floor = state.floor) => {
    if (last && last.query === query && last.floor === floor) return last;
    let tests = [];
    let error = null;
    try {
      tests = testsOf(query);
    } catch (problem) {
      if (!(problem instanceof QueryError)) throw problem;
      error = problem.message;
    }
    last = { ...selected(tests, floor), query, floor, error };
    return last;
  };
})();

function selected(tests, floor) {
  const raised = floor > M.floor;
  const found = raised ? componentsAt(floor) : null;
  const stays = found ? o => staysAt(found, o) : () => true;
  const least = Math.fround(floor);
  const marks = marked(M.n.occurrences, tests.map(test => test.occurrence), stays);
  const pairs = marked(M.n.pairs, tests.map(test => test.pair),
    raised ? p => M.c['pair.jaccard'][p] >= least : () => true);
  const groups = new Uint8Array(M.n.groups);
  const articles = new Uint8Array(M.n.articles);
  for (let o = 0; o < marks.length; o++) {
    if (marks[o]) { groups[M.c['occurrence.group'][o]] = 1; articles[articleOf(o)] = 1; }
  }
  const everything = !raised && tests.length === 0;
  if (everything) articles.fill(1);
  const rows = { occurrences: listed(marks), pairs: listed(pairs), groups: listed(groups), articles: listed(articles) };
  const sizes = found ? sizesAt(found, rows.occurrences) : Array.from(rows.groups, g => M.c['group.occurrences'][g]);
  return { ...rows, marks, everything, sizes, parts: sizes.length };
}

// How often each group of the raised floor occurs, of those with an occurrence that is shown.
function sizesAt(found, occurrences) {
  const seen = new Set();
  for (const o of occurrences) seen.add(rootOf(found.parent, M.c['occurrence.text'][o]));
  return Array.from(seen, root => found.times[root]);
}
