// The query language: words, "phrases" and key:value terms, all of which must hold; - turns one round.

const TERM = /(-?)(?:([a-z]+):)?("(?:[^"\\]|\\.)*"|\S+)/giu;

const unquoted = text => (text.startsWith('"') && text.endsWith('"') && text.length > 1
  ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text);
const quoted = text => (/^[^\s",:]+$/u.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`);

class QueryError extends Error {}

// [{negated, key, value, raw}]
function parsed(query) {
  return [...query.matchAll(TERM)].map(([raw, minus, key, value]) => {
    const name = key?.toLowerCase();
    const known = name !== undefined && Object.hasOwn(TERMS, name);
    if (name !== undefined && !known) throw new QueryError(unknownKey(name));
    return { raw, negated: minus === '-', key: known ? name : 'text', value: unquoted(value) };
  });
}

function unknownKey(key) {
  const near = Object.keys(TERMS).find(name => name.startsWith(key[0]) && name.length - key.length < 4);
  return `“${key}:” is no key${near ? `; did you mean “${near}:”?` : ''} To search for it as text, put it in quotes. The keys are ${Object.keys(TERMS).filter(name => name !== 'text').join(', ')}.`;
}

// Each term as a test of an occurrence and a test of a pair.
function testsOf(query) {
  return parsed(query).map(({ negated, key, value, raw }) => {
    const test = TERMS[key].test(value);
    if (!test) throw new QueryError(`“${raw}”: ${TERMS[key].help}`);
    return negated
      ? { occurrence: o => !test.occurrence(o), pair: p => !test.pair(p) }
      : test;
  });
}

// ---- values -------------------------------------------------------------------------------------

const COMPARED = /^(>=|<=|>|<|=)?(.+)$/u;

// A test of a number: >0.9, <=12, 0.7..0.8, or the number itself; null when it cannot be read.
function compared(value, read) {
  const range = value.split('..');
  if (range.length === 2) {
    const [low, high] = range.map(end => (end === '' ? null : read(end)));
    if ([low, high].some(end => Number.isNaN(end))) return null;
    return x => (low === null || x >= low) && (high === null || x <= high);
  }
  const [, sign = '=', text] = COMPARED.exec(value) ?? [];
  const limit = text === undefined ? NaN : read(text);
  if (Number.isNaN(limit)) return null;
  const slack = 0.5 * 10 ** -(text.split('.')[1]?.length ?? 0);
  return {
    '>': x => x > limit, '<': x => x < limit, '>=': x => x >= limit, '<=': x => x <= limit,
    '=': x => Math.abs(x - limit) < (Number.isInteger(limit) && !text.includes('.') ? 1e-9 : slack),
  }[sign];
}

const plainNumber = text => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);
const exactScore = text => Math.fround(plainNumber(text));

function seconds(text) {
  const found = /^(\d+(?:\.\d+)?)(s|m|h|d|w)?$/i.exec(text);
  return found ? Number(found[1]) * { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }[(found[2] ?? 's').toLowerCase()] : NaN;
}

function dayNumber(text) {
  const found = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(found) ? NaN : dayOf(found);
}

// The numbers of the names that are meant: equal ones, else those that contain the value.
function namesLike(names, value) {
  const wanted = value.toLowerCase();
  const equal = new Set();
  const near = new Set();
  names.forEach((name, i) => {
    const own = name.toLowerCase();
    if (own === wanted) equal.add(i);
    if (own.includes(wanted)) near.add(i);
  });
  return equal.size ? equal : near;
}
const anyOf = (names, value) => new Set(value.split(',').filter(Boolean).flatMap(one => [...namesLike(names, one.trim())]));
