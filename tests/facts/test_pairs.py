"""Flags on pairs written by hand: precision and recall, with the language given and told."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dedup import facts
from dedup.facts import Facts, fact_changes, language_codes

HERE = Path(__file__).parent
FLAGS = ("numbers", "names", "negation")
MEANINGS = {"1": True, "0": False, "": None}


def pairs_of(*names):
    """The rows of some files."""
    rows = []
    for name in names:
        with (HERE / name).open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    return rows


FILES = ("written.csv", "held_out.csv", "held_out_2.csv")
ALL = pairs_of(*FILES)


def flags_of(rows, *, given):
    """What fact_changes says of the pairs."""
    strings = pa.array([text for row in rows for text in (row["old"], row["new"])])
    codes = language_codes([row["language"] if given else None for row in rows for _ in range(2)])
    old = np.arange(0, len(strings), 2)
    return Facts(*(column.to_pylist() for column in fact_changes(strings, old, old + 1, codes)))


def precision_and_recall(expected, found):
    """Of one flag."""
    both = sum(bool(a and b) for a, b in zip(expected, found, strict=True))
    return both / sum(map(bool, found)), both / sum(map(bool, expected))


def test_there_are_enough_pairs():
    """At least 300, a quarter of them held out, each flag set and unset often enough to tell."""
    set_ones = [sum(row[flag] == "1" for row in ALL) for flag in FLAGS]

    assert len(ALL) >= 300
    assert len(pairs_of(*FILES[1:])) >= len(ALL) / 4
    assert all(45 <= n <= len(ALL) - 45 for n in set_ones)


@pytest.mark.parametrize("given", [True, False], ids=["language given", "language told"])
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("flag", range(3), ids=FLAGS)
def test_precision_and_recall(flag, name, given):
    """Precision and recall of every flag are at least .98."""
    rows = pairs_of(name)
    expected = [MEANINGS[row[FLAGS[flag]]] for row in rows]

    precision, recall = precision_and_recall(expected, flags_of(rows, given=given)[flag])

    assert precision >= 0.98
    assert recall >= 0.98


@pytest.mark.parametrize("few", [True, False], ids=["plain", "kernel"])
def test_flags_are_null_where_nothing_was_examined(few, monkeypatch):
    """Names are null in scripts without capitals, whichever way the pairs are read."""
    monkeypatch.setattr(facts, "is_worth", lambda _kernel, _n: not few)
    rows = [row for row in ALL if "" in (row["names"], row["negation"])]

    found = flags_of(rows, given=True)

    assert [MEANINGS[row["names"]] for row in rows] == found.names_differ
    assert len(rows) > 5


def test_nothing_to_compare():
    """No pairs give three empty columns."""
    nothing = np.array([], np.int64)

    found = fact_changes(pa.array(["a"]), nothing, nothing)

    assert [[], [], []] == [column.to_pylist() for column in found]


@pytest.mark.parametrize(
    ("tag", "code"), [(None, -1), (" ", -1), ("en", 0), ("de_AT", 1), ("PT-br", 5), ("pl", 11)]
)
def test_language_codes(tag, code):
    """A tag's language counts, not its region; a language without words has a code of its own."""
    assert [code] == language_codes([tag]).tolist()


def test_a_language_without_words_has_no_negations():
    """Polish is not examined for negations; numbers and names are."""
    strings = pa.array(["Minister nie zna Anny Nowak z 14 ulicy.", "Minister zna Anny z 15 ulicy."])

    found = fact_changes(strings, np.array([0]), np.array([1]), language_codes(["pl", "pl"]))

    assert [[True], [True], [None]] == [column.to_pylist() for column in found]


@pytest.mark.jit
@pytest.mark.parametrize(("n", "expected"), [(199, 0), (200, 1)])
def test_kernels_are_made_ready_for_many_pairs_in_all(monkeypatch, n, expected):
    """Whether a kernel pays is decided for all calls together; once it is loaded, it always does."""
    kernels = [FakeKernel(name) for name in ("compare_facts", "read_texts")]
    for kernel in kernels:
        monkeypatch.setattr(facts, kernel.name, kernel)
    monkeypatch.setattr(facts, "compiled_before", lambda _: True)

    facts.prepare(n)

    assert [expected, expected] == [kernel.n_calls for kernel in kernels]
    assert facts.is_worth(kernels[0], 1) == bool(expected)


class FakeKernel:
    """Counts its calls, and has a signature from the first one on."""

    def __init__(self, name):
        self.name, self.n_calls, self.signatures = name, 0, []

    def __call__(self, *arrays):
        self.n_calls += 1
        self.signatures.append("compiled")
