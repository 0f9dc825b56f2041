// The similarity histogram and its floor: a line to drag, which tells the groups of a run at that floor.

// It begins below the floor where pairs are there by containment.
const LOWEST = () => {
  const first = M.head.totals.similarity.findIndex(n => n > 0);
  return Math.min(0.5, Math.floor(M.floor * 20) / 20, first < 0 ? 1 : Math.floor(first / 5) / 20);
};

function floorChart(stats) {
  const low = LOWEST();
  const at = value => (value - low) / (1 - low);
  const line = svg('line', { class: 'floor', y1: 0, y2: CHART.top + inner.height });
  const grip = svg('circle', { class: 'grip', r: 6, cy: 8 });
  const first = Math.round(low * SIMILARITY_BINS);
  const bins = stats.similarity.slice(first).map((n, i) => ({
    from: at((first + i) / SIMILARITY_BINS), to: at((first + i + 1) / SIMILARITY_BINS), n,
    name: `${score((first + i) / SIMILARITY_BINS, 2)} to ${score((first + i + 1) / SIMILARITY_BINS, 2)}`,
  }));
  const place = value => {
    const x = (CHART.left + at(value) * inner.width).toFixed(2);
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
    grip.setAttribute('cx', x);
  };
  place(state.floor);
  const ticks = [];
  for (let t = Math.ceil(low * 10); t <= 10; t++) ticks.push([at(t / 10), (t / 10).toFixed(1)]);
  const drawing = barChart({
    bars: bins, ticks, overlay: [line, grip], className: 'floored',
    summary: `Similarity of ${counted(stats.counts.pairs, 'verified pair')}, from ${score(low, 2)} to 1`,
  });
  const control = floorControl(place);
  followPointer(drawing, low, control);
  return figure('Similarity of pairs', 'Drag the line: what would a higher floor have found?', drawing,
    ['Jaccard', 'pairs'], () => bins.map(bin => [bin.name, num(bin.n)]), control.node);
}

// A range input, so that the floor moves by keyboard too; `settle` redraws the rest when it rests.
function floorControl(place) {
  const told = h('output', { class: 'told', id: 'floor-told', for: 'floor' }, floorTold(state.floor));
  const input = h('input', {
    type: 'range', id: 'floor', min: M.floor, max: 1, step: 0.01, value: state.floor, 'aria-describedby': 'floor-told',
  });
  let resting = 0;
  const move = value => {
    input.value = value;
    place(value);
    told.textContent = floorTold(value);
  };
  const settle = value => {
    clearTimeout(resting);
    resting = setTimeout(() => go({ floor: value }, true), 250);
  };
  input.addEventListener('input', () => { move(Number(input.value)); settle(Number(input.value)); });
  input.style.setProperty('margin-inline-start', `${100 * (M.floor - LOWEST()) / (1 - LOWEST())}%`);
  const node = h('div', { class: 'floor-control' }, h('label', { for: 'floor', class: 'unseen' }, 'Floor'), input, told,
    state.floor > M.floor && button('Reset', () => go({ floor: M.floor }), { class: 'small' }));
  return { node, move, settle };
}

function floorTold(floor) {
  return floor > M.floor
    ? `Floor ${score(floor, 2)}: ${counted(groupsAt(floor), 'group')} (this run, at ${score(M.floor, 2)}: ${num(M.head.totals.counts.groups)})`
    : `Floor ${score(M.floor, 2)}, that of this run: below it only containments are known`;
}

// Of the whole run, also where the page holds a part of it.
function groupsAt(floor) {
  const known = M.head.totals.floors?.find(([step]) => step === Math.round(100 * floor));
  return known ? known[1] : componentsAt(floor).groups;
}

function followPointer(drawing, low, control) {
  const valueAt = event => {
    const box = drawing.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width * CHART.width - CHART.left) / inner.width;
    return Math.min(1, Math.max(M.floor, Math.round((low + share * (1 - low)) * 100) / 100));
  };
  let dragging = false;
  drawing.addEventListener('pointerdown', event => {
    dragging = true;
    drawing.setPointerCapture(event.pointerId);
    control.move(valueAt(event));
    event.preventDefault();
  });
  drawing.addEventListener('pointermove', event => { if (dragging) control.move(valueAt(event)); });
  const end = event => { if (dragging) { dragging = false; control.settle(valueAt(event)); } };
  drawing.addEventListener('pointerup', end);
  drawing.addEventListener('pointercancel', end);
}
