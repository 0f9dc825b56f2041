"""Small corpora in which everything repeats, and how they go through the pipeline."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import strategies as st

from dedup.config import Config
from dedup.ledger import Ledger
from dedup.pipeline import find_tables, matching
from dedup.schemas import RAW_ARTICLES
from dedup.stages.sketch import Bands
from tests.naive.relating import text_of

__all__ = ["article", "corpora", "find", "raw_articles"]

# With one row a band every pair above a Jaccard of .3 meets in one of 48 bands, but for one in 1e7.
ALL_PAIRS = Bands(48, 1)
SUBJECTS = ["The harbor office", "A harbor officer", "Two miners of Ovel", "北京市長は昨日"]
VERBS = ["closed the northern pier", "closed the northern piers", "opened the northern pier"]
ENDS = ["on Monday.", "on Tuesday.", "after 14 complaints.", "after 17 complaints, he said."]
ENDS += ["after 1.4 days.", "after 1 4 days.", "after no talks.", 'and says "never again".']
MERGED = [
    "The harbor office closed the northern pier on Monday, and it snowed in the hills of Ovel.",
    "A harbor officer opened the northern pier after no talks and two miners of Ovel closed the northern pier.",
    "On Monday, after 14 complaints, he said.",
    "It snowed in the hills of Ovel.",
    "Two miners of Ovel closed the northern pier after 17 complaints, he said, and it snowed in the hills.",
]
OTHERS = ["Yes.", "Rain again.", "It snowed.", "A cat sat down on the mat by the door."]
OTHERS += [
    '"It rained for two days," Ms Ovel said.',
    '"I will go home now.',
    "“It rained for 2 days”.",
]
FOOTER = "Write to the desk of the Wire."
START = datetime(2025, 3, 1, 8, tzinfo=UTC)

repeated = st.builds(
    lambda *words: " ".join(words), *(st.sampled_from(part) for part in (SUBJECTS, VERBS, ENDS))
)
sentences = st.one_of(repeated, repeated, st.sampled_from(OTHERS), st.sampled_from(MERGED))
paragraph = st.one_of(st.lists(sentences, min_size=1, max_size=3), st.just(["***"]))
times = st.one_of(st.none(), st.integers(0, 3).map(lambda n: START + timedelta(hours=17 * n)))
outlets = st.sampled_from([None, "Wire", "Gazette", "Ledger"])


def article(number, paragraphs, published_at=None, source=None):
    """An article as the naive twin takes it; ids do not follow the order of input."""
    return {
        "article_id": f"a{number * 7 % 10}{number}",
        "published_at": published_at,
        "source": source,
        "title": f"Title {number}" if number % 2 else None,
        "language": "en" if number % 3 else None,
        "url": f"https://paper.example/{number}" if number % 4 else None,
        "input_path": "in/all.jsonl",
        "input_row": number + 1,
        "paragraphs": paragraphs,
    }


@st.composite
def corpora(draw):
    """Up to six articles of a few sentences, dated or not, of few outlets, some of them reprints."""
    wholes = draw(st.lists(st.lists(paragraph, max_size=4), min_size=1, max_size=3))
    reprints = st.sampled_from(wholes).flatmap(
        lambda whole: st.lists(paragraph, max_size=1).map(lambda more: whole + more)
    )
    several = draw(st.lists(st.tuples(reprints, times, outlets), min_size=1, max_size=6))
    if draw(st.booleans()):
        several = [([*whole, [FOOTER]], time, "Wire") for whole, time, _ in several]
    return [article(number, *given) for number, given in enumerate(several)]


def raw_articles(articles):
    """RAW_ARTICLES of these articles."""
    rows = [one | {"text": text_of(one)} for one in articles]
    return pa.Table.from_pylist(
        [{name: row[name] for name in RAW_ARTICLES.schema.names} for row in rows],
        RAW_ARTICLES.schema,
    )


def find(monkeypatch, articles, cut=3, **settings):
    """Every report table, from parts of `cut` articles, with a banding that misses nothing."""
    monkeypatch.setattr(matching, "choose", lambda *_: ALL_PAIRS)
    table = raw_articles(articles)
    parts = [table.slice(at, cut) for at in range(0, table.num_rows, cut)]
    config = Config.build({"jobs": 2, "sentences": True, "paragraphs": "blank"} | settings)
    return find_tables(parts, config, Ledger())
