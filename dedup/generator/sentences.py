"""Texts drawn from a grammar, many at once."""

from itertools import pairwise

import numpy as np

from dedup.generator.grammar import END, Grammar
from dedup.kernels.arrays import Ints

__all__ = ["compose"]

BARE, CAPITAL = 1, 2


def compose(
    grammar: Grammar, symbol: str, n: int, dice: np.random.Generator, *, capital: bool = True
) -> list[str]:
    """`n` texts that `symbol` may become; `capital` says whether they begin with a capital."""
    if n == 0:
        return []
    one = [grammar.symbols[f"<{symbol}>"], grammar.symbols[END]]
    tokens = expanded(grammar, np.tile(np.array(one, np.int32), n), dice)
    return spelled(grammar, tokens - grammar.n_open, capital=capital)


def expanded(grammar: Grammar, tokens: Ints, dice: np.random.Generator) -> Ints:
    """`tokens` with every symbol replaced, round by round, until only literals are left."""
    chances = grammar.chances
    while True:
        places = np.flatnonzero(tokens < grammar.n_open)
        if len(places) == 0:
            return tokens
        rows = tokens + grammar.literal_shift
        opened = tokens[places]
        draws = (dice.random(len(places)) * chances.n[opened]).astype(np.int32)
        rows[places] = chances.row[chances.first[opened] + draws]
        tokens = rows_laid_out(grammar, rows)


def rows_laid_out(grammar: Grammar, rows: Ints) -> Ints:
    """The symbols of productions `rows`, end to end."""
    sizes = grammar.row_size[rows]
    ends = np.cumsum(sizes, dtype=np.int32)
    shift = np.repeat(grammar.row_start[rows] - (ends - sizes), sizes)
    laid_out: Ints = grammar.row_symbols[shift + np.arange(ends[-1], dtype=np.int32)]
    return laid_out


def spelled(grammar: Grammar, tokens: Ints, *, capital: bool) -> list[str]:
    """The text between each two ends: words spaced, `a` or `an`, first words with a capital."""
    forms, glues, quotes, vowels = grammar.literals
    end, a, an = (grammar.symbols[word] - grammar.n_open for word in (END, "a", "an"))
    before, after = np.roll(tokens, 1), np.roll(tokens, -1)
    tokens = np.where((tokens == a) & vowels[after], an, tokens)
    form = np.where(glues[before], BARE, 0)
    form[quotes[before] | ((before == end) & capital)] = CAPITAL
    pieces = forms[tokens + len(glues) * form].tolist()
    ends = np.flatnonzero(tokens == end).tolist()
    return ["".join(pieces[start:stop]) for start, stop in pairwise([0, *ends])]
