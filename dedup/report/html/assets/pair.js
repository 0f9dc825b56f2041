// One pair: the two wordings side by side, what changed, and how the scores come about.

function pairView() {
  const p = M.find_pairs().get(state.id);
  if (p === undefined) return notFound('pair', state.id);
  const [a, b] = [M.c['pair.a'][p], M.c['pair.b'][p]];
  const g = M.c['pair.group'][p];
  const runs = changes(spanText(a), spanText(b));
  return [
    crumbs(viewLink('pairs', 'Pairs'), h('a', { href: groupHash(g) }, 'group ', h('code', {}, M.head.groups[g])), h('code', {}, state.id)),
    heading('Two wordings', neighbors(pairOrder(p), p, pairHash, 'Pairs')),
    h('p', { class: 'chips' }, chip(`Jaccard ${score(M.c['pair.jaccard'][p])}`, 'strong'), chip(label(M.names.scope[M.c['pair.scope'][p]]), 'quiet'),
      pairBadges(p), button('Copy link', () => copied(location.href, 'Link'), { class: 'small' }),
      button('Copy as text', () => copied(pairText(p, runs), 'Pair'), { class: 'small' })),
    tooLong(spanText(a), spanText(b)) && h('p', { class: 'caution' }, 'Too long to be aligned word by word: what lies between the words that both begin and end with is shown as changed.'),
    h('div', { class: 'sides', id: 'diff' }, side('Earlier', a, runs, 'delete'), side('Later', b, runs, 'insert')),
    changeList(runs),
    pairFacts(p, a, b),
  ];
}

function pairOrder(p) {
  const within = Array.from(M.pairsByGroup().of(M.c['pair.group'][p]));
  return within.length > 1 ? within.sort((x, y) => M.c['pair.jaccard'][y] - M.c['pair.jaccard'][x]) : Array.from(selection().pairs);
}

// The sentence in its surroundings, which are gray.
function side(title, s, runs, mine) {
  const a = articleOf(s);
  const [before, after] = around(s, 220);
  const body = M.c['span.length'][s]
    ? h('p', { ...sized(s), dir: 'auto' }, before && h('span', { class: 'context' }, inert(before)), h('span', { class: 'own' }, sideOf(runs, mine)), after && h('span', { class: 'context' }, inert(after)))
    : h('p', { class: 'absent' }, NO_TEXT);
  const url = M.head.links[a];
  return h('section', { class: 'panel side', 'data-side': mine },
    h('h2', {}, title, h('span', { class: 'meta' }, ' ', outletName(a), ' · ', when(timeOf(a)))), body,
    h('p', { class: 'meta' }, 'in ', articleLink(a, M.head.groups[s < M.n.occurrences ? M.c['occurrence.group'][s] : -1] ?? null), ` · code points ${num(M.c['span.char'][s])}–${num(M.c['span.char'][s] + M.c['span.chars'][s])}`, url && [' · ', outside(url)]));
}

// What stands before and after a span in the same piece of text, cut between words.
function around(s, most) {
  const piece = pieceAt(M.c['span.begin'][s]);
  if (!piece) return ['', ''];
  const [begin, end] = [M.c['span.begin'][s], M.c['span.begin'][s] + M.c['span.length'][s]];
  const low = Math.max(piece.begin, begin - most);
  const high = Math.min(piece.end, end + most);
  const before = M.text.slice(low, begin);
  const after = M.text.slice(end, high);
  return [low > piece.begin ? `…${before.replace(/^\S*\s/u, '')}` : before, high < piece.end ? `${after.replace(/\s\S*$/u, '')}…` : after];
}

function pieceAt(place) {
  const begins = M.c['piece.begin'];
  let low = 0;
  let high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins[middle] <= place) low = middle + 1; else high = middle;
  }
  return low ? { begin: begins[low - 1], end: low < begins.length ? begins[low] : M.text.length } : null;
}

// Each change from left to right, as the arrow points; the words in it have their own direction.
function changeList(runs) {
  const rows = [];
  for (let i = 0; i < runs.length; i++) {
    if (runs[i].kind === 'delete' && runs[i + 1]?.kind === 'insert') {
      rows.push(h('li', { 'data-change': `${runs[i].text}→${runs[i + 1].text}` }, h('del', { dir: 'auto' }, inert(runs[i].text)), ' → ', h('ins', { dir: 'auto' }, inert(runs[i + 1].text))));
      i++;
    } else if (runs[i].kind === 'delete') rows.push(h('li', { 'data-change': `−${runs[i].text}` }, h('del', { dir: 'auto' }, inert(runs[i].text)), ' deleted'));
    else if (runs[i].kind === 'insert') rows.push(h('li', { 'data-change': `+${runs[i].text}` }, h('ins', { dir: 'auto' }, inert(runs[i].text)), ' inserted'));
  }
  return h('section', { class: 'panel' }, h('h2', {}, rows.length ? counted(rows.length, 'change') : 'The words are the same'), h('ul', { class: 'changes' }, rows));
}

function pairFacts(p, a, b) {
  const { c } = M;
  return h('section', { class: 'panel' }, h('h2', {}, 'Scores'), facts([
    ['Jaccard', score(c['pair.jaccard'][p]), 'Of the two sets of five-character shingles, exact'],
    ['of the earlier found in the later', pct(share16(c['pair.containmentA'][p])), 'Containment: the share of its shingles'],
    ['of the later found in the earlier', pct(share16(c['pair.containmentB'][p])), 'Containment: the share of its shingles'],
    ['edit similarity', score(share16(c['pair.edit'][p])), 'Words kept, of the words of both'],
    ['words changed', num(c['pair.edited'][p]), 'Normalized words deleted plus inserted'],
    ['longest unchanged run', counted(c['pair.run'][p], 'word')],
    ['LSH bands in which they met', num(c['pair.bands'][p])],
    ['lag', duration(c['pair.lag'][p]), 'From the earlier to the later'],
    ['occurrences', `${num(timesOf(a))} and ${num(timesOf(b))}`, 'Of each wording'],
  ]));
}

const timesOfText = lazily(() => {
  const times = new Uint32Array(M.n.texts);
  for (const t of M.c['occurrence.text']) times[t]++;
  return times;
});
const timesOf = s => (textNumber(s) < 0 ? 1 : timesOfText()[textNumber(s)]);

function pairText(p, runs) {
  const marks = { equal: ['', ''], delete: ['[-', '-]'], insert: ['{+', '+}'] };
  const line = runs.map(run => `${run.gap}${marks[run.kind][0]}${run.text}${marks[run.kind][1]}`).join('').trim();
  return `${line}\n${placeName(M.c['pair.a'][p])} → ${placeName(M.c['pair.b'][p])}\nJaccard ${score(M.c['pair.jaccard'][p])}\n${location.href}\n`;
}
