// Bar charts in hand-written SVG; each comes with its figures as a table for those who cannot see it.

const CHART = { width: 300, height: 132, left: 4, right: 4, top: 8, bottom: 20 };
const inner = { width: CHART.width - CHART.left - CHART.right, height: CHART.height - CHART.top - CHART.bottom };

// One chart with a heading, and its figures behind a button.
function figure(title, note, drawing, head, rows, extra = null) {
  const table = h('details', { class: 'figures' }, h('summary', {}, 'Figures'));
  table.addEventListener('toggle', () => {
    if (table.open && !table.querySelector('table')) table.append(h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}: figures` }, plainTable(title, head, rows())));
  });
  return h('section', { class: 'panel chart' }, h('h2', {}, title), note && h('p', { class: 'note' }, note), drawing, extra, table);
}

function plainTable(caption, head, rows) {
  return h('table', { class: 'plain' }, h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, head.map(cell => h('th', { scope: 'col' }, cell)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) => (i ? h('td', {}, cell) : h('th', { scope: 'row' }, cell)))))));
}

// bars: [{from, to, n, name, href}] with from and to in 0..1; log: heights by order of magnitude.
function barChart({ bars, ticks, summary, log = false, overlay = [], className = '' }) {
  const scale = n => (log ? Math.log10(1 + n) : n);
  const most = Math.max(1e-9, ...bars.map(bar => scale(bar.n)));
  const x = share => CHART.left + share * inner.width;
  const drawn = bars.map(bar => {
    const height = bar.n ? Math.max(2, (scale(bar.n) / most) * inner.height) : 0;
    const width = Math.max(1, (bar.to - bar.from) * inner.width - 1);
    const tip = svg('title', {}, `${bar.name}: ${num(bar.n)}`);
    const box = { x: x(bar.from).toFixed(2), width: width.toFixed(2) };
    const mark = svg('rect', { ...box, class: `bar ${bar.kind ?? ''}`, y: (CHART.top + inner.height - height).toFixed(2), height: height.toFixed(2), 'data-n': bar.n }, tip);
    return mark;
  });
  return svg('svg', { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: 'img', 'aria-label': summary, class: `bars ${className}` },
    svg('line', { class: 'axis', x1: CHART.left, x2: CHART.width - CHART.right, y1: CHART.top + inner.height, y2: CHART.top + inner.height }),
    drawn,
    ticks.map(([share, text]) => svg('text', {
      class: 'tick', x: x(share).toFixed(2), y: CHART.height - 5,
      'text-anchor': share < 0.04 ? 'start' : share > 0.96 ? 'end' : 'middle',
    }, text)),
    overlay);
}

function sizesChart(sizes) {
  const steps = [[2, 2], [3, 3], [4, 4], [5, 6], [7, 9], [10, 14], [15, 24], [25, 49], [50, 99], [100, 999], [1000, Infinity]];
  const rows = steps.map(([low, high]) => [
    low === high ? String(low) : high === Infinity ? `${num(low)}+` : `${low}–${high}`,
    sizes.filter(([size]) => size >= low && size <= high).reduce((sum, [, n]) => sum + n, 0),
  ]);
  while (rows.length > 4 && rows.at(-1)[1] === 0) rows.pop();
  const total = rows.reduce((sum, [, n]) => sum + n, 0);
  const bars = rows.map(([name, n], i) => ({ from: i / rows.length, to: (i + 1) / rows.length, n, name: `occurring ${name} times` }));
  const drawing = barChart({
    bars, log: true, ticks: rows.map(([name], i) => [(i + 0.5) / rows.length, name]),
    summary: `Group sizes: ${counted(total, 'group')}, from ${rows[0][0]} occurrences on`,
  });
  return figure('Group sizes', 'How often a group occurs; heights by order of magnitude.', drawing, ['occurrences', 'groups'],
    () => rows.map(([name, n]) => [name, num(n)]));
}

function placesChart(places) {
  const total = places.reduce((sum, n) => sum + n, 0);
  const share = i => `${Math.round((100 * i) / places.length)} %`;
  const bars = places.map((n, i) => ({ from: i / places.length, to: (i + 1) / places.length, n, name: `${share(i)} to ${share(i + 1)} of the article` }));
  const drawing = barChart({
    bars, ticks: [[0, 'lead'], [0.5, 'middle'], [1, 'end']],
    summary: `Place in the article of ${counted(total, 'occurrence')}`,
  });
  return figure('Place in the article', 'Where repeated sentences stand.', drawing, ['place', 'occurrences'],
    () => bars.map(bar => [bar.name, num(bar.n)]));
}
