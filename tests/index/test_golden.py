"""An index of every released format opens, and can be taken over."""

import shutil

import pytest

from dedup.config import Config
from dedup.index import check, compact, info, newest, opened_to_read, settings_of, verify
from dedup.pipeline import IndexAt
from dedup.pipeline.rebuild import rebuild
from tests.index.golden.make import GOLDEN, OLDER, make
from tests.index.made import PIER_AGAIN

pytestmark = pytest.mark.jit


@pytest.fixture(params=[OLDER, GOLDEN], ids=["format 1", "format 2"])
def index(request, tmp_path):
    """A copy of the index that a format was released with."""
    return shutil.copytree(request.param, tmp_path / "index")


def test_it_opens_whole(index):
    """Its figures are those it was written with."""
    found = info(index)

    assert (3, 2, 1, 2) == (found.version, found.articles, found.removed, found.nights)
    assert [] == verify(index).damages


def test_it_answers_after_a_rebuild(index, tmp_path):
    """Whatever became of the rules for texts since, its articles are compared by today's."""
    config = Config.build(settings_of(newest(index)) | {"jobs": 2})
    rebuild(index, IndexAt(tmp_path / "new", 100), config)

    row = check(opened_to_read(tmp_path / "new"), PIER_AGAIN).sentences.row(0, named=True)

    assert ("exact", "a0001", 2) == (row["match"], row["first_article_id"], row["n_occurrences"])


def test_it_is_compacted(index):
    """Every table can be read and written again."""
    assert (2, 1) == compact(index)[2:4]
    assert [] == verify(index).damages


def test_todays_are_of_the_same_format(tmp_path):
    """The same tables, columns and counts; a change of the format needs a new number."""
    today = make(tmp_path)

    nights = [newest(folder).nights for folder in (GOLDEN, today)]
    rows = [[(night.day, dict(night.rows), night.n_removed) for night in one] for one in nights]
    assert rows[0] == rows[1]
    assert [file.path.rpartition("/")[2] for file in nights[0][0].files] == [
        file.path.rpartition("/")[2] for file in nights[1][0].files
    ]
