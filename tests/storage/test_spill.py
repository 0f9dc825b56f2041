"""What is set aside is got back, from memory or from disk, and the budget is kept."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.storage import spill
from dedup.storage.spill import Kept, Parts, Shelf


def table(start, n):
    """n rows of three kinds of columns, one of them a dictionary that differs from part to part."""
    numbers = list(range(start, start + n))
    words = pa.array([f"w{i % 3}" for i in numbers]).dictionary_encode()
    return pa.table({"n": numbers, "s": [f"row {i}" for i in numbers], "word": words})


@pytest.fixture(params=["memory", "disk"])
def shelf(request, tmp_path):
    """A shelf that keeps everything in memory, or everything on disk."""
    return Shelf(tmp_path / "spill" if request.param == "disk" else None)


def test_what_is_kept_is_loaded(shelf):
    """Whole, or some columns in the order asked for."""
    kept = shelf.keep(table(0, 5))

    assert table(0, 5) == kept.load()
    assert ["word", "n"] == kept.load(["word", "n"]).column_names
    assert table(0, 5).select(["word", "n"]) == kept.load(["word", "n"])


def test_a_table_of_nothing_is_kept(shelf):
    """No rows are rows too."""
    assert table(0, 0) == shelf.keep(table(0, 0)).load()


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 50), (7, 9), (49, 50)])
def test_some_numbers_are_read(shelf, start, end):
    """Rows of a column of numbers, wherever the table is."""
    kept, out = shelf.keep(table(3, 50)), np.zeros(end - start, np.int64)

    kept.read("n", start, out)

    assert list(range(3 + start, 3 + end)) == out.tolist()


def test_a_file_cut_short_is_told(tmp_path):
    """What is missing of a table is an error of the disk, not a wait without end."""
    kept = Shelf(tmp_path / "spill").keep(table(0, 50))
    kept.read("n", 0, np.zeros(1, np.int64))
    kept.path.write_bytes(kept.path.read_bytes()[:80])

    with pytest.raises(OSError, match="a table that was set aside is cut short"):
        kept.read("n", 0, np.zeros(50, np.int64))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5), st.data())
def test_rows_are_taken_across_parts(tmp_path_factory, sizes, data):
    """Any rows, in order or not, from any parts, are those of the whole."""
    starts = np.concatenate([[0], np.cumsum(sizes)])
    tables = [table(int(at), n) for at, n in zip(starts[:-1], sizes, strict=True)]
    total = int(starts[-1])
    rows = data.draw(st.lists(st.integers(0, total - 1), unique=True) if total else st.just([]))
    parts = Shelf(tmp_path_factory.mktemp("x") / "spill").parts(tables)

    ordered = np.array(sorted(rows), np.int64)
    assert ordered.tolist() == parts.take(ordered).column("n").to_pylist()
    assert rows == parts.take_any(np.array(rows, np.int64)).column("n").to_pylist()
    assert (total, list(starts[:-1])) == (parts.num_rows, parts.starts)


def test_memory_holds_what_fits_and_the_oldest_go_first(tmp_path):
    """With room for two tables the third sends the first to disk."""
    size = table(0, 9).nbytes
    shelf = Shelf(tmp_path / "spill", room=2 * size)
    kept = [shelf.keep(table(0, 9)) for _ in range(3)]

    assert [True, False, False] == [one.table is None for one in kept]
    assert (2 * size, size) == (shelf.n_held, shelf.n_spilled)
    assert [table(0, 9)] * 3 == [one.load() for one in kept]


def test_nothing_is_written_while_there_is_room(tmp_path):
    """The folder is made by the first table that does not fit."""
    Shelf(tmp_path / "spill", room=1 << 20).keep(table(0, 9))

    assert [] == list(tmp_path.iterdir())


def test_a_shelf_that_shrinks_lets_go(tmp_path):
    """Room given away is free at once, and stays given away."""
    size = table(0, 9).nbytes
    shelf = Shelf(tmp_path / "spill", room=3 * size)
    kept = [shelf.keep(table(0, 9)) for _ in range(3)]

    shelf.shrink(size)
    shelf.shrink(2 * size)

    assert [True, True, False] == [one.table is None for one in kept]


def test_what_is_dropped_makes_room(tmp_path):
    """A table let go of counts no longer, and its file is gone."""
    shelf = Shelf(tmp_path / "spill", room=table(0, 9).nbytes)
    first = shelf.keep(table(0, 9))
    first.drop()
    second = shelf.keep(table(0, 9))
    assert second.table is not None

    shelf.keep(table(0, 9))
    assert [second.path] == list((tmp_path / "spill").iterdir())
    second.drop()
    assert [] == list((tmp_path / "spill").iterdir())


def test_a_disk_that_fails_is_told(tmp_path):
    """An error of the disk arrives as it was: whoever owns the folder explains it."""
    (tmp_path / "spill").write_text("a file, where a folder is wanted")

    with pytest.raises(FileExistsError):
        Shelf(tmp_path / "spill").keep(table(0, 9))


def test_columns_of_parts_are_held(shelf):
    """What is held is loaded as ever, from memory even where the file is gone; then no longer."""
    parts = Parts([shelf.keep(table(0, 2)), shelf.keep(table(2, 3))])

    with parts.held(range(1, 2), ["s", "n"]):
        for one in parts.kept[1:]:
            if one.path is not None:
                one.path.rename(one.path.with_suffix(".away"))
        assert table(2, 3).select(["n"]) == parts.kept[1].load(["n"])
        assert table(2, 3).select(["s", "n"]) == parts.kept[1].load(["s", "n"])
        assert parts.on_disk() == any(one.table is None for one in parts.kept)
    if parts.on_disk():
        with pytest.raises(FileNotFoundError):
            parts.kept[1].load(["n"])


def test_parts_go_one_at_a_time(shelf):
    """Iterating loads part after part, or columns of each."""
    parts = Parts([shelf.keep(table(0, 2)), shelf.keep(table(2, 3))])

    assert [table(0, 2), table(2, 3)] == list(parts)
    assert [[0, 1], [2, 3, 4]] == [part.column("n").to_pylist() for part in parts.columns("n")]
    assert (2, 5) == (len(parts), parts.num_rows)
    parts.drop()
    assert 0 == shelf.n_held


def test_what_is_read_in_turn_is_packed_on_a_disk_that_holds_much(tmp_path, monkeypatch):
    """What comes first, or is taken from at random, is not; the rows are the same either way."""
    many = table(0, 5_000)
    monkeypatch.setattr(spill, "PACKED_FROM", many.nbytes + 1)
    shelf = Shelf(tmp_path / "spill")

    plain, kept = shelf.keep(many), shelf.keep(many, in_turn=True)
    first = Shelf(tmp_path / "other").keep(many, in_turn=True)

    assert first.path.stat().st_size == plain.path.stat().st_size
    assert 2 * kept.path.stat().st_size < plain.path.stat().st_size
    assert many == kept.load()
    assert many.select(["word", "n"]) == kept.load(["word", "n"])
    assert [many.select(["s"])] == list(Parts([kept]).columns("s"))


def test_a_slice_of_a_table_is_kept_alone(tmp_path):
    """Only the rows of a slice go to disk."""
    kept = Kept(table(0, 100_000).slice(5, 2), Shelf())
    kept.move(tmp_path / "one.arrow")

    assert table(5, 2).select(["n", "s"]) == kept.load(["n", "s"])
    assert (tmp_path / "one.arrow").stat().st_size < 10_000
