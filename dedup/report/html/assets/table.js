// A table of any length: only the rows in sight exist.

const ROW = 38;
const TALLEST = 8e6;
const MOST_PRINTED = 300;
const collator = new Intl.Collator('en', { numeric: true });

// columns: [{name, of(row), show(row), num, wide}], without `show` in the CSV only; rows: row numbers; href(row) opens a row.
function rowsTable({ label: caption, columns: every, rows, href, sort = null, down = true, csv }) {
  const columns = every.filter(column => column.show);
  const view = { order: rows, sort, down, at: 0, first: -1 };
  const body = h('tbody', {});
  const box = h('div', { class: 'rows scroll', role: 'region', 'aria-label': caption, tabindex: 0 });
  const heads = columns.map((column, i) => h('th', { scope: 'col', class: column.num ? 'num' : column.wide ? 'wide' : '' },
    column.of ? button([column.name, h('span', { class: 'way', 'aria-hidden': 'true' })], () => sortBy(i)) : column.name));
  const table = h('table', { 'aria-rowcount': rows.length + 1, class: 'virtual' },
    h('caption', { class: 'unseen' }, caption),
    h('colgroup', {}, columns.map(column => h('col', { class: column.col ?? '' }))),
    h('thead', {}, h('tr', { 'aria-rowindex': 1 }, heads)), body);
  box.append(table);
  const height = Math.min(rows.length * ROW, TALLEST);

  function sortBy(i, down_ = view.sort === i ? !view.down : Boolean(columns[i].num)) {
    view.sort = i;
    view.down = down_;
    const keys = new Map();
    for (const row of rows) keys.set(row, columns[i].of(row));
    const compare = columns[i].num ? numbersLast : (a, b) => collator.compare(a ?? '', b ?? '');
    view.order = Array.from(rows).sort((a, b) => compare(keys.get(a), keys.get(b), view.down) * (view.down ? -1 : 1) || a - b);
    heads.forEach((head, k) => (k === i ? head.setAttribute('aria-sort', view.down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort')));
    view.first = -1;
    box.scrollTop = 0;
    view.at = 0;
    draw();
  }

  function draw() {
    const room = Math.max(ROW, box.clientHeight - ROW);
    const fits = Math.ceil(room / ROW) + 1;
    const scrollable = Math.max(1, height - room);
    const share = Math.min(1, box.scrollTop / scrollable);
    const first = Math.max(0, Math.min(rows.length - fits + 1, Math.floor(share * Math.max(0, rows.length * ROW - room) / ROW)));
    if (first === view.first && body.dataset.fits === String(fits)) return;
    const focused = body.contains(document.activeElement);
    view.first = first;
    body.dataset.fits = fits;
    const last = Math.min(rows.length, first + fits);
    const above = rows.length * ROW <= TALLEST ? first * ROW : Math.min(box.scrollTop, Math.max(0, height - (last - first) * ROW));
    const drawn = [];
    for (let k = first; k < last; k++) drawn.push(rowNode(view.order[k], k));
    body.replaceChildren(gap(above), ...drawn, gap(Math.max(0, height - above - (last - first) * ROW)));
    if (focused) focusRow(Math.min(Math.max(view.at, first), last - 1));
  }
  const gap = pixels => h('tr', { 'aria-hidden': 'true', class: 'gap' }, h('td', { colspan: columns.length, style: { height: `${pixels}px` } }));

  function rowNode(row, k) {
    const cells = columns.map((column, i) => {
      const content = column.show(row);
      return h(i ? 'td' : 'th', { scope: i ? null : 'row', class: column.num ? 'num' : column.wide ? 'wide' : '' },
        i ? content : h('a', { href: href(row), 'data-k': k, tabindex: k === view.at ? 0 : -1 }, content));
    });
    return h('tr', { 'aria-rowindex': k + 2, class: k % 2 ? 'odd' : '', onclick: event => { if (!event.target.closest('a,button')) location.hash = href(row); } }, cells);
  }

  function focusRow(k) {
    view.at = Math.max(0, Math.min(rows.length - 1, k));
    body.querySelector(`a[data-k="${view.at}"]`)?.focus({ preventScroll: true });
  }

  function moveTo(k) {
    const target = Math.max(0, Math.min(rows.length - 1, k));
    const room = Math.max(ROW, box.clientHeight - ROW);
    const full = Math.max(1, rows.length * ROW - room);
    const top = box.scrollTop / Math.max(1, height - room) * full;
    if (target * ROW < top) box.scrollTop = (target * ROW / full) * (height - room);
    if ((target + 1) * ROW > top + room) box.scrollTop = Math.min(height - room, (((target + 1) * ROW - room) / full) * (height - room));
    view.at = target;
    view.first = -1;
    draw();
    focusRow(target);
  }
  const page = () => Math.max(1, Math.floor(box.clientHeight / ROW) - 2);
  const STEPS = {
    ArrowDown: () => view.at + 1, j: () => view.at + 1, ArrowUp: () => view.at - 1, k: () => view.at - 1,
    PageDown: () => view.at + page(), PageUp: () => view.at - page(), Home: () => 0, End: () => rows.length - 1,
  };
  box.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !STEPS[event.key] || event.target.closest('thead')) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(event.target === box && !body.contains(document.activeElement) && view.at === 0 && ['j', 'ArrowDown'].includes(event.key) ? 0 : STEPS[event.key]());
  });
  box.addEventListener('print', () => {
    const drawn = Array.from(view.order.slice(0, MOST_PRINTED), rowNode);
    const rest = rows.length - drawn.length;
    body.replaceChildren(...drawn, ...(rest > 0 ? [h('tr', {}, h('td', { colspan: columns.length }, `and ${num(rest)} more`))] : []));
    view.first = -1;
  });
  box.addEventListener('screen', () => draw());
  box.addEventListener('scroll', () => requestAnimationFrame(draw));
  new ResizeObserver(() => { view.first = -1; draw(); }).observe(box);
  if (sort !== null) sortBy(sort, down); else queueMicrotask(draw);
  const tools = h('div', { class: 'table-tools' }, button('Download CSV', () => download(csv ?? 'rows', every, view.order), { class: 'small' }));
  return { node: h('div', { class: 'table' }, rows.length ? [tools, box] : h('p', { class: 'empty' }, 'Nothing matches.')), view };
}

// Numbers that are not known come last, whichever way the rest is sorted.
function numbersLast(a, b, down) {
  if (Number.isNaN(a) || Number.isNaN(b)) return (Number.isNaN(a) - Number.isNaN(b)) * (down ? -1 : 1);
  return a - b;
}

// What is seen, as CSV that a spreadsheet takes for text and not for formulas.
function download(name, columns, order) {
  const safe = value => {
    const text = typeof value === 'number' ? (Number.isFinite(value) ? String(value) : '') : String(value ?? '');
    const tame = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
  };
  const used = columns.filter(column => column.of);
  const lines = [used.map(column => safe(column.name)).join(',')];
  for (const row of order) lines.push(used.map(column => safe((column.csv ?? column.of)(row))).join(','));
  const url = URL.createObjectURL(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
  h('a', { href: url, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
