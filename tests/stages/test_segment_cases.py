"""Where the scanner ends sentences, case by case."""

import tomllib
from pathlib import Path

import pytest

from dedup.config import Config
from dedup.stages.segment import segment
from tests.naive.segmenting import check_spans, cut, raw_articles

FILE = Path(__file__).with_name("segment_cases.toml")
CASES = [
    (language, marked)
    for language, cases in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
    for marked in cases
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_case(language, marked):
    """The text is cut at the marks and nowhere else."""
    text = marked.replace("¦", "")
    spans = segment(raw_articles([text], [language]), Config())

    assert [part.strip() for part in marked.split("¦")] == cut(text, spans)
    check_spans([text], spans)


def test_number_of_cases():
    """There are enough of them, and no two are the same."""
    assert len(set(CASES)) == len(CASES) >= 150
