"""Where everything repeats everything: no group is lost, and output grows with the input."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import find_duplicates
from dedup.config import Config
from dedup.engine.local import local_engine
from dedup.ledger import Ledger
from dedup.memory import memory_of
from dedup.overlap import overlaps
from dedup.pipeline.crowds import missing_links
from dedup.pipeline.job import Job
from dedup.pipeline.reaudit import reaudit
from dedup.schemas import CANDIDATES, OCCURRENCES, PAIRS, VERIFIED
from dedup.stages.candidates import across
from dedup.storage import read_manifest, read_table
from dedup.storage.spill import Shelf
from tests.naive import matching as naive
from tests.pipeline.made import rows_of, run, write
from tests.stages.kept import parts
from tests.stages.test_matching import texts_table

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "haven",
    "inlet",
    "jetty",
    "knoll",
    "ledge",
    "manor",
    "north",
]


def notice(number, random):
    """A notice with two details of its own: any two are alike, few are very alike."""
    detail = " ".join(random.choice(WORDS, 2))
    return f"The council of Telmar will hear case {number} about the {detail} road in open court."


@given(st.lists(st.integers(0, 4), min_size=2, max_size=12), st.integers(0, 70))
def test_across_is_every_pair_of_two_groups(group, most):
    """All pairs of a crowd with different groups, sorted; nothing when they are too many."""
    crowd = np.arange(len(group), dtype=np.int32) * 7
    expected = [
        7 * i << 32 | 7 * j
        for i in range(len(group))
        for j in range(i + 1, len(group))
        if group[i] != group[j]
    ]

    found = across(crowd, np.array(group, np.int32), most)

    assert (expected if len(expected) <= most else None) == (
        None if found is None else found.tolist()
    )


@pytest.mark.parametrize("cuts", [[0, 3], [0, 1, 1, 3], [0, 2, 3, 3]])
@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_what_could_join_parts_of_a_crowd_is_verified(cuts, at_once):
    """Texts 0-1 and 2-3 are joined; of crowd 0..4, and of what was put off, every pair across comes once."""
    rows = {name: [0, 0] for name in VERIFIED.schema.names} | {
        "left": [0, 2],
        "right": [1, 3],
        "jaccard": [1.0, 1.0],
    }
    verified = parts([pa.table(rows, schema=VERIFIED.schema)])
    with local_engine(1) as engine:
        job = Job(Config(), engine, Shelf(), memory_of(Config()), Ledger())
        crowd = np.arange(5, dtype=np.int32)
        later = pa.table([[0, 1, 2], [1, 4, 4], [9, 8, 7]], schema=CANDIDATES.schema)
        job = job._replace(memory=SimpleNamespace(collisions_at_once=lambda _: at_once))
        put_off = parts([later.slice(at, to - at) for at, to in pairwise(cuts)])
        found = missing_links(put_off, [crowd, crowd[:2]], verified, 5, job)

    assert [
        (0, 2, 1), (0, 3, 1), (0, 4, 1), (1, 2, 1), (1, 3, 1), (1, 4, 8), (2, 4, 7), (3, 4, 1),
    ] == [tuple(row.values()) for one in found for row in one.load().to_pylist()]  # fmt: skip
    assert all(0 < one.num_rows <= at_once for one in found)


@pytest.mark.jit
def test_a_crowd_falls_into_the_groups_of_all_its_pairs():
    """Of 900 notices, most of a few forms, the groups are those of every pair at the floor."""
    random = np.random.default_rng(5)
    texts = [notice(number, random) for number in range(900)]
    found = find_duplicates(texts, similarity=0.8)

    table = texts_table([text.lower().rstrip(".") for text in texts])
    left, right = (side.astype(np.int32) for side in np.triu_indices(900, 1))
    alike = overlaps(table, left, right).jaccard >= 0.8
    label = naive.components(
        900, list(zip(left[alike].tolist(), right[alike].tolist(), strict=True))
    )
    expected = {}
    for text, group in enumerate(label):
        expected.setdefault(group, set()).add(str(text))
    groups = found.occurrences.group_by("cluster_id").agg("article_id")["article_id"].to_list()
    assert sorted(sorted(one) for one in expected.values() if len(one) > 1) == sorted(
        sorted(one) for one in groups
    )


@pytest.mark.jit
def test_a_template_makes_pairs_in_proportion(tmp_path):
    """6,000 variants of one line: one group, far fewer pairs than 18 million, and a true ledger."""
    line = "The payment date for holders of the ordinary share of Telmar Harbor is set for day {}."
    rows = [{"id": str(i), "text": line.format(f"{i * 7919 % 100_003:06}")} for i in range(6_000)]

    folder = run(write(tmp_path / "in", *rows), tmp_path / "out")

    clusters, manifest = pl.read_parquet(folder / "clusters.parquet"), read_manifest(folder)
    assert [6_000] == clusters["n_occurrences"].to_list()
    assert manifest["counts"]["pairs"] == clusters["n_pairs"][0] <= 128 * 6_000
    assert manifest["losses"]["capped_pairs"] > 1_000_000
    assert 0 == manifest["losses"]["capped_groups"] == manifest["losses"]["skipped_texts"]
    (all_pairs, *_), (again, *_) = rows_of(folder, "quality"), reaudit(folder, 60).to_pylist()
    for one in (all_pairs, again):
        assert one["n_true"] > one["n_unlisted"] > 0.9 * one["n_true"]
        assert 0.99 < one["estimate"]


@pytest.mark.jit
def test_a_small_crowd_is_found_whole(tmp_path):
    """Of 300 variants all pairs are at the floor: listed or not, they are found; an audit again agrees."""
    line = "The payment date for holders of the ordinary share of Telmar Harbor is set for day {}."
    rows = [{"id": str(i), "text": line.format(f"{i * 7919 % 100_003:06}")} for i in range(300)]

    folder = run(write(tmp_path / "in", *rows), tmp_path / "out")

    quality = rows_of(folder, "quality")
    n_pairs = read_manifest(folder)["counts"]["pairs"]
    assert (44_850, 44_850, 44_850 - n_pairs) == tuple(
        quality[0][name] for name in ("n_true", "n_found", "n_unlisted")
    )
    assert 0 < quality[0]["n_unlisted"]
    assert quality == reaudit(folder, 300).to_pylist()


@pytest.mark.jit
def test_one_line_in_every_article_and_equal_articles(tmp_path):
    """A fixture in 20,000 articles and 20,000 copies of one article: a row an occurrence, no pair."""
    same = "Rain fell on the harbor all morning. The ferry sailed at noon as it does each day."
    rows = [
        {"id": str(i), "text": same if i % 2 else f"{i:06} came up. Sign up for our letter today."}
        for i in range(40_000)
    ]

    folder = run(write(tmp_path / "in", *rows), tmp_path / "out")

    sizes = pl.read_parquet(folder / "clusters.parquet")["n_occurrences"].to_list()
    assert [20_000] * 3 == sizes
    assert 60_000 == read_table(folder, OCCURRENCES).num_rows
    assert 0 == read_table(folder, PAIRS).num_rows
    assert {0} == set(read_manifest(folder)["losses"].values())


@pytest.mark.jit
def test_a_very_long_sentence_and_a_very_long_article(tmp_path):
    """A sentence of 100,000 characters twice, with one word changed, in a long article."""
    random = np.random.default_rng(3)
    long = " ".join(random.choice(WORDS, 17_000))
    filler = " ".join(f"Line {i} of the log was quiet on the whole." for i in range(3_000))
    rows = [
        {"id": "a", "text": f"Begin {long} now."},
        {"id": "b", "text": f"{filler} Begin {long} later."},
    ]

    folder = run(write(tmp_path / "in", *rows), tmp_path / "out", memory="768M")

    pairs = pl.read_parquet(folder / "pairs.parquet").filter(
        pl.col("text_a").str.len_chars() > 9_999
    )
    assert 1 == pairs.height
    assert 2 == pairs["edit_words"][0]
    articles = pl.read_parquet(folder / "articles.parquet")
    assert [1, 3_001] == articles["n_sentences"].to_list()
