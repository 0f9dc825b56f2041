// The list of articles.

function articlesView() {
  const chosen = selection();
  const { c } = M;
  const known = value => (value === NONE.u32 ? NaN : value);
  const table = rowsTable({
    label: 'Articles', rows: chosen.articles, href: a => articleHash(a), csv: 'articles', sort: 4,
    columns: [
      { name: 'article', wide: true, of: a => articleName(a), show: a => alien(clipped(articleName(a), 140)) },
      { name: 'outlet', of: a => outletOf(a) ?? '', show: outletName, col: 'c12' },
      { name: 'published', of: a => when(timeOf(a)), show: a => when(timeOf(a)), col: 'c12' },
      { name: 'sentences', num: true, of: a => known(c['article.sentences'][a]), show: a => (known(c['article.sentences'][a]) >= 0 ? num(c['article.sentences'][a]) : '–'), col: 'c6' },
      { name: 'repeated', num: true, of: a => known(c['article.repeated'][a]), show: a => (known(c['article.repeated'][a]) >= 0 ? num(c['article.repeated'][a]) : '–'), col: 'c6' },
      { name: 'seen earlier', num: true, of: a => 1 - share16(c['article.originalShare'][a]), show: a => shareCell(1 - share16(c['article.originalShare'][a])), col: 'c9' },
      { name: 'most of it in', of: a => (c['article.top'][a] === NONE.u32 ? '' : articleName(c['article.top'][a])), show: a => (c['article.top'][a] === NONE.u32 ? '' : alien(clipped(articleName(c['article.top'][a]), 60))), col: 'c18' },
      { name: 'id', of: a => M.head.articles[a] },
    ],
  });
  return [heading('Articles', h('p', { class: 'sub' }, chosen.everything ? counted(chosen.articles.length, 'article') : `${counted(chosen.articles.length, 'article')} with a matching sentence`)), table.node];
}

const shareCell = share => (Number.isFinite(share) ? h('span', { class: 'share' }, pct(share), meter(share)) : '–');
