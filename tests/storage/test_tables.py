"""A table on disk says what it is, is read back as it was written, or is refused."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import storage
from dedup.errors import DedupError, IncompatibleError, OutputError
from dedup.schemas import REPORTS, SENTENCES
from dedup.storage import tables
from tests.storage.made import FACTS, sentences


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_a_file_says_what_it_is(tmp_path, kind):
    """Schema, versions, offset unit and order are in the file, a comment on every column."""
    path = storage.write_table(kind.schema.empty_table(), kind, tmp_path, FACTS)
    metadata = {k.decode(): v.decode() for k, v in pq.read_schema(path).metadata.items()}

    assert tmp_path / f"{kind.name}.parquet" == path
    assert {
        "dedup.schema": kind.name,
        "dedup.schema_version": "1",
        "dedup.offset_unit": "codepoint",
        "dedup.sort": ",".join(f"{name} {way}" for name, way in kind.sort),
        **FACTS,
    } == metadata
    assert [f.metadata for f in kind.schema] == [
        {k: v for k, v in f.metadata.items() if k != b"PARQUET:field_id"}
        for f in pq.read_schema(path)
    ]
    assert kind.schema == storage.read_table(tmp_path, kind).schema


def test_a_file_is_sorted_compressed_and_indexed(tmp_path):
    """Readers may rely on the order, and find pages without reading the others."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    group = pq.read_metadata(path).row_group(0)

    assert (
        pq.SortingColumn.from_ordering(
            SENTENCES.schema, list(SENTENCES.sort), null_placement="at_end"
        )
        == group.sorting_columns
    )
    columns = [group.column(i) for i in range(group.num_columns)]
    assert {"ZSTD"} == {column.compression for column in columns}
    assert {True} == {column.has_offset_index and column.has_column_index for column in columns}


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_a_column_is_encoded_as_its_values_are(tmp_path, kind):
    """Neither names of hex digits nor times and scores have a dictionary; all but texts have bounds."""
    rows = pa.table([some_of(field.type) for field in kind.schema], schema=kind.schema)
    path = storage.write_table(rows, kind, tmp_path, FACTS)
    group = pq.read_metadata(path).row_group(0)
    columns = {
        column.path_in_schema: column for column in map(group.column, range(len(kind.schema)))
    }

    without = {name for name, column in columns.items() if not column.has_dictionary_page}
    kinds = {pa.int64(), pa.float32(), pa.timestamp("us", "UTC"), pa.date32(), pa.bool_()}
    hex_names = {"cluster_id", "content_hash", "pair_id", "text_id", "text_id_a", "text_id_b"}
    assert {f.name for f in kind.schema if f.type in kinds or f.name in hex_names} == without
    bare = {name for name, column in columns.items() if not column.is_stats_set}
    assert {"text", "text_a", "text_b", "diff"} & set(columns) == bare


def some_of(kind):
    """Two values of a column."""
    given = ["a", "a"] if kind in (pa.string(), pa.dictionary(pa.int32(), pa.string())) else [1, 1]
    return (
        pa.array(given).cast(kind)
        if kind != pa.date32()
        else pa.array([1, 1], pa.int32()).cast(kind)
    )


@given(st.lists(st.tuples(st.lists(st.sampled_from([None, "a", "b", "c"])), st.integers(0, 3))))
def test_a_dictionary_is_in_order_of_appearance(parts):
    """However the rows were cut up and coded, and whatever was cut off before them."""
    kept = [words[at:] for words, at in parts]
    coded = [pa.array(words, pa.string()).dictionary_encode() for words, _ in parts]
    chunks = [one.slice(at) for one, (_, at) in zip(coded, parts, strict=True)]
    column = pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))

    plain = pa.array([word for words in kept for word in words], pa.string())
    assert plain.dictionary_encode() == tables.whole(column)


def test_what_was_written_is_read_back(tmp_path):
    """A table survives the disk, whole or by column."""
    storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)

    assert sentences() == storage.read_table(tmp_path, SENTENCES)
    assert ["text_id"] == storage.read_table(tmp_path, SENTENCES, ["text_id"]).column_names


def test_equal_tables_are_equal_bytes(tmp_path):
    """There is no clock and no chance in a data file."""
    (tmp_path / "other").mkdir()
    paths = [
        storage.write_table(sentences(), SENTENCES, folder, FACTS)
        for folder in (tmp_path, tmp_path / "other")
    ]

    assert 1 == len({storage.file_sha256(path) for path in paths})


def test_another_table_is_refused(tmp_path):
    """A table with a missing column is never written."""
    with pytest.raises(DedupError, match=r"^table sentences has other columns than its schema"):
        storage.write_table(sentences().drop_columns(["unit"]), SENTENCES, tmp_path, FACTS)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("column", range(len(SENTENCES.schema)))
def test_a_flipped_bit_is_noticed(tmp_path, column):
    """One bit of any data page: the table is not read, and the file is named."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    data = bytearray(path.read_bytes())
    chunk = pq.read_metadata(path).row_group(0).column(column)
    data[chunk.data_page_offset + chunk.total_compressed_size // 2] ^= 4
    path.write_bytes(data)

    with pytest.raises(OutputError, match=r"^cannot read sentences: ") as caught:
        storage.read_table(tmp_path, SENTENCES)

    assert (str(path), "run again, or restore the file from a copy") == (
        caught.value.where,
        caught.value.todo,
    )


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_noticed(tmp_path, share):
    """Whatever is left of a file, it is not taken for the whole."""
    path = storage.write_table(sentences(), SENTENCES, tmp_path, FACTS)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    with pytest.raises(OutputError, match=r"^cannot read sentences: "):
        storage.read_table(tmp_path, SENTENCES)


def test_a_damaged_file_is_never_a_python_error(tmp_path):
    """A flipped bit anywhere in a file: it is refused, or nothing that counts was hit."""
    path = storage.write_table(sentences(50), SENTENCES, tmp_path, FACTS)
    sound, random = path.read_bytes(), np.random.default_rng(5)
    outcomes = set()
    for at in random.integers(4, len(sound), 300):
        data = bytearray(sound)
        data[at] ^= 1 << random.integers(8)
        path.write_bytes(data)
        outcomes.add(outcome(tmp_path, sentences(50)))

    assert {"equal", "OutputError", "IncompatibleError"} == outcomes


def outcome(folder, expected):
    """Whether the table is read back as it was, or how it is refused."""
    try:
        assert expected == storage.read_table(folder, SENTENCES)
    except (OutputError, IncompatibleError) as error:
        assert str(folder / "sentences.parquet") == error.where
        return type(error).__name__
    return "equal"


def test_a_missing_file_is_told(tmp_path):
    """A run without one of its files is damaged."""
    with pytest.raises(OutputError, match=r"^cannot read sentences: .*No such file"):
        storage.read_table(tmp_path, SENTENCES)


@pytest.mark.parametrize(
    ("metadata", "version"), [({"dedup.schema_version": "2"}, "2"), ({}, "none")]
)
def test_another_schema_version_is_told(tmp_path, metadata, version):
    """A run of another version is not misread; what to do is said."""
    path = tmp_path / "sentences.parquet"
    pq.write_table(sentences().replace_schema_metadata(metadata), path)

    with pytest.raises(IncompatibleError) as caught:
        storage.read_table(tmp_path, SENTENCES)

    assert (
        f"schema version {version}, this dedup reads 1\n  {path}\n"
        "  run again with this version, or read it with the version that wrote it"
    ) == str(caught.value)
