// What the page says of the words in the tables, in one place.

const LABELS = {
  exact_copy: 'exact copy', rewrite: 'rewrite', quote: 'quote', boilerplate: 'boilerplate',
  formula: 'formula', internal_repeat: 'internal repeat',
  within_article: 'same article', same_source: 'same outlet', cross_source: 'another outlet',
  first: 'first', exact: 'exact', near: 'near', contains: 'contains', contained: 'contained',
};
const MEANINGS = {
  exact_copy: 'Word for word, but for case and punctuation.',
  rewrite: 'At least two wordings.',
  quote: 'Inside quotation marks.',
  boilerplate: 'A fixture of its outlet.',
  formula: 'A phrase of the trade that anyone may write.',
  internal_repeat: 'All occurrences are in one article.',
};
const FLAG_TERMS = { numbers: 'number changed', names: 'name changed', negation: 'negation changed' };
const NONE = { u16: 0xffff, u32: 0xffffffff, lag: -(2 ** 31) };

const label = word => LABELS[word] ?? String(word ?? '').replaceAll('_', ' ');
