"""The scanner and Punkt, which learned its abbreviations from news, end the same sentences."""

import json
from itertools import pairwise

import pytest

from dedup.config import Config
from dedup.stages.segment import segment
from tests.naive.segmenting import raw_articles
from tests.pipeline.made import SEEDS

LEAST = 0.99
BEYOND_PUNKT = {"zh"}


def inner_ends(articles, segmenter):
    """Where sentences end inside paragraphs; the last end of each is no decision."""
    spans = segment(articles, Config(segmenter=segmenter))
    names = ("article", "paragraph_index", "char_end")
    rows = list(zip(*(spans[name].to_pylist() for name in names), strict=True))
    return {a for a, b in pairwise(rows) if a[:2] == b[:2]}


def seeds():
    """The sample corpus, but for the language that Punkt has no model of."""
    files = sorted(SEEDS.glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["language"] not in BEYOND_PUNKT]
    plain = [file.read_bytes().decode() for file in sorted(SEEDS.glob("*.txt"))]
    texts = [*(row["text"] for row in rows), *plain]
    return raw_articles(texts, [*(row["language"] for row in rows), *[None] * len(plain)])


def test_agreement_on_the_sample_corpus():
    """At least 99 of 100 ends that either of them sees inside a paragraph are seen by both."""
    pytest.importorskip("punkt", reason="needs the extra: pip install 'dedup[punkt]'")
    ours, theirs = (inner_ends(seeds(), name) for name in ("scanner", "punkt"))

    assert len(ours | theirs) > 200
    assert len(ours & theirs) / len(ours | theirs) >= LEAST
