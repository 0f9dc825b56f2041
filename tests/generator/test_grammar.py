"""Grammar files, and the arrays they become."""

import numpy as np
import pytest

from dedup.errors import DedupError
from dedup.generator.grammar import compiled, news_grammar, parsed

TEXT = """# A comment.
[start]
3* the <animal> sleeps ~.
<animal> wakes

[animal words]
cat dog
owl
"""


def test_a_file_is_lists_and_productions():
    """A production keeps its weight, 1 when none is given; a list makes one of each word."""
    expected = {
        "start": [(3.0, ["the", "<animal>", "sleeps", "~."]), (1.0, ["<animal>", "wakes"])],
        "animal": [(1.0, ["cat"]), (1.0, ["dog"]), (1.0, ["owl"])],
    }

    assert expected == parsed(TEXT)


def test_unknown_symbol_is_an_error():
    """A symbol that has no production is named, with the production it stands in."""
    with pytest.raises(DedupError, match=r"^the grammar does not say what <bird> is\n  a <bird>$"):
        compiled(parsed("[start]\na <bird>\n"))


def test_weights_are_the_shares_of_the_chances():
    """A production of weight 3 beside one of weight 1 has three quarters of the chances."""
    grammar = compiled(parsed(TEXT))
    chances = grammar.chances
    start = grammar.symbols["<start>"]
    rows = chances.row[chances.first[start] :][: chances.n[start]]

    assert [0.75, 0.25] == (np.bincount(rows) / len(rows)).tolist()


def test_rows_lie_end_to_end():
    """Each row of each symbol and literal can be read back from the arrays."""
    grammar = compiled(parsed(TEXT))
    names = list(grammar.symbols)
    ends = grammar.row_start + grammar.row_size
    rows = [
        [names[symbol] for symbol in grammar.row_symbols[a:b]]
        for a, b in zip(grammar.row_start, ends, strict=True)
    ]

    bodies = [body for productions in parsed(TEXT).values() for _, body in productions]
    assert bodies + [[name] for name in names[grammar.n_open :]] == rows
    assert [[name] for name in names[grammar.n_open :]] == rows[grammar.n_open + grammar.literal_shift :]  # fmt: skip


def test_every_production_can_be_drawn():
    """No production of the news grammar is so rare that it has no chance."""
    grammar = news_grammar()
    n_rows = grammar.n_open + grammar.literal_shift

    assert list(range(n_rows)) == np.unique(grammar.chances.row).tolist()


def test_no_symbol_leads_back_to_itself():
    """Every text of the news grammar ends: symbols can be taken away from the leaves inward."""
    grammar = news_grammar()
    chances, left = grammar.chances, set(range(grammar.n_open))
    inner = {
        symbol: {
            inner
            for row in set(chances.row[chances.first[symbol] :][: chances.n[symbol]].tolist())
            for inner in grammar.row_symbols[grammar.row_start[row] :][
                : grammar.row_size[row]
            ].tolist()
        }
        for symbol in left
    }
    while any(not inner[symbol] & left for symbol in left):
        left -= {symbol for symbol in left if not inner[symbol] & left}

    assert set() == left
