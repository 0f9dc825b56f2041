"""The first row with an id keeps it, over the whole run."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.schemas import RAW_ARTICLES, REJECTS, empty
from dedup.stages.read.batch import Batch, InputFile
from dedup.stages.read.coalesce import coalesce
from dedup.stages.read.unique import reject_duplicate_ids
from tests.stages.read.made import json_lines, take


def test_a_duplicate_id_says_where_the_first_one_stands(tmp_path, monkeypatch):
    """And whether the text is the same; the first file by path wins, whatever the arguments."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(
        json_lines(
            {"id": "x", "text": "Fog."}, {"id": "y", "text": "Mist."}, {"id": "x", "text": "Fog."}
        )
    )
    (tmp_path / "b.jsonl").write_text(
        json_lines({"id": "y", "text": "Rain."}, {"id": "z", "text": "Fog."})
    )
    everything = take("b.jsonl", "a.jsonl")

    assert ["x", "y", "z"] == everything.ids
    assert [
        ("a.jsonl", 3, "x", "duplicate_id", "Fog.",
         "the id is that of a.jsonl:1, with the same text;"
         " name another column with --id if this one is no id"),
        ("b.jsonl", 1, "y", "duplicate_id", "Rain.",
         "the id is that of a.jsonl:2, with another text;"
         " name another column with --id if this one is no id"),
    ] == [(r["input_path"], r["input_row"], r["article_id"], r["reason"], r["raw_prefix"], r["message"])
          for r in everything.rejects]  # fmt: skip


def test_rejects_stand_in_the_order_of_rows(tmp_path):
    """Those of duplicates among the others; notes on the file come last."""
    rows = [
        {"id": "x", "text": "Fog."},
        {"id": "x", "text": "Fog."},
        {"id": "q"},
        {"id": "x", "text": "F"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text(json_lines(*rows) + "[]\n")
    for batch_bytes in (1024, 1 << 20):
        assert [(2, "duplicate_id"), (3, "no_text"), (4, "duplicate_id"), (5, "not_an_object")] == (
            take(path, batch_bytes=batch_bytes).reasons
        )


def batch_of(file, start, rows):
    """One batch, the last of its file, of rows (id, text)."""
    names = RAW_ARTICLES.schema.names
    given_rows = [
        dict.fromkeys(names) | {"article_id": i, "text": t, "input_path": file, "input_row": n}
        for n, (i, t) in enumerate(rows, start)
    ]
    articles = pa.Table.from_pylist(given_rows, RAW_ARTICLES.schema)
    return Batch(articles, empty(REJECTS), InputFile(file, "jsonl", 0, "", len(rows), 0, {}))


letters = st.sampled_from("abcdefgh")


@given(
    st.lists(st.lists(st.tuples(letters, letters), max_size=6), max_size=12),
    st.sampled_from([1, 2000, 1 << 20]),
)
def test_it_is_a_dict_of_first_rows(files, size):
    """The same rows go as by a dictionary, with the same first row and the same verdict."""
    batches = [batch_of(f"f{i}", 1, rows) for i, rows in enumerate(files)]
    first, expected, kept = {}, [], []
    for i, rows in enumerate(files):
        for n, (key, text) in enumerate(rows, 1):
            if key in first:
                place, was = first[key]
                same = "the same" if was == text else "another"
                expected.append((f"f{i}", n, f"the id is that of {place}, with {same} text;"))
            else:
                first[key] = (f"f{i}:{n}", text)
                kept.append((f"f{i}", n))
    found = list(reject_duplicate_ids(coalesce(batches, size)))

    assert kept == [
        (row["input_path"], row["input_row"]) for b in found for row in b.articles.to_pylist()
    ]
    assert expected == [
        (row["input_path"], row["input_row"], row["message"].partition(" name")[0])
        for b in found for row in b.rejects.to_pylist()
    ]  # fmt: skip
    lost, kept_in = Counter(e[0] for e in expected), Counter(k[0] for k in kept)
    told = [(f.path, f.rows_rejected, f.undated) for b in found for f in b.files]
    assert [(f"f{i}", lost[f"f{i}"], kept_in[f"f{i}"]) for i in range(len(files))] == told
