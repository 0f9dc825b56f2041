"""What an index says of itself."""

import pytest

from dedup.errors import IncompatibleError, UsageError
from dedup.index import files_of, info, newest, remove
from tests.index.made import two_nights

pytestmark = pytest.mark.jit


@pytest.fixture
def index(tmp_path):
    """An index of two nights."""
    return two_nights(tmp_path, expect=4).index


def test_the_figures(index):
    """Nights, days, articles, units, texts, bytes and how full it is."""
    found = info(index)

    assert (2, (1, 2), "run") == (found.version, found.versions, found.action)
    assert (2, "2026-03-02", "2026-03-03") == (found.nights, found.first_day, found.last_day)
    assert (3, 0, 0) == (found.articles, found.removed, found.waiting)
    assert ({"sentence": 5}, {"sentence": 5}) == (found.units, found.texts)
    assert (
        sum((index / file.path).stat().st_size for file in files_of(newest(index))) == found.n_bytes
    )
    assert (1.25, True, 4) == (found.full, found.outgrown, found.expect)
    assert 0.6 == found.settings["similarity"]
    assert found.run_to_publish is None


def test_an_older_version(index):
    """Every version that is left can be looked at; another number is told."""
    remove(index, ["a0001"])

    assert (1, 2) == (info(index, 1).nights, info(index, 1).articles)
    assert (1, 1) == (info(index).removed, info(index).waiting)
    with pytest.raises(UsageError, match=r"no version 9\n.*\n  it has the versions 1 to 3"):
        info(index, 9)


def test_a_newer_format_is_refused(index):
    """The error says who wrote it and who may read it."""
    (index / "FORMAT").write_text("dedup-index 3\n")

    with pytest.raises(IncompatibleError) as caught:
        info(index)
    assert 78 == caught.value.exit_code
    assert (
        "the index is of the format 'dedup-index 3', this dedup reads up to 'dedup-index 2'"
        == caught.value.what
    )
