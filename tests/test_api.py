"""What a notebook calls says the same as the command line."""

import datetime
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import dedup
from dedup.errors import UsageError
from dedup.schemas import report_named
from tests.pipeline.made import rows_of, write

A = "The harbor office closed the northern pier on Monday after the storm."
B = "The harbor office closed the northern piers on Monday after the storm."
C = "Bakers in the old town doubled the price of rye bread this spring."
DAY = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)


def ids(frame):
    """Both sides of every pair."""
    return frame.select("article_id_a", "article_id_b").rows()


@pytest.mark.parametrize(
    "texts", [[A, C, B], (A, C, B), iter([A, C, B]), pl.Series([A, C, B]), pa.array([A, C, B])],
    ids=lambda texts: type(texts).__name__,
)  # fmt: skip
def test_texts_are_numbered(texts):
    """Any sequence of strings: their numbers are their ids."""
    found = dedup.find_duplicates(texts)

    assert [("0", "2")] == ids(found.pairs)
    assert [A, B] == found.occurrences["text"].to_list()
    assert ["0", "1", "2"] == found.articles["article_id"].to_list()
    assert 1 == len(found.clusters)


@pytest.mark.parametrize("kind", ["polars", "lazy", "arrow"])
def test_frames_have_columns_as_files_do(kind):
    """Columns are recognized by name; dates order the sides."""
    columns = {"id": ["x", "y"], "body": [A, B], "published_at": [DAY.replace(day=2), DAY]}
    frame = pl.DataFrame(columns)
    given = {"polars": frame, "lazy": frame.lazy(), "arrow": frame.to_arrow()}[kind]

    found = dedup.find_duplicates(given)

    assert [("y", "x")] == ids(found.pairs)
    assert [86_400] == found.pairs["lag_seconds"].to_list()


def test_a_column_may_be_named():
    """As with --text."""
    frame = pl.DataFrame({"text": ["no", "no"], "story": [A, B]})

    assert 1 == len(dedup.find_duplicates(frame, text="story").pairs)


def test_settings_are_those_of_the_command_line():
    """Keywords are the fields of Config, and are checked."""
    assert 0 == len(dedup.find_duplicates([A, B], similarity=0.99).pairs)
    with pytest.raises(
        UsageError, match=r"^unknown setting 'similarty'\n  did you mean 'similarity'"
    ):
        dedup.find_duplicates([A, B], similarty=0.5)


@pytest.mark.parametrize(
    "texts", [[], pl.DataFrame({"text": []}, schema={"text": pl.String}), [None]]
)
def test_nothing_gives_empty_frames(texts):
    """No texts: every frame is there, without rows but with all columns."""
    found = dedup.find_duplicates(texts)

    for name in found._fields:
        frame = getattr(found, name)
        assert report_named(name).schema.names == frame.columns
        assert (len(texts) if name == "rejects" else 0) == len(frame)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", r"^one text, where several are wanted\n  give a list of strings"),
        (b"bytes", r"^one text, where several are wanted\n"),
        ([1, 2], r"^not texts: "),
        ([A, b"\xff"], r"^not texts: "),
        (5, r"^not texts: 'int' object is not iterable"),
        (pl.DataFrame({"id": ["a"]}), r'^column "text" not found\n'),
    ],
)
def test_what_is_no_text_is_told(texts, message):
    """Never a traceback from within: what is wrong, and what to give instead."""
    with pytest.raises(UsageError, match=message):
        dedup.find_duplicates(texts)


def test_missing_texts_are_rejected():
    """A null is told, as in a file, and the others are compared."""
    found = dedup.find_duplicates([A, None, B])

    assert [("0", "2")] == ids(found.pairs)
    assert ["1"] == found.rejects["article_id"].to_list()
    assert ["0", "2"] == found.articles["article_id"].to_list()


def test_an_id_given_twice_is_rejected():
    """The first one keeps it, as in files."""
    found = dedup.find_duplicates(pl.DataFrame({"id": ["x", "x", "y"], "text": [A, C, B]}))

    assert [("x", "y")] == ids(found.pairs)
    assert ["duplicate_id"] == found.rejects["reason"].to_list()


def test_memory_and_files_agree(tmp_path):
    """find_duplicates and run report the same rows, but for where the articles came from."""
    texts = [A, C, f"{B} {C}", f"{A}\n\n{A}"]
    path = write(tmp_path, *({"id": str(i), "text": text} for i, text in enumerate(texts)))

    memory = dedup.find_duplicates(texts, unit="both")
    folder = dedup.run(path, tmp_path / "out", unit="both").folder

    for name in memory._fields:
        expected = [drop_input(row) for row in rows_of(folder, name)]
        assert expected == [drop_input(row) for row in getattr(memory, name).to_dicts()]


def drop_input(row):
    """A row without the columns that say where it was read."""
    return {name: value for name, value in row.items() if not name.startswith("input_")}


def test_run_takes_one_path_or_several(tmp_path):
    """A string, a Path or any iterable of them; it returns the folder and its manifest."""
    path = write(tmp_path, A, B)
    for inputs in (str(path), path, [path], iter([str(path)])):
        folder, manifest = dedup.run(inputs, str(tmp_path / "out"))
        assert (tmp_path / "out", 1) == (folder.parent, manifest["counts"]["pairs"])


def test_importing_costs_nothing():
    """`import dedup` loads neither polars nor numba; its names are loaded when used."""
    code = (
        "import sys, dedup; heavy = {'polars', 'numba', 'pyarrow', 'msgspec'}; "
        "print(sorted(heavy & set(sys.modules)), dir(dedup)); dedup.find_duplicates"
    )
    root = Path(dedup.__file__).parents[1]
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )

    assert "[] ['Config', 'find_duplicates', 'run']\n" == shown.stdout


def test_a_name_that_is_not_there_is_told():
    """As Python says it of any module."""
    with pytest.raises(AttributeError, match=r"^module 'dedup' has no attribute 'dedupe'$"):
        _ = dedup.dedupe
