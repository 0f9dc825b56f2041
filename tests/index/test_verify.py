"""A damaged file of an index is named, whatever it is, and never changed."""

import datetime
import shutil

import pyarrow as pa
import pytest

from dedup.errors import DedupError, OutputError
from dedup.index import (
    Share,
    check,
    compact,
    drop_before,
    files_of,
    info,
    newest,
    opened_to_read,
    remove,
    verify,
)
from tests.index.made import PIER, two_nights
from tests.index.nights import article, night

pytestmark = pytest.mark.jit


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An index with a file of every kind."""
    place = two_nights(tmp_path_factory.mktemp("whole"), {"unit": "both"})
    remove(place.index, ["a0001"])
    return place


@pytest.fixture
def index(whole, tmp_path):
    """A copy of it."""
    return shutil.copytree(whole.index, tmp_path / "index")


def flip(path, at):
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 4
    path.write_bytes(data)


def test_a_whole_index(whole):
    """All files are read, and nothing is wrong."""
    found = verify(whole.index)

    assert (3, []) == (found.version, found.damages)
    assert found.n_files == found.n_files_read == 24


def test_every_flipped_bit_is_found(index):
    """In every file, at its beginning, middle and end."""
    for file in files_of(newest(index)):
        for at in (0, file.n_bytes // 2, file.n_bytes - 1):
            path = index / file.path
            before = path.read_bytes()
            flip(path, at)
            damages = verify(index).damages
            assert [file.path] == [one.path for one in damages]
            assert damages[0].what.startswith("its sha256 is ")
            path.write_bytes(before)
    assert [] == verify(index).damages


def test_missing_and_cut_files_are_named_even_unread(index):
    """Sizes are looked at always; both damages are told at once."""
    first, second, *_ = files_of(newest(index))
    (index / first.path).unlink()
    (index / second.path).write_bytes(b"")

    found = verify(index, Share(0, 10**6))

    assert [
        (first.path, "it is missing"),
        (second.path, f"it has 0 bytes, {second.n_bytes:,} were written"),
    ] == found.damages


def test_an_older_manifest_is_named(index):
    """It is part of the index too."""
    flip(index / "manifests/0000000001.json", 40)

    assert [
        ("manifests/0000000001.json", "cannot read the manifest: it is torn or was changed")
    ] == verify(index).damages


def test_thirty_nights_read_every_file_once(whole):
    """Whatever day comes first; the share of a day is the same files every time."""
    read = [verify(whole.index, Share(day, 30)) for day in range(739_000, 739_030)]

    assert read[0].n_files == sum(one.n_files_read for one in read)
    assert read[3] == verify(whole.index, Share(739_003, 30))


def test_misfits_are_found_though_the_sums_are_right(index):
    """Tables that do not fit together, as a bug would write them."""
    from msgspec import structs

    from dedup.index.store import file_of
    from dedup.index.structure import misfits

    manifest = newest(index)
    night_ = manifest.nights[1]
    here = index / "data" / night_.name
    other = index / "data" / manifest.nights[0].name
    names = (
        "sentence.keys.arrow",
        "sentence.texts.arrow",
        "articles.arrow",
        "sentence.phrases.arrow",
    )
    for name in names:
        shutil.copy(other / name, here / name)
    files = tuple(file_of(index / file.path) for file in night_.files)

    found = list(misfits(index, manifest, structs.replace(night_, files=files)))

    assert [
        ("articles.arrow", "it has 2 rows, 1 were written"),
        ("sentence.texts.arrow", "it has 3 rows, 2 were written"),
        ("sentence.phrases.arrow", "it has 17 rows, 6 were written"),
    ] == [(one.path.rpartition("/")[2], one.what) for one in found]


def test_phrases_that_do_not_fit_are_found(index):
    """Out of order, or of texts that are not there."""
    from dedup.index.structure import misfits
    from dedup.schemas import PHRASES
    from dedup.storage.mapped import mapped, write_mapped

    manifest = newest(index)
    path = index / "data" / manifest.nights[1].name / "sentence.phrases.arrow"
    rows = pa.Table.from_pylist(
        next(iter(mapped(path, PHRASES.schema))).to_pylist(), PHRASES.schema
    )
    texts = pa.array([9] * rows.num_rows, pa.int32())
    wrong = rows.set_column(2, PHRASES.schema.field("text"), texts)
    write_mapped(path, PHRASES.schema, [rows.slice(3), wrong.slice(0, 3)])

    assert [
        "its phrases are not sorted",
        "it names texts that are not there",
    ] == [one.what for one in misfits(index, manifest, manifest.nights[1])]


@pytest.mark.parametrize(
    "damage", ["flip", "cut", "empty", "gone"], ids=["flipped", "cut", "empty", "gone"]
)
def test_no_verb_ends_with_a_traceback(index, damage, tmp_path):
    """Every verb names a damaged file, or does not need it; none ends with another error."""
    place = type("Place", (), {"folder": tmp_path, "settings": {"unit": "both"}})
    place.out, place.index = tmp_path / "out", index
    verbs = (
        lambda: info(index),
        lambda: check(opened_to_read(index), PIER),
        lambda: remove(index, ["a0002"]),
        lambda: drop_before(index, datetime.date(2026, 3, 3)),
        lambda: compact(index),
        lambda: night(place, [article(9, PIER)], "n9"),
    )
    kept = shutil.copytree(index, tmp_path / "kept")
    for file in [*files_of(newest(kept))]:
        for verb in verbs:
            shutil.rmtree(index)
            shutil.copytree(kept, index)
            hurt(index / file.path, damage)
            try:
                verb()
            except DedupError as error:
                assert isinstance(error, OutputError), error
                assert str(index) in error.where or file.path.split("/")[1] in error.where


def hurt(path, damage):
    """Damage a file."""
    if damage == "flip":
        flip(path, path.stat().st_size // 3)
    elif damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: -8 if damage == "cut" else 0])
