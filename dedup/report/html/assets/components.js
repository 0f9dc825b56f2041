// The groups that a run at another floor would find: connected components over the pairs that stay.

function rootOf(parent, node) {
  while (parent[node] !== node) {
    parent[node] = parent[parent[node]];
    node = parent[node];
  }
  return node;
}

// For a floor: the root of each text, how often the texts of a root occur, and how many roots are
// groups: whatever occurs twice, as equal texts or as verified pairs.
const componentsAt = (() => {
  let last = null;
  return floor => {
    if (last?.floor === floor) return last;
    const parent = Uint32Array.from({ length: M.n.texts }, (_, i) => i);
    const least = Math.fround(floor);
    const { 'pair.a': a, 'pair.b': b, 'pair.jaccard': jaccard } = M.c;
    for (let p = 0; p < M.n.pairs; p++) {
      const left = textNumber(a[p]);
      const right = textNumber(b[p]);
      if (jaccard[p] < least || left < 0 || right < 0) continue;
      const x = rootOf(parent, left);
      const y = rootOf(parent, right);
      if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
    }
    const times = new Uint32Array(M.n.texts);
    for (const t of M.c['occurrence.text']) times[rootOf(parent, t)]++;
    let groups = 0;
    for (const n of times) if (n > 1) groups++;
    last = { floor, parent, times, groups };
    return last;
  };
})();

const staysAt = (found, o) => found.times[rootOf(found.parent, M.c['occurrence.text'][o])] > 1;
