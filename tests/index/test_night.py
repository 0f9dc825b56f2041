"""What a night through an index publishes, and what it refuses."""

import polars as pl
import pytest

from dedup.errors import IncompatibleError, UsageError
from dedup.index import newest
from tests.index.nights import Place, article, night

FIRST = "The harbor office closed the northern pier on Monday after a storm tore cables loose."
LIKE = "The harbor office closed the northern pier on Monday after the storm tore cables loose."
OTHER = "Bakers in the old town doubled the price of rye bread this spring, the guild said."

pytestmark = pytest.mark.jit


@pytest.fixture
def place(tmp_path):
    """Reports and an index, with one night in it."""
    here = Place(tmp_path, {})
    night(here, [article(1, FIRST), article(2, f"{OTHER} It snowed all day in the hills.")], "n0")
    return here


def read(run, name):
    """A table of a run."""
    return pl.read_parquet(run.folder / f"{name}.parquet")


def test_an_old_article_is_matched_with_its_own_id_source_date_and_span(place):
    """Tonight's occurrence names the article, outlet and place of the night before."""
    run = night(place, [article(3, f"Snow fell. {LIKE}", source="T")], "n1")

    rows = read(run, "occurrences").sort("article_id").to_dicts()
    assert [("a0001", False), ("a0003", True)] == [(r["article_id"], r["is_new"]) for r in rows]
    assert ("near", "a0001", "S", 0, len(FIRST)) == tuple(
        rows[1][name]
        for name in (
            "match_type",
            "best_article_id",
            "best_source",
            "best_char_start",
            "best_char_end",
        )
    )
    assert FIRST == rows[0]["text"]
    assert ["a0003"] == read(run, "articles")["article_id"].to_list()
    assert [("a0001", "a0003")] == read(run, "article_pairs").select(
        "article_id_a", "article_id_b"
    ).rows()


def test_groups_are_followed_over_the_nights(place):
    """A group is born, grows, is merged with another, and tells its former ids."""
    born = night(place, [article(3, LIKE)], "n1")
    again = night(place, [article(4, FIRST)], "n2")

    name = read(born, "clusters")["cluster_id"].item()
    assert [("born", name, None, 2, 0)] == read(born, "cluster_events").drop("unit").rows()
    assert [("grew", name, name, 3, 2)] == read(again, "cluster_events").drop("unit").rows()
    assert [name] == read(again, "clusters")["previous_cluster_ids"].to_list()
    assert [1] == read(again, "clusters")["n_new_occurrences"].to_list()


def test_the_same_night_twice_is_nothing_new(place):
    """Articles that the index has are not added again, and nothing is published."""
    before = newest(place.index).version
    runs = sorted(place.out.glob("run=*"))

    assert night(place, [article(1, FIRST)], "n0") is None
    assert before == newest(place.index).version
    assert runs == sorted(place.out.glob("run=*"))


def test_known_articles_beside_new_ones_are_counted(place):
    """run.json says how many rows the index had; every row read is accounted for."""
    run = night(place, [article(1, FIRST), article(5, OTHER)], "n1")

    assert {"read": 2, "reported": 1, "rejected": 0, "known": 1} == run.manifest["rows"]


def test_a_corrected_date_is_a_new_version(place):
    """The same text under another date replaces the article."""
    run = night(
        place, [article(1, FIRST, published_at="2026-01-01T00:00:00Z"), article(3, LIKE)], "n1"
    )

    rows = read(run, "occurrences").sort("published_at")
    assert [("a0001", 2026, 1), ("a0003", 2026, 3)] == [
        (r["article_id"], r["published_at"].year, r["published_at"].month) for r in rows.to_dicts()
    ]
    assert 1 == newest(place.index).nights[0].n_removed


def test_other_settings_are_refused(place):
    """The error names each setting that differs, and the way out."""
    other = Place(place.folder, {"similarity": 0.7})

    with pytest.raises(IncompatibleError) as caught:
        night(other, [article(3, LIKE)], "n1")

    assert 78 == caught.value.exit_code
    assert "the index was made with other settings: similarity 0.6, now 0.7" == caught.value.what
    assert (
        f"use its settings, or dedup index rebuild {place.index} with the new ones"
        == caught.value.todo
    )


def test_a_row_number_is_no_id_to_replace_by(place):
    """Another article in the same row of a file of the same name does not replace it silently."""
    night(place, [{"text": FIRST}], "tonight")
    assert night(place, [{"text": FIRST}], "tonight") is None

    with pytest.raises(UsageError) as caught:
        night(place, [{"text": OTHER}], "tonight")

    assert str(caught.value) == (
        "the index has another article 'tonight.jsonl:1', which is no id of its own\n"
        f"  {place.folder}/tonight.jsonl:1\n"
        "  name the column of the ids with --id, or give each night's file a name of its own"
    )


def test_an_index_inside_the_output_is_refused(tmp_path):
    """Readers of the reports would meet its files."""
    inside = Place(tmp_path, {})._replace(folder=tmp_path)
    (tmp_path / "out").mkdir()

    with pytest.raises(UsageError, match="the index lies inside the output folder"):
        night(Within(inside), [article(1, FIRST)])


class Within:
    """A place whose index lies inside its output."""

    def __init__(self, place):
        self.folder, self.settings, self.out = place.folder, place.settings, place.out
        self.index = place.out / "index"
