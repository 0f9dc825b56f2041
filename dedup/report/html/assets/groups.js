// The list of groups, and the list of pairs.

function groupsView() {
  const chosen = selection();
  const { c } = M;
  const table = rowsTable({
    label: 'Groups of repeated sentences', rows: chosen.groups, href: groupHash, csv: 'groups', sort: 1,
    columns: [
      { name: 'sentence', wide: true, of: g => medoidText(g), show: g => excerpt(c['group.medoid'][g]) },
      { name: 'times', num: true, of: g => c['group.occurrences'][g], show: g => num(c['group.occurrences'][g]), col: 'c5' },
      { name: 'outlets', num: true, of: g => c['group.outlets'][g], show: g => num(c['group.outlets'][g]), col: 'c5' },
      { name: 'wordings', num: true, of: g => c['group.texts'][g], show: g => num(c['group.texts'][g]), col: 'c6' },
      { name: 'kind', of: g => label(kindOf(g)), show: kindChip, col: 'c8' },
      { name: 'least', num: true, of: g => c['group.least'][g], show: g => score(c['group.least'][g], 2), col: 'c5' },
      { name: 'first seen', of: g => when(timeOf(articleOf(firstOf(g)))), show: g => when(timeOf(articleOf(firstOf(g))), false), col: 'c7' },
      { name: 'by', of: g => outletOf(articleOf(firstOf(g))) ?? '', show: g => outletName(articleOf(firstOf(g))), col: 'c11' },
      { name: 'group', of: g => M.head.groups[g] },
    ],
  });
  return [heading('Groups', h('p', { class: 'sub' }, groupsTold(chosen))), table.node];
}

function groupsTold(chosen) {
  const all = counted(chosen.groups.length, 'group');
  if (state.floor > M.floor) return `${all} of this run have an occurrence left at floor ${score(state.floor, 2)}; there they make ${counted(chosen.parts, 'group')}, since some fall apart.`;
  return `${all}: sentences that occur more than once, word for word or rewritten.`;
}

function pairsView() {
  const chosen = selection();
  const { c } = M;
  const sourceOf = s => outletOf(articleOf(s)) ?? M.head.articles[articleOf(s)];
  const table = rowsTable({
    label: 'Verified pairs', rows: chosen.pairs, href: pairHash, csv: 'pairs', sort: 2,
    columns: [
      { name: 'earlier', wide: true, of: p => spanText(c['pair.a'][p]), show: p => excerpt(c['pair.a'][p]) },
      { name: 'changes', wide: true, show: p => briefly(changes(spanText(c['pair.a'][p]), spanText(c['pair.b'][p]))) },
      { name: 'later', of: p => spanText(c['pair.b'][p]) },
      { name: 'Jaccard', num: true, of: p => c['pair.jaccard'][p], show: p => score(c['pair.jaccard'][p]), col: 'c6' },
      { name: 'words', num: true, of: p => c['pair.edited'][p], show: p => num(c['pair.edited'][p]), col: 'c5' },
      { name: 'look at', of: p => Object.keys(FLAG_TERMS).filter(name => pairFlag(p, name)).join(' '), show: p => pairBadges(p), col: 'c9' },
      { name: 'lag', num: true, of: p => (c['pair.lag'][p] === NONE.lag ? NaN : c['pair.lag'][p]), show: p => duration(c['pair.lag'][p]), col: 'c8' },
      { name: 'outlets', of: p => `${sourceOf(c['pair.a'][p])} → ${sourceOf(c['pair.b'][p])}`, show: p => h('span', { class: 'two' }, alien(sourceOf(c['pair.a'][p])), ' → ', alien(sourceOf(c['pair.b'][p]))), col: 'c14' },
      { name: 'pair', of: p => M.head.pairs[p] },
    ],
  });
  return [heading('Pairs', h('p', { class: 'sub' }, `${counted(chosen.pairs.length, 'verified pair')} of two wordings; equal texts are one wording.`)), table.node];
}
