"""A frame in memory goes by the rules of files."""

import pyarrow as pa
import pytest

from dedup.config import Config
from dedup.errors import UsageError
from dedup.schemas import RAW_ARTICLES, REJECTS, check
from dedup.stages.read import articles_of_frame


def rows_of(columns, **settings):
    """Articles and rejects of a frame, as rows."""
    articles, rejects = articles_of_frame(pa.table(columns), Config(**settings))
    return check(articles, RAW_ARTICLES).to_pylist(), check(rejects, REJECTS).to_pylist()


def test_rows_of_a_frame():
    """Columns are recognized, ids are numbered from 1 where there is none."""
    articles, rejects = rows_of({"body": ["Fog.", "Mist.", None], "Title": ["A", "", "C"]})
    assert [("frame:1", "Fog.", "A", "frame", 1), ("frame:2", "Mist.", None, "frame", 2)] == [
        (a["article_id"], a["text"], a["title"], a["input_path"], a["input_row"]) for a in articles
    ]
    assert [(3, "no_text")] == [(r["input_row"], r["reason"]) for r in rejects]


def test_duplicate_ids_over_all_chunks():
    """However the frame is cut up, the first row keeps the id."""
    text = pa.chunked_array([["Fog."] * 40_000, ["Mist."] * 40_000])
    ids = pa.chunked_array([[str(i % 70_000) for i in range(80_000)]])
    articles, rejects = rows_of({"text": text, "id": ids})
    assert (70_000, 10_000) == (len(articles), len(rejects))
    assert "the id is that of frame:1, with another text" in rejects[0]["message"]


def test_an_empty_frame():
    """No rows are no fault."""
    assert ([], []) == rows_of({"text": pa.array([], pa.string())})


def test_a_frame_without_text():
    """The error of a file, with the frame in its place."""
    with pytest.raises(UsageError) as error:
        rows_of({"n": [1], "story": ["Fog."]})
    assert (
        'column "text" not found\n  frame has: n, story\n'
        '  try: --text story        (or set text = "story" in dedup.toml)'
    ) == str(error.value)
    assert 1 == len(rows_of({"story": ["Fog."]}, text="story")[0])


def test_two_columns_of_one_name():
    """Which one is meant?"""
    frame = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    with pytest.raises(UsageError, match="two columns are called 'text'\n  rename one of them"):
        articles_of_frame(frame, Config())
