// The only way elements are made.  Texts of strangers become text nodes, never markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(4).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}
const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
const svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);
const byId = id => document.getElementById(id);

// Controls and characters that reorder a line are shown, not obeyed.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/;
const CONTROLS = new RegExp(CONTROL.source, 'g');
const C0 = 'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ');
const NAMED = {
  '\u202a': 'LRE', '\u202b': 'RLE', '\u202c': 'PDF', '\u202d': 'LRO', '\u202e': 'RLO', '\u2066': 'LRI',
  '\u2067': 'RLI', '\u2068': 'FSI', '\u2069': 'PDI',
};
function control(char) {
  const code = char.charCodeAt(0);
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = C0[code] ?? NAMED[char] ?? hex;
  return h('span', { class: 'control', title: hex }, shown);
}

// A text as nodes: plain where it is harmless.
function inert(text) {
  const given = String(text ?? '');
  if (!CONTROL.test(given)) return [given];
  const nodes = [];
  let at = 0;
  for (const match of given.matchAll(CONTROLS)) {
    if (match.index > at) nodes.push(given.slice(at, match.index));
    nodes.push(control(match[0]));
    at = match.index + 1;
  }
  if (at < given.length) nodes.push(given.slice(at));
  return nodes;
}

// A text of strangers with a direction of its own, which ends where the text ends.
const alien = (text, tag = 'bdi', props = {}) => h(tag, { dir: 'auto', ...props }, inert(text));

function outside(url, text) {
  let parsed = null;
  try { parsed = new URL(url); } catch { /* not an address */ }
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return url ? alien(url) : null;
  return h('a', { href: parsed.href, rel: 'noopener noreferrer', target: '_blank', class: 'outside' },
    text ?? alien(clipped(parsed.host + parsed.pathname, 70)), h('span', { class: 'unseen' }, ' (leaves this page)'));
}

const chip = (text, kind = '', title = null) => h('span', { class: `chip ${kind}`, title }, text);
const button = (text, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, text);
const facts = pairs => h('dl', { class: 'facts' },
  pairs.filter(Boolean).map(([name, value, title]) => h('div', { title }, h('dt', {}, name), h('dd', {}, value))));

let saying = 0;
function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { byId('live').textContent = text; }, 150);
}

async function copied(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied`);
  } catch {
    const area = h('textarea', { class: 'unseen', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    announce(`${what} copied`);
  }
  byId('toast').textContent = `${what} copied`;
  byId('toast').dataset.on = '1';
  setTimeout(() => { delete byId('toast').dataset.on; }, 1500);
}
