"""Compaction erases what was taken out, keeps what is left, and can be cut off anywhere."""

import datetime
import os

import polars as pl
import pytest

from dedup.errors import OutputError
from dedup.index import (
    check,
    compact,
    drop_before,
    info,
    newest,
    opened_to_read,
    remove,
    verify,
    versions,
)
from tests.index.made import BREAD, PIER, PIER_AGAIN, SNOW, names_in, two_nights
from tests.index.nights import Place, article, differences, night, state

pytestmark = pytest.mark.jit

WORDS = "harbor office closed"


def test_no_text_of_a_removed_article_is_left(place):
    """Neither as given nor normalized, nor its id, in any file of the folder."""
    remove(place.index, ["a0001", "a0003"])
    night(place, [article(4, "Snow fell on the roof of the town hall.")], "n2")
    assert 4 == len(names_in(place.index, WORDS))  # given and normalized, in two nights

    done = compact(place.index)

    assert [] == names_in(place.index, WORDS)
    assert [] == names_in(place.index, "a0001")
    assert (3, 2, 2) == (done.n_nights, done.n_articles, done.n_erased)
    assert [] == verify(place.index).damages


def test_no_text_of_a_replaced_article_is_left(place):
    """The version before is erased."""
    night(place, [article(1, SNOW), article(3, BREAD)], "n2")
    compact(place.index)

    assert [] == names_in(place.index, WORDS)


def test_older_versions_are_gone(place):
    """Only the compacted version is left, and its files."""
    compact(place.index)

    assert [3] == versions(place.index)
    named = {place.index / file.path for file in newest(place.index).nights[0].files}
    assert named == {path for path in (place.index / "data").rglob("*") if path.is_file()}


def test_twice_is_once(place):
    """A compacted index stays as it is."""
    compact(place.index)
    again = compact(place.index)

    assert (3, 1, 3, 0, 0) == again[:5]


def test_texts_are_merged_with_their_occurrences(place):
    """A text of two nights becomes one, which occurs as often as in both."""
    compact(place.index)

    texts = opened_to_read(place.index).texts("sentence")
    found = pl.concat([pl.DataFrame(part) for part in texts]).select(
        pl.col("normalized").cast(pl.String).str.slice(0, 10), "n_occurrences"
    )
    expected = [("the harbor", 1), ("bakers in ", 1), ("it snowed ", 2), ("the harbor", 1)]
    assert expected == found.rows()


def test_a_compacted_index_gives_the_same_night(tmp_path):
    """A night after compaction publishes what it would have published without."""
    one, other = two_nights(tmp_path / "one"), two_nights(tmp_path / "other")
    compact(one.index)
    rows = [article(8, f"{PIER_AGAIN} {BREAD}")]

    states = [state([night(place, rows, "n2")]) for place in (one, other)]

    assert {} == differences(*states)
    assert len(states[0]) == 2


@pytest.mark.parametrize("step", ["fsync", "rename", "link", "unlink", "rmdir"])
def test_cut_off_anywhere(place, monkeypatch, step):
    """The old version or the new one is there, whole, and the next compaction completes it."""
    remove(place.index, ["a0001"])
    real, calls = getattr(os, step), []
    for at in range(40):
        calls.clear()

        def failing(*args, at=at, **kwargs):
            calls.append(args)
            if len(calls) == at + 1:
                raise OSError(5, "Input/output error")
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, failing)
            try:
                compact(place.index)
            except OutputError:
                assert [] == verify(place.index).damages
                assert 2 == info(place.index).articles
                continue
        break
    assert (2, 0, 1) == (*info_of(place), len(versions(place.index)))
    assert at < 39


def info_of(place):
    """How many articles there are, and how many wait to be erased."""
    found = info(place.index)
    return found.articles, found.removed


def test_a_reader_keeps_its_version(place):
    """What was opened stays usable while nights come and versions go."""
    archive = opened_to_read(place.index)
    before = check(archive, f"{PIER} {SNOW}")
    drop_before(place.index, datetime.date(2030, 1, 1))
    night(place, [article(4, BREAD)], "n2")
    compact(place.index)

    after = check(archive, f"{PIER} {SNOW}")

    assert before.sentences.equals(after.sentences)
    assert before.articles.equals(after.articles)
    assert 0 == check(opened_to_read(place.index), PIER).coverage


def test_an_index_that_is_compacted_while_it_is_opened(place, monkeypatch):
    """The reader opens the version that came meanwhile."""
    from dedup.index import reading

    real, done = reading.newest, []

    def slow(index):
        manifest = real(index)
        if not done:
            done.append(compact(index))
        return manifest

    monkeypatch.setattr(reading, "newest", slow)

    assert 3 == opened_to_read(place.index).manifest.version


def test_an_empty_index(tmp_path):
    """One night without an article can be compacted, and filled."""
    place = Place(tmp_path, {})
    night(place, [article(1, PIER)], "n0")
    remove(place.index, ["a0001"])

    assert (0, 1) == compact(place.index)[2:4]
    assert [] == verify(place.index).damages
    assert night(place, [article(2, PIER)], "n1") is not None


def test_too_small_a_disk_is_told_before(place, monkeypatch):
    """Nothing is written when there is no room for a second copy."""
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))

    with pytest.raises(OutputError, match=r"^the disk is too small: up to 0\.0 GB are needed"):
        compact(place.index)
    assert 2 == newest(place.index).version
