"""Texts of articles, read again from the inputs of a run."""

import json

import pyarrow as pa
import pytest

from dedup import pipeline
from dedup.config import Config
from dedup.report.html.inputs import texts_again

pytestmark = pytest.mark.jit


@pytest.fixture
def corpus(tmp_path):
    """Two files in a folder, one of them in a folder below; ids are names of files."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "one.txt").write_text("The first text.", encoding="utf-8")
    (tmp_path / "in" / "deep" / "two.txt").write_text("The second text.", encoding="utf-8")
    rows = [
        {"id": "r1", "text": "The third text."},
        {"id": "r2"},
        {"id": "r3", "text": "The fourth."},
    ]
    (tmp_path / "in" / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def found(run):
    """The texts by id."""
    parts = list(texts_again(run))
    table = pa.concat_tables(parts) if parts else pa.table({"article_id": [], "text": []})
    return dict(zip(table["article_id"].to_pylist(), table["text"].to_pylist(), strict=True))


def test_texts_have_the_ids_of_the_run(corpus):
    """Each text comes back under the id it had, whatever the inputs were called with."""
    run = pipeline.run([str(corpus / "in")], corpus / "out", Config()).folder
    expected = {"one.txt": "The first text.", "deep/two.txt": "The second text.",
                "r1": "The third text.", "r3": "The fourth."}  # fmt: skip
    assert expected == found(run)


def test_a_file_without_texts(corpus):
    """A file of which every row was rejected is not read again, and is no error."""
    (corpus / "in" / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    run = pipeline.run([str(corpus / "in")], corpus / "out", Config()).folder
    assert 4 == len(found(run))


def test_changed_and_missing_files(corpus):
    """A file that has changed or gone gives no text, and is no error."""
    run = pipeline.run([str(corpus / "in")], corpus / "out", Config()).folder
    (corpus / "in" / "one.txt").write_text("Another text!!!", encoding="utf-8")
    (corpus / "in" / "rows.jsonl").unlink()
    assert {"deep/two.txt": "The second text."} == found(run)
