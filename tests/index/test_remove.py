"""What was taken out of an index is not part of it, and clusters follow."""

import datetime

import polars as pl
import pytest

from dedup.errors import LockedError, UsageError
from dedup.index import compact, drop_before, info, newest, remove
from dedup.storage.lock import lock
from tests.index.made import BREAD, PIER, PIER_AGAIN, SNOW
from tests.index.nights import article, night

pytestmark = pytest.mark.jit


def members(run):
    """Which articles are in which groups of a run."""
    rows = pl.read_parquet(run.folder / "occurrences.parquet")
    return sorted(rows["article_id"].to_list())


def events(run):
    """What became of groups, by kind."""
    rows = pl.read_parquet(run.folder / "cluster_events.parquet")
    return sorted(rows["event"].to_list())


def test_a_removed_article_is_in_no_later_cluster(place):
    """Its id is counted, unknown ids are told, and the next run says what its groups became."""
    done = remove(place.index, ["a0001", "nobody", "a0001", "no one"])
    assert (1, ["nobody", "no one"], 3) == done

    run = night(place, [article(4, SNOW)], "n2")

    assert ["a0002", "a0003", "a0004"] == members(run)
    assert ["ended", "grew"] == events(run)
    assert newest(place.index).touched is None


def test_a_night_without_news_relates_what_is_left(place):
    """After a removal a run publishes even when it brings no article."""
    remove(place.index, ["a0002"])

    run = night(place, [article(1, PIER)], "n0")

    assert ["ended"] == events(run)
    assert night(place, [article(1, PIER)], "n0") is None


def test_a_removed_id_may_come_again(place):
    """Then it is a new article."""
    remove(place.index, ["a0001"])

    run = night(place, [article(1, SNOW)], "n2")

    assert ["a0001", "a0002", "a0003"] == members(run)
    assert 1 == remove(place.index, ["a0001"]).n_articles


def test_replaced_then_removed(place):
    """Neither version of the article is left."""
    night(place, [article(1, BREAD)], "n2")
    assert 1 == remove(place.index, ["a0001"]).n_articles
    assert ["a0001"] == remove(place.index, ["a0001"]).unknown

    run = night(place, [article(5, f"{PIER} {BREAD}")], "n3")

    assert ["a0002", "a0003", "a0005", "a0005"] == members(run)


def test_a_text_that_was_gone_meets_what_came_since(place):
    """A sentence removed with its last article, and seen again, finds its later neighbors."""
    remove(place.index, ["a0001", "a0003"])
    night(place, [article(4, PIER_AGAIN)], "n2")

    run = night(place, [article(5, PIER)], "n3")

    assert ["a0004", "a0005"] == members(run)


def test_two_removals_before_a_run(place):
    """The texts of both wait for the next run."""
    remove(place.index, ["a0001"])
    waiting = info(place.index).waiting
    remove(place.index, ["a0002"])

    assert (1, 3) == (waiting, info(place.index).waiting)


def test_a_dry_run_changes_nothing(place):
    """It counts, and makes no version."""
    before = sorted(place.index.rglob("*"))

    assert (1, ["x"], None) == remove(place.index, ["a0001", "x"], dry_run=True)
    assert (3, 0, None) == drop_before(place.index, datetime.date(2027, 1, 1), dry_run=True)
    assert before == sorted(place.index.rglob("*"))


def test_unknown_ids_alone_make_no_version(place):
    """The index stays at its version."""
    assert (0, ["x"], None) == remove(place.index, ["x"])
    assert 2 == newest(place.index).version


def test_drop_before_a_day(place):
    """What was published on the day stays."""
    day = datetime.date(2026, 3, 3)

    assert (1, 2, 3) == drop_before(place.index, day)
    assert (0, 2, None) == drop_before(place.index, day)
    assert "drop-before 2026-03-03" == newest(place.index).action


def test_undated_articles_go_by_the_day_that_brought_them(place):
    """Also after a compaction, which makes one night of all."""
    night(
        place,
        [article(6, "Nobody knows when this was.", published_at=None)],
        "n2",
        day="2026-01-05",
    )
    compact(place.index)

    assert (0, 4, None) == drop_before(place.index, datetime.date(2026, 1, 5))
    assert (1, 3) == drop_before(place.index, datetime.date(2026, 1, 6))[:2]


def test_drop_everything_and_go_on(place):
    """An index that was emptied, compacted too, takes the next night."""
    assert (3, 0) == drop_before(place.index, datetime.date(2030, 1, 1))[:2]
    compact(place.index)
    run = night(place, [article(1, PIER), article(7, PIER)], "n2")

    assert ["a0001", "a0007"] == members(run)
    assert 2 == info(place.index).articles


def test_two_writers(place):
    """The second one is told that the index is held, and changes nothing."""
    with lock(place.index / "LOCK"):
        for work in (
            lambda: remove(place.index, ["a0001"]),
            lambda: drop_before(place.index, datetime.date(2030, 1, 1)),
            lambda: compact(place.index),
        ):
            with pytest.raises(LockedError) as caught:
                work()
            assert 75 == caught.value.exit_code
            assert "another run is active" == caught.value.what


def test_no_index_is_told_and_none_is_made(tmp_path):
    """A mistyped folder stays as it is."""
    for work in (
        lambda: remove(tmp_path / "x", ["a"]),
        lambda: drop_before(tmp_path / "x", datetime.date(2030, 1, 1)),
        lambda: compact(tmp_path / "x"),
        lambda: info(tmp_path / "x"),
    ):
        with pytest.raises(UsageError, match="no index here"):
            work()
    assert not (tmp_path / "x").exists()
