"""Mapped files: a column is checked when it is looked at."""

import pyarrow as pa
import pytest

from dedup.errors import OutputError
from dedup.storage.mapped import mapped, write_mapped

SCHEMA = pa.schema([("n", pa.int32()), ("name", pa.string()), ("text", pa.large_binary())])
ROWS = [
    {"n": 7, "name": "aaaa", "text": b"bbbbbb"},
    {"n": 8, "name": "cc", "text": b"d"},
    {"n": 9, "name": "e", "text": b"f"},
]


@pytest.fixture
def path(tmp_path):
    """A file of one batch."""
    path = tmp_path / "some.arrow"
    write_mapped(path, SCHEMA, [pa.Table.from_pylist(ROWS, SCHEMA)])
    return path


def test_a_batch_is_read_and_read_ahead(path):
    """What was written is there, whichever columns are looked at, asked for before or not."""
    (batch,) = mapped(path, SCHEMA).kept
    batch.read_ahead("text")

    assert ROWS == batch.load().to_pylist()
    batch.release()
    assert [{"n": row["n"]} for row in ROWS] == batch.load(["n"]).to_pylist()


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("name", (0, 4, 6, 7), (0, 6, 4, 7)), ("text", (0, 6, 7, 8), (0, 7, 6, 8))],
)
def test_offsets_out_of_order_are_named_where_the_column_is_looked_at(path, name, right, wrong):
    """The file opens, other columns are read, the damaged one is refused each time."""
    size = 4 if name == "name" else 8
    before, after = (b"".join(n.to_bytes(size, "little") for n in ns) for ns in (right, wrong))
    data = path.read_bytes()
    assert 1 == data.count(before)
    path.write_bytes(data.replace(before, after))

    (batch,) = mapped(path, SCHEMA).kept

    assert [{"n": row["n"]} for row in ROWS] == batch.load(["n"]).to_pylist()
    for columns in (None, [name], ["n", name]):
        with pytest.raises(OutputError, match=r"^the index is damaged: ") as caught:
            batch.load(columns)
        assert str(path) == caught.value.where
