"""A sentence inside another one is found through an index as in one run."""

import polars as pl
import pytest
from msgspec import structs

from dedup.config import Config
from dedup.errors import IncompatibleError
from dedup.index import compact, merge, newest, remove, settings_of, verify
from dedup.index.manifest import path_of, publish
from dedup.pipeline import IndexAt
from dedup.pipeline.against import against_rebuild
from dedup.pipeline.night import NO_CONTAINMENT
from dedup.pipeline.rebuild import rebuild
from tests.index.made import BREAD, PIER, SNOW, names_in
from tests.index.nights import Place, article, differences, night, state, table

pytestmark = pytest.mark.jit

BOTH = f"{PIER.rstrip('.')}, while {BREAD[0].lower()}{BREAD[1:]}"


def kinds(run):
    """article_id -> match_type of the occurrences of a run."""
    return dict(table(run, "occurrences").select("article_id", "match_type").iter_rows())


def held(run):
    """The pairs of a run below the floor, by their articles."""
    pairs = table(run, "pairs").filter(pl.col("jaccard") < 0.6)
    return sorted(pairs.select("article_id_a", "article_id_b").rows())


@pytest.mark.parametrize(
    ("first", "second", "kind"), [(PIER, BOTH, "contains"), (BOTH, PIER, "contained")]
)
def test_a_night_finds_what_a_night_before_brought(first, second, kind, tmp_path):
    """Whichever of the two came first."""
    several, one = Place(tmp_path / "several", {}), Place(tmp_path / "one", {})
    rows = article(1, first), article(2, second)

    runs = [night(several, [row], f"n{i}") for i, row in enumerate(rows)]

    assert {"a0001": "first", "a0002": kind} == kinds(runs[1])
    assert [("a0001", "a0002")] == held(runs[1])
    assert {} == differences(state(runs), state([night(one, rows)]))


def test_a_text_that_holds_two_groups_brings_both(tmp_path):
    """Each goes with its own group; the pair across is told of under the older one."""
    several, one = Place(tmp_path / "several", {}), Place(tmp_path / "one", {})
    nights = [
        [article(1, PIER), article(2, PIER), article(3, BREAD), article(4, BREAD)],
        [article(5, SNOW)],
        [article(6, BOTH)],
    ]

    runs = [night(several, rows, f"n{i}") for i, rows in enumerate(nights)]
    rebuilt = night(one, [row for rows in nights for row in rows])

    assert [("a0001", "a0006"), ("a0003", "a0006")] == held(runs[2])
    assert {} == differences(state(runs), state([rebuilt]))


@pytest.mark.parametrize("at_once", [1, 1 << 21])
def test_phrases_outlive_removals_and_compactions(at_once, tmp_path, monkeypatch):
    """A text that a removed article brought first is still found where it stands elsewhere."""
    monkeypatch.setattr(merge, "ROWS_AT_ONCE", at_once)
    place = Place(tmp_path, {})
    night(place, [article(1, PIER)], "n0")
    night(place, [article(2, PIER)], "n1")
    remove(place.index, ["a0001"])
    night(place, [article(3, SNOW)], "n2")
    before = [night.rows["sentence phrases"] for night in newest(place.index).nights]
    compact(place.index)
    assert [] == verify(place.index).damages

    run = night(place, [article(4, BOTH)], "n3")

    assert before[0] > before[1] == 0
    assert sum(before) == newest(place.index).nights[0].rows["sentence phrases"]
    assert [("a0002", "a0004")] == held(run)


def test_another_containment_is_refused(tmp_path):
    """What nights look for must be the same."""
    place = Place(tmp_path, {})
    night(place, [article(1, PIER)])

    with pytest.raises(IncompatibleError, match=r"other settings: containment 0\.85, now 0\.7"):
        night(place._replace(settings={"containment": 0.7}), [article(2, BOTH)])


def test_without_containment_no_phrases_are_kept(tmp_path):
    """Who turned it off pays nothing for it."""
    place = Place(tmp_path, {"containment": 0.0})
    runs = [night(place, [article(i, text)], f"n{i}") for i, text in enumerate((PIER, BOTH))]

    assert [] == held(runs[1])
    assert [] == [name for name in names_in(place.index, "") if "phrases" in name]


def of_first_format(index):
    """Make an index without containment what it would have been before there was any."""
    (index / "FORMAT").write_text("dedup-index 1\n")
    manifest = newest(index)
    params = {name: one for name, one in manifest.params.items() if name != "containment"}
    path_of(index, manifest.version).unlink()
    publish(index, structs.replace(manifest, params=params))


def test_an_index_of_the_first_format_goes_on_as_it_was(tmp_path):
    """Its nights look for no containment; a rebuild of it does."""
    place = Place(tmp_path, {"containment": 0.0})
    night(place, [article(1, PIER)], "n0")
    of_first_format(place.index)

    told = []
    run = night(place._replace(settings={}), [article(2, BOTH)], "n1", watch=told.append)
    config = Config.build(settings_of(newest(place.index)) | {"jobs": 2})
    new = rebuild(place.index, IndexAt(tmp_path / "new", 100), config, tmp_path / "reports")

    assert [] == held(run)
    assert [NO_CONTAINMENT] == [one.note for one in told if one.stage == "probe" and one.note]
    assert [] == against_rebuild(place.index, config).differences
    assert [("a0001", "a0002")] == held(new)
    assert "dedup-index 2\n" == (tmp_path / "new" / "FORMAT").read_text()
