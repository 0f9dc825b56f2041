"""A version of an index is there whole, or not at all, and a torn one is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from dedup.errors import IncompatibleError, LockedError, OutputError, UsageError
from dedup.index import make, newest, next_version, versions
from dedup.index.manifest import publish, read


@pytest.fixture
def index(tmp_path):
    """An index with one version."""
    place = tmp_path / "index"
    first = make(place, {"units": ["sentence"]}, {"bands": 57, "rows": 5}, 1000)
    next_version(place, first, "run")
    return place


def test_versions_follow_one_another(index):
    """Each keeps what was not changed, and the ones before stay readable."""
    second = next_version(index, newest(index), "remove", expect=2000)

    assert [1, 2] == versions(index)
    assert second == newest(index)
    assert (1000, "run") == (read(index, 1).expect, read(index, 1).action)
    assert {"FORMAT", "data", "manifests"} == {path.name for path in index.iterdir()}
    assert ["0000000001.json", "0000000002.json"] == sorted(
        path.name for path in (index / "manifests").iterdir()
    )


def test_a_number_is_taken_once(index):
    """Of two processes that make the same version one is refused, and nothing of it is left."""
    taken = newest(index)

    with pytest.raises(LockedError) as caught:
        publish(index, structs.replace(taken, action="other"))

    assert "another process made version 1" == caught.value.what
    assert taken == newest(index)
    assert ["0000000001.json"] == [path.name for path in (index / "manifests").iterdir()]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_manifest_is_named(data, tmp_path_factory):
    """One byte changed, or the end cut off: an error that names the file, never another version."""
    place = tmp_path_factory.mktemp("index") / "index"
    first = make(place, {"units": ["sentence"]}, {"bands": 57, "rows": 5}, 1000)
    whole = next_version(place, first, "run")
    path = place / "manifests" / "0000000001.json"
    body = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(body) - 2))
    if data.draw(st.booleans()):
        body[at] ^= data.draw(st.integers(1, 255))
    else:
        del body[at:]
    path.write_bytes(body)

    try:
        assert whole == newest(place)
    except OutputError as error:
        assert str(path) == error.where
        assert error.what.startswith("cannot read the manifest: ")


def test_where_there_is_no_index(tmp_path):
    """The error says how one is made."""
    with pytest.raises(UsageError) as caught:
        newest(tmp_path)

    assert str(caught.value) == (
        f"no index here\n  {tmp_path}\n  dedup run INPUT... -o OUT --index {tmp_path} makes one"
    )


def test_another_format_is_refused(index):
    """What a newer version of dedup wrote is not touched."""
    (index / "FORMAT").write_text("dedup-index 3\n")

    with pytest.raises(IncompatibleError) as caught:
        newest(index)

    assert "the index is of the format 'dedup-index 3', this dedup reads up to 'dedup-index 2'" == (
        caught.value.what
    )


def test_a_version_there_is_not(index):
    """The error names those there are."""
    with pytest.raises(UsageError) as caught:
        read(index, 7)

    assert ("no version 7", "it has the versions 1 to 1") == (caught.value.what, caught.value.todo)
