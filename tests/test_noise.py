"""Noise is undone text by text, and texts without any stay what they are."""

import pyarrow as pa
import pytest

from dedup.noise import without_noise, without_noise_rows

TEXTS = ["won&#8217;t", "R&D", "provid-\ning", "", "&am", "p; é", "US-\nled", "caf&eacute;"]
CLEAN = ["won\u2019t", "R&D", "providing", "", "&am", "p; é", "US-\nled", "café"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()], ids=str)
@pytest.mark.parametrize("start", [0, 2])
def test_a_column(kind, start):
    """Each row is cleaned by itself, in a slice too."""
    column = pa.array(TEXTS, kind)[start:]

    cleaned = without_noise_rows(column)

    assert (CLEAN[start:], kind) == (cleaned.to_pylist(), cleaned.type)
    assert CLEAN == list(map(without_noise, TEXTS))


def test_clean_texts_are_not_copied():
    """A column without noise is handed back."""
    column = pa.array(["plain", "words - \n here"])

    assert without_noise_rows(column) is column
