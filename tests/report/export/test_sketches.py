"""Sketches for a MinHashLSH of one's own."""

import polars as pl
import pytest
from datasketch import LeanMinHash, MinHashLSH

from dedup.errors import UsageError
from dedup.report.export import export
from dedup.report.export.sketches import NUM_PERM
from tests.naive.matching import signature
from tests.naive.similarity import normalize
from tests.pipeline.made import USER, rows_of, run, write


@pytest.fixture(scope="module")
def seed_run(tmp_path_factory):
    """The run of the user's own document."""
    return run(USER, tmp_path_factory.mktemp("seed") / "out")


def load(path):
    """The sketches as datasketch's own objects, by text id."""
    rows = pl.read_parquet(path, columns=["text_id", "sketch"]).iter_rows()
    return {text_id: LeanMinHash.deserialize(sketch, "<") for text_id, sketch in rows}


def test_an_lsh_of_the_user_finds_the_seed_pair(seed_run, tmp_path):
    """Inserted in MinHashLSH, the sketches propose the pair that the run found."""
    assert 2 == export(seed_run, "datasketch", tmp_path / "x.parquet")
    sketches = load(tmp_path / "x.parquet")
    lsh = MinHashLSH(num_perm=NUM_PERM, params=(42, 3))
    for text_id, sketch in sketches.items():
        lsh.insert(text_id, sketch)

    pair = rows_of(seed_run, "pairs")[0]
    a, b = pair["text_id_a"], pair["text_id_b"]
    assert {a, b} == set(lsh.query(sketches[a])) == set(lsh.query(sketches[b]))
    assert abs(sketches[a].jaccard(sketches[b]) - pair["jaccard"]) < 0.15


@pytest.mark.parametrize("seed", [1, 77])
def test_values_are_those_of_datasketch(tmp_path, seed):
    """Each sketch equals datasketch's own MinHash of the text's shingles, seed and scheme included."""
    text = "Ёлка у 漢字 стоит 😀 here and says nothing at all. Yes no."
    folder = run(write(tmp_path, text, text + " More."), tmp_path / "out", seed=seed)
    export(folder, "datasketch", tmp_path / "x.parquet")
    texts = {one["text_id"]: one["text"] for one in rows_of(folder, "occurrences")}
    sketches = load(tmp_path / "x.parquet")
    assert set(texts) == set(sketches)
    for text_id, text in texts.items():
        own = signature(normalize(text), NUM_PERM, seed)
        assert LeanMinHash(own) == sketches[text_id]
        assert (seed, "affine32") == (sketches[text_id].seed, sketches[text_id].scheme)


def test_rows_say_where_the_text_is(seed_run, tmp_path):
    """Beside each sketch stands the text, its group, and where it first occurs."""
    export(seed_run, "datasketch", tmp_path / "x.parquet")
    rows = pl.read_parquet(tmp_path / "x.parquet")
    names = [
        "text_id",
        "unit",
        "cluster_id",
        "article_id",
        "char_start",
        "char_end",
        "text",
        "sketch",
    ]
    assert names == rows.columns
    given = USER.read_text(encoding="utf-8")
    assert rows["text"].to_list() == [
        given[a:b] for a, b in rows.select("char_start", "char_end").rows()
    ]


def test_a_run_without_texts(tmp_path):
    """Without published texts there is nothing to sketch."""
    folder = run(USER, tmp_path / "out", publish_text=False)
    expected = f"the run was published without texts\n  {folder}\n  run again without --no-text"
    with pytest.raises(UsageError) as caught:
        export(folder, "datasketch", tmp_path / "x.parquet")
    assert expected == str(caught.value)


def test_a_run_without_repeats(tmp_path):
    """No repeats, no sketches, and a file that opens."""
    folder = run(write(tmp_path, "Only one sentence stands here."), tmp_path / "out")
    assert 0 == export(folder, "datasketch", tmp_path / "x.parquet")
    assert {} == load(tmp_path / "x.parquet")
