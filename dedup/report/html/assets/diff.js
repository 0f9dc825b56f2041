// The words that changed between two texts: the shortest way over deletions and insertions.

const UNSPACED = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
// A word with the space before it; a letter of a script written without spaces is a word.
const WORD = new RegExp(`\\s*(?:[${UNSPACED}]|[^\\s${UNSPACED}]+)`, 'gu');
const MOST_CELLS = 4e6;

const wordsOf = text => text.match(WORD) ?? [];

// Longest common subsequence of what is left between a common head and tail.
function matched(old, now) {
  const rows = old.length + 1;
  const width = now.length + 1;
  const table = new Uint16Array(rows * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] = old[i] === now[j] ? table[at + width + 1] + 1 : Math.max(table[at + width], table[at + 1]);
    }
  }
  return (i, j) => table[i * width + j];
}

// Whether two texts are too long for that; what differs is then one change.
const tooLong = (before, after) => wordsOf(before).length * wordsOf(after).length > MOST_CELLS;

function steps(old, now) {
  const kinds = [];
  if (old.length * now.length > MOST_CELLS) {
    return [...old.map(() => 'delete'), ...now.map(() => 'insert')];
  }
  const longest = matched(old, now);
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) { kinds.push('equal'); i++; j++; }
    else if (i < old.length && (j === now.length || longest(i + 1, j) >= longest(i, j + 1))) { kinds.push('delete'); i++; }
    else { kinds.push('insert'); j++; }
  }
  return kinds;
}

// Runs {kind, text, gap}: equal, delete or insert; gap is the space before the run.
function changes(before, after) {
  const old = wordsOf(before);
  const now = wordsOf(after);
  const bare = word => word.trimStart();
  let head = 0;
  while (head < Math.min(old.length, now.length) && bare(old[head]) === bare(now[head])) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head
    && bare(old.at(-1 - tail)) === bare(now.at(-1 - tail))) tail++;
  const kinds = [
    ...Array(head).fill('equal'),
    ...steps(old.slice(head, old.length - tail).map(bare), now.slice(head, now.length - tail).map(bare)),
    ...Array(tail).fill('equal'),
  ];
  return runsOf(kinds, old, now);
}

function runsOf(kinds, old, now) {
  const runs = [];
  let i = 0;
  let j = 0;
  for (const kind of ordered(kinds)) {
    const word = kind === 'delete' ? old[i] : now[j];
    if (kind !== 'insert') i++;
    if (kind !== 'delete') j++;
    const text = word.trimStart();
    const gap = word.slice(0, word.length - text.length);
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += gap + text;
    else runs.push({ kind, text, gap });
  }
  return runs;
}

// Within a change, what was deleted stands before what replaces it.
function ordered(kinds) {
  const found = [];
  let deleted = [];
  let inserted = [];
  const flush = () => { found.push(...deleted, ...inserted); deleted = []; inserted = []; };
  for (const kind of kinds) {
    if (kind === 'delete') deleted.push(kind);
    else if (kind === 'insert') inserted.push(kind);
    else { flush(); found.push(kind); }
  }
  flush();
  return found;
}

// One side of the comparison, its own changed words marked.
function sideOf(runs, mine) {
  return runs.filter(run => run.kind === 'equal' || run.kind === mine).map(run => [
    run.gap, run.kind === 'equal' ? inert(run.text) : h(mine === 'delete' ? 'del' : 'ins', {}, inert(run.text)),
  ]);
}

// The changes alone, in one line.
const briefly = runs => h('span', { class: 'excerpt' }, runs.map((run, i) => {
  if (run.kind === 'equal') return i && i < runs.length - 1 ? ' · ' : null;
  return h(run.kind === 'delete' ? 'del' : 'ins', { dir: 'auto' }, inert(clipped(run.text, 80)));
}));

const inline = runs => runs.map(run => [run.gap, {
  equal: () => inert(run.text),
  delete: () => h('del', {}, inert(run.text)),
  insert: () => h('ins', {}, inert(run.text)),
}[run.kind]()]);
