"""An index made anew of another one's articles."""

import datetime

import polars as pl
import pytest
from msgspec import structs

from dedup.config import Config
from dedup.errors import IncompatibleError, UsageError
from dedup.index import drop_before, info, newest, opened_to_read, remove, settings_of, verify
from dedup.pipeline import IndexAt
from dedup.pipeline.against import against_rebuild
from dedup.pipeline.rebuild import rebuild
from tests.index.made import PIER, SNOW, two_nights
from tests.index.nights import EXPECT, article, differences, night, state

pytestmark = pytest.mark.jit


def config(place, **changed):
    """The settings of the index, and others."""
    return Config.build(settings_of(newest(place.index)) | {"jobs": 2, "html": "never"} | changed)


def test_a_rebuild_goes_on_as_the_index_does(place, tmp_path):
    """The next night gives the same through either; what was removed is not taken over."""
    remove(place.index, ["a0002"])
    into = IndexAt(tmp_path / "new", EXPECT)

    assert rebuild(place.index, into, config(place)) is None

    found = info(into.folder)
    assert (2, 1, EXPECT, "rebuild") == (found.articles, found.nights, found.expect, found.action)
    assert [] == verify(into.folder).damages
    rows = [article(4, SNOW), article(5, PIER)]
    run = night(place, rows, "n2")
    other = night(place._replace(folder=Renamed(tmp_path)), rows, "n2")
    assert {} == differences(state([run]), state([other]))


class Renamed:
    """A folder whose index is called new."""

    def __init__(self, folder):
        self.folder = folder

    def __truediv__(self, name):
        return self.folder / {"index": "new", "out": "new-out"}.get(name, name)

    def mkdir(self, **_):
        """It is there."""


def test_a_rebuild_with_other_settings_and_a_run(place, tmp_path):
    """That is the way out of other settings; the run shows all that repeats."""
    into = IndexAt(tmp_path / "new", 1000, day="2026-04-01")

    run = rebuild(place.index, into, config(place, similarity=0.95), tmp_path / "all")

    rows = pl.read_parquet(run.folder / "occurrences.parquet")
    assert ["a0002", "a0003"] == sorted(rows["article_id"])
    assert {"read": 3, "reported": 3, "rejected": 0, "known": 0} == run.manifest["rows"]
    assert ["index"] == [one["format"] for one in run.manifest["inputs"]]
    assert 0.95 == info(into.folder).settings["similarity"]


def test_days_are_taken_over(place, tmp_path):
    """An undated article still goes by the day that brought it first."""
    night(place, [article(6, SNOW, published_at=None)], "n2", day="2026-01-05")
    into = IndexAt(tmp_path / "new", 1000)
    rebuild(place.index, into, config(place))

    assert 1 == drop_before(into.folder, datetime.date(2026, 1, 6)).n_articles


def test_taken_folders_are_refused(place, tmp_path):
    """An index is never overwritten, nor made inside another."""
    with pytest.raises(UsageError, match="the new index lies inside the old one"):
        rebuild(place.index, IndexAt(place.index), config(place))
    other = two_nights(tmp_path / "other")
    with pytest.raises(UsageError, match="there is an index already"):
        rebuild(place.index, IndexAt(other.index), config(place))
    with pytest.raises(UsageError, match="the new index lies inside the old one"):
        rebuild(place.index, IndexAt(place.index / "data" / "new"), config(place))


def test_against_a_rebuild(place, tmp_path):
    """The nights add up to one; nothing is left of the rebuild."""
    found = against_rebuild(place.index, config(place))

    assert (2, 2, 3, []) == found
    assert ["index", "n0.jsonl", "n1.jsonl", "out"] == sorted(
        path.name for path in tmp_path.iterdir()
    )


def test_a_difference_is_named(place):
    """A group that the last night forgot is told with its counts."""
    from dedup.index import next_version
    from dedup.index.store import file_of
    from dedup.schemas import GROUPS
    from dedup.storage.mapped import write_mapped

    manifest = newest(place.index)
    last = manifest.nights[1]
    path = place.index / "data" / last.name / "sentence.groups.arrow"
    groups = pl.concat(
        [pl.DataFrame(p) for p in opened_to_read(place.index).stored[1].groups["sentence"]]
    )
    path.unlink()
    write_mapped(path, GROUPS.schema, [groups.head(2).to_arrow().cast(GROUPS.schema)])
    files = tuple(file_of(place.index / file.path) for file in last.files)
    rows = last.rows | {"sentence groups": 2}
    nights = (manifest.nights[0], structs.replace(last, files=files, rows=rows))
    next_version(place.index, manifest, "test", nights=nights)

    found = against_rebuild(place.index, config(place))

    assert (2, 3) == (found.n_clusters, found.n_texts)
    assert 1 == len(found.differences)


def test_a_removal_must_be_related_first(place):
    """The groups of what was removed are those of before, until a run."""
    remove(place.index, ["a0001"])

    with pytest.raises(UsageError, match="articles were removed, and no run has related"):
        against_rebuild(place.index, config(place))


def test_other_settings_are_no_comparison(place):
    """A rebuild with others gives others."""
    with pytest.raises(IncompatibleError, match=r"similarity 0\.6, now 0\.7"):
        against_rebuild(place.index, config(place, similarity=0.7))
