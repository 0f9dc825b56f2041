// Numbers and times as people read them; English, so that a page reads the same everywhere.

const grouped = new Intl.NumberFormat('en-US');
const num = n => grouped.format(n);
const counted = (n, noun, plural = `${noun}s`) => `${num(n)} ${n === 1 ? noun : plural}`;
const pct = (part, digits = 1) => (Number.isFinite(part) ? `${(100 * part).toFixed(digits)} %` : '–');
const score = (x, digits = 3) => (Number.isFinite(x) ? x.toFixed(digits) : '–');
const share16 = x => (x === NONE.u16 ? NaN : x / 65534);

function when(ms, withTime = true) {
  if (!Number.isFinite(ms)) return 'undated';
  const iso = new Date(ms).toISOString();
  return withTime ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z` : iso.slice(0, 10);
}

const dayOf = ms => Math.floor(ms / 86400000);
const dayName = day => when(day * 86400000, false);

// 3 h 05 min, 2 d 4 h: the two largest units.
function duration(seconds) {
  if (seconds === NONE.lag || !Number.isFinite(seconds)) return '–';
  const s = Math.abs(Math.round(seconds));
  const sign = seconds < 0 ? '−' : '';
  if (s < 60) return `${sign}${s} s`;
  if (s < 3600) return `${sign}${Math.floor(s / 60)} min`;
  if (s < 86400) return `${sign}${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
  return `${sign}${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

function clipped(text, most = 400) {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

// The nearest-rank quantile of sorted numbers.
function quantile(sorted, q) {
  return sorted.length ? sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] : NaN;
}
