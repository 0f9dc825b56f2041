// Two whole articles side by side; what they share is numbered, tied by ribbons, and scrolls together.

function besideView() {
  const [a, b] = [state.id, state.other].map(id => M.find_articles().get(id));
  if (a === undefined || b === undefined) return notFound('article', a === undefined ? state.id : state.other);
  const ties = tiesOf(a, b);
  const columns = [a, b].map((article, i) => besideColumn(article, ties, i));
  const ribbons = svg('svg', { class: 'ribbons', 'aria-hidden': 'true' });
  const stage = h('div', { class: 'beside' }, columns[0], ribbons, columns[1]);
  queueMicrotask(() => tieTogether(stage, ribbons, columns, ties));
  return [
    crumbs(viewLink('articles', 'Articles'), articleLink(a), articleLink(b)),
    heading('Side by side', h('p', { class: 'sub' }, `${counted(ties.length, 'sentence')} of the later article ${ties.length === 1 ? 'is' : 'are'} found in the earlier one. Choose a number to bring both into line.`)),
    stage,
  ];
}

// [{left, right, number}]: occurrences of the same group, each of the later article once.
function tiesOf(a, b) {
  const { 'occurrence.group': group, 'occurrence.best': best, 'occurrence.text': text } = M.c;
  const early = Array.from(M.byArticle().of(a));
  const ties = [];
  const late = Array.from(M.byArticle().of(b)).sort((x, y) => M.c['span.char'][x] - M.c['span.char'][y]);
  for (const right of late) {
    const same = early.filter(o => group[o] === group[right] && o !== right);
    const left = same.find(o => o === best[right]) ?? same.find(o => text[o] === text[right]) ?? same[0];
    if (left !== undefined) ties.push({ left, right, number: ties.length + 1 });
  }
  return ties;
}

function besideColumn(article, ties, i) {
  const own = new Map();
  for (const tie of ties) {
    const o = i ? tie.right : tie.left;
    if (!own.has(o)) own.set(o, tie);
  }
  const text = articleText(article, (o, nodes) => {
    const tie = own.get(o);
    if (!tie) return nodes;
    return h('mark', { class: `hit src${((tie.number - 1) % MOST_SOURCES) + 1}`, 'data-tie': tie.number },
      nodes, button(String(tie.number), event => alignTo(event.currentTarget, tie.number), { class: 'ref', 'aria-label': `Bring match ${tie.number} into line` }));
  });
  return h('section', { class: 'paper column', tabindex: 0, role: 'region', 'aria-label': i ? 'Later article' : 'Earlier article' },
    h('h2', {}, articleLink(article)), h('p', { class: 'meta' }, outletName(article), ' · ', when(timeOf(article))), text);
}

function alignTo(from, number) {
  const column = from.closest('.column');
  for (const other of document.querySelectorAll('.beside .column')) {
    const mark = other.querySelector(`mark[data-tie="${number}"]`) ?? sameLeft(other, number);
    if (!mark) continue;
    const offset = from.getBoundingClientRect().top - column.getBoundingClientRect().top;
    if (other !== column) other.scrollTop += mark.getBoundingClientRect().top - other.getBoundingClientRect().top - offset;
    mark.classList.add('asked');
    setTimeout(() => mark.classList.remove('asked'), 1600);
  }
}

// Several later sentences may be tied to one earlier one, which shows the first number only.
function sameLeft(column, number) {
  const [a, b] = [state.id, state.other].map(id => M.find_articles().get(id));
  const ties = tiesOf(a, b);
  const tie = ties.find(one => one.number === number);
  const first = ties.find(one => one.left === tie?.left);
  return column.querySelector(`mark[data-tie="${first?.number}"]`);
}

function tieTogether(stage, ribbons, columns, ties) {
  const draw = () => {
    if (!stage.isConnected) return;
    const box = ribbons.getBoundingClientRect();
    ribbons.replaceChildren(...ties.map(tie => ribbon(columns, tie, box)).filter(Boolean));
  };
  let leading = null;
  columns.forEach((column, i) => column.addEventListener('scroll', () => {
    if (leading === null) {
      leading = i;
      const other = columns[1 - i];
      const share = column.scrollTop / Math.max(1, column.scrollHeight - column.clientHeight);
      if (stage.dataset.free === undefined) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
      requestAnimationFrame(() => requestAnimationFrame(() => { leading = null; }));
    }
    requestAnimationFrame(draw);
  }));
  new ResizeObserver(draw).observe(stage);
  draw();
}

function ribbon(columns, tie, box) {
  const [left, right] = columns.map(column => column.querySelector(`mark[data-tie="${tie.number}"]`)?.getBoundingClientRect());
  if (!left || !right || box.width === 0) return null;
  const y = [left.top, right.top, right.bottom, left.bottom].map(value => (value - box.top).toFixed(1));
  const w = box.width.toFixed(1);
  const m = (box.width / 2).toFixed(1);
  return svg('path', { class: `ribbon src${((tie.number - 1) % MOST_SOURCES) + 1}`, d: `M0 ${y[0]}C${m} ${y[0]} ${m} ${y[1]} ${w} ${y[1]}L${w} ${y[2]}C${m} ${y[2]} ${m} ${y[3]} 0 ${y[3]}Z` });
}
