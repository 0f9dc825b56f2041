// Repeats over time; a stretch of days that is brushed, or typed, becomes a filter.

const MOST_BARS = 120;

function daysChart(days) {
  if (!days.length) {
    return figure('Repeats over time', 'No repeat has a date.', h('p', { class: 'empty' }, 'Give publication dates to see when texts come back.'), ['day', 'repeats'], () => []);
  }
  const first = days[0][0];
  const span = days.at(-1)[0] - first + 1;
  const width = Math.max(1, Math.ceil(span / MOST_BARS));
  const slots = Math.max(Math.ceil(span / width), 1);
  const sums = Array(slots).fill(0);
  for (const [day, n] of days) sums[Math.floor((day - first) / width)] += n;
  const name = i => (width === 1 ? dayName(first + i) : `${dayName(first + i * width)} to ${dayName(first + (i + 1) * width - 1)}`);
  const bars = sums.map((n, i) => ({ from: i / slots, to: (i + 1) / slots, n, name: name(i) }));
  const ticks = slots === 1 ? [[0.5, dayName(first)]] : [[0, dayName(first)], [1, dayName(days.at(-1)[0])]];
  const brush = svg('rect', { class: 'brush', y: CHART.top, height: inner.height, width: 0, x: 0 });
  const drawing = barChart({
    bars, ticks, overlay: [brush], className: 'brushed',
    summary: `Repeats over time: ${counted(days.reduce((sum, [, n]) => sum + n, 0), 'repeat')} on ${counted(days.length, 'day')}, ${dayName(first)} to ${dayName(days.at(-1)[0])}`,
  });
  followBrush(drawing, brush, slots, (from, to) => brushed(first + from * width, Math.min(days.at(-1)[0], first + (to + 1) * width - 1)));
  return figure('Repeats over time', 'Brush a stretch of days to filter by it.', drawing, ['day', 'repeats'],
    () => bars.map(bar => [bar.name, num(bar.n)]), dayInputs(first, days.at(-1)[0]));
}

const brushed = (from, to) => setTerm('date', from === to ? dayName(from) : `${dayName(from)}..${dayName(to)}`);

function dayInputs(first, last) {
  const limits = { min: dayName(first), max: dayName(last) };
  const [from, to] = [['day-from', 'from', first], ['day-to', 'to', last]].map(([id, text, day]) => [
    h('label', { for: id }, text), h('input', { type: 'date', id, value: dayName(day), ...limits })]);
  const apply = button('Filter', () => {
    const [low, high] = [from[1].value, to[1].value];
    if (low && high) setTerm('date', low === high ? low : `${low}..${high}`);
  }, { class: 'small' });
  return h('div', { class: 'day-inputs' }, from, to, apply);
}

function followBrush(drawing, brush, slots, done) {
  const slotAt = event => {
    const box = drawing.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width * CHART.width - CHART.left) / inner.width;
    return Math.min(slots - 1, Math.max(0, Math.floor(share * slots)));
  };
  let from = null;
  const show = to => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    brush.setAttribute('x', CHART.left + (low / slots) * inner.width);
    brush.setAttribute('width', ((high - low + 1) / slots) * inner.width);
    return [low, high];
  };
  drawing.addEventListener('pointerdown', event => {
    from = slotAt(event);
    drawing.setPointerCapture(event.pointerId);
    show(from);
    event.preventDefault();
  });
  drawing.addEventListener('pointermove', event => { if (from !== null) show(slotAt(event)); });
  drawing.addEventListener('pointerup', event => {
    if (from === null) return;
    const range = show(slotAt(event));
    from = null;
    done(...range);
  });
}
