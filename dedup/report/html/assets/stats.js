// What the overview counts, over the rows that a query leaves; the same figures as the run's own.

const SIMILARITY_BINS = 100;
const PLACE_BINS = 20;

const binOf = (value, bins) => Math.min(bins - 1, Math.max(0, Math.floor(value * bins + 1e-6)));

// The whole run counts what the page has no room for, too.
function statsOf(chosen) {
  return chosen.everything && M.cut ? M.head.totals : tallied(chosen);
}

function tallied(chosen) {
  const { counts } = M.head.totals;
  const articles = new Set();
  const days = new Map();
  const sizes = new Map();
  const places = Array(PLACE_BINS).fill(0);
  const flow = new Map();
  let fresh = 0;
  for (const o of chosen.occurrences) {
    const a = articleOf(o);
    articles.add(a);
    fresh += isNew(o) ? 1 : 0;
    const place = placeOf(o);
    if (!Number.isNaN(place)) places[binOf(place, PLACE_BINS)]++;
    if (isFirst(o)) continue;
    const time = timeOf(a);
    if (!Number.isNaN(time)) bump(days, dayOf(time));
    const first = articleOf(firstOf(M.c['occurrence.group'][o]));
    const [early, late] = [first, a].map(x => M.c['article.outlet'][x]);
    if (M.names.outlet[early] !== undefined && M.names.outlet[late] !== undefined && early !== late) {
      bump(flow, early * 65536 + late);
    }
  }
  for (const size of chosen.sizes) bump(sizes, size);
  return {
    counts: {
      ...counts, groups: chosen.parts, occurrences: chosen.occurrences.length, pairs: chosen.pairs.length,
      repeated_articles: articles.size, new_occurrences: fresh, closest: closest(chosen.pairs),
      new_groups: chosen.groups.reduce((n, g) => n + (M.c['group.new'][g] > 0 ? 1 : 0), 0),
    },
    similarity: similarityBins(chosen.pairs),
    sizes: [...sizes].sort((a, b) => a[0] - b[0]),
    days: [...days].sort((a, b) => a[0] - b[0]),
    places,
    flow: [...flow].map(([key, n]) => [M.names.outlet[Math.floor(key / 65536)], M.names.outlet[key % 65536], n]),
  };
}

const bump = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

function similarityBins(pairs) {
  const bins = Array(SIMILARITY_BINS).fill(0);
  for (const p of pairs) bins[binOf(M.c['pair.jaccard'][p], SIMILARITY_BINS)]++;
  return bins;
}

function closest(pairs) {
  let best = null;
  for (const p of pairs) if (best === null || M.c['pair.jaccard'][p] > best) best = M.c['pair.jaccard'][p];
  return best;
}

// The pair that `closest` speaks of.
function closestPair(pairs) {
  let best = null;
  for (const p of pairs) if (best === null || M.c['pair.jaccard'][p] > M.c['pair.jaccard'][best]) best = p;
  return best;
}
