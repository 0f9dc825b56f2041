"""What the defaults are chosen by: exact scores of planted pairs, and of strangers."""

import json
from itertools import combinations, pairwise

import numpy as np
import pytest

from dedup.generator import Order, generate
from jobs.benchmark.defaults import earn, labeled, tables
from jobs.benchmark.defaults.schemes import SCHEMES, incidence, jaccards, pairs_above
from tests.naive.similarity import normalize

TEXTS = ["the old bridge was closed", "the old bridge is closed", "abc", "rain fell at noon", "the"]


def cut(scheme, text):
    """The shingles of a text, from the name of the scheme."""
    kind, width = scheme.split("-")
    parts, width = (list(text) if kind == "char" else text.split()), int(width)
    return {tuple(parts[i : i + width]) for i in range(max(1, len(parts) - width + 1))}


def jaccard(scheme, a, b):
    """The exact Jaccard of two texts."""
    left, right = cut(scheme, a), cut(scheme, b)
    return len(left & right) / len(left | right)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scores_are_exact(scheme):
    """Both ways to score pairs equal the Jaccard of plain sets."""
    left, right = map(np.array, zip(*combinations(range(len(TEXTS)), 2), strict=True))
    found = incidence(TEXTS, scheme)
    expected = [jaccard(scheme, TEXTS[a], TEXTS[b]) for a, b in zip(left, right, strict=True)]

    assert expected == pytest.approx(jaccards(found, left, right))
    above = np.concatenate(list(pairs_above(found, 0.1)))
    assert sorted(one for one in expected if one >= 0.1) == pytest.approx(sorted(above))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A small invented corpus with its truth."""
    folder = tmp_path_factory.mktemp("corpus") / "made"
    generate(Order(400, 7), folder)
    return folder


def test_a_labeled_corpus(corpus):
    """Pairs are of a source and one copy, and no stranger is in a family."""
    known = labeled.labeled(corpus, 200)

    assert 200 == len(known.strangers)
    assert {"exact"}.isdisjoint(known.edits)
    assert not any("|" in edit or ":" in edit for edit in known.edits)
    assert set(known.strangers).isdisjoint({*known.left, *known.right})
    assert [normalize(text) for text in known.texts] == known.texts


def test_the_figures_and_tables(corpus, tmp_path):
    """A lower floor finds a superset, of every edit, and the tables show what was written."""
    shown = earn.earn([str(corpus)], tmp_path)
    figures = json.loads((tmp_path / "defaults.json").read_text("utf-8"))

    assert tables.markdown(figures) == shown
    assert list(SCHEMES) == list(figures["schemes"])
    for found in figures["schemes"].values():
        assert sorted(found["by_chance"], reverse=True) == found["by_chance"]
        assert list(earn.FLOORS) == [row["floor"] for row in found["floors"]]
        for lower, higher in pairwise(found["floors"]):
            assert lower["recall"] >= higher["recall"]
            assert all(lower["edits"][edit] >= higher["edits"][edit] for edit in figures["pairs"])
