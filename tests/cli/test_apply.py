"""`dedup apply` writes a cleaned copy."""

import json

import polars as pl
import pytest

from tests.cli.helpers import call, spawn
from tests.report.corpus import ARTICLES, publish, write_input


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch):
    """Each test stands in a folder with in.jsonl and its run in out."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path)


def test_it_tells_what_went():
    """The lines say what went, what became empty, and where copy and ledger are."""
    result = call("apply", "out", "in.jsonl", "-o", "copy.jsonl")
    assert [
        "dropped 5 spans (324 characters) in 3 of 5 articles",
        "  1 article became empty: kept with an empty text (--drop-empty leaves them out)",
        "wrote copy.jsonl: 5 articles",
        "wrote copy.ledger.parquet: what went, from where, and where it is kept",
    ] == result.stdout.splitlines()
    assert (0, "") == (result.exit_code, result.stderr)
    assert 324 == pl.read_ndjson("copy.jsonl")["n_chars_in_spans"].sum()


def test_drop_empty():
    """With --drop-empty the line says so."""
    lines = call("apply", "out", "in.jsonl", "-o", "copy", "--drop-empty").stdout.splitlines()
    assert "  1 article became empty: left out" == lines[1]
    assert "wrote copy/articles.parquet: 4 articles" == lines[2]


@pytest.mark.parametrize(("action", "verb"), [("mask", "masked"), ("mark", "marked")])
def test_actions(action, verb):
    """Each action has its verb."""
    words = ["apply", "out", "in.jsonl", "-o", "copy", "--action", action, "--keep", "longest"]
    assert call(*words).stdout.startswith(f"{verb} 5 spans (")


def test_where_and_keep():
    """Expressions choose."""
    words = ["apply", "out", "in.jsonl", "-o", "copy", "--keep", "source:Coast Wire"]
    result = call(*words, "--where", "kind = 'exact_copy' AND n_sources > 1")
    assert "dropped 2 spans (104 characters) in 2 of 5 articles" == result.stdout.splitlines()[0]


def test_json():
    """--json gives every count and both places."""
    found = json.loads(call("apply", "out", "in.jsonl", "-o", "copy", "--json").stdout)
    expected = {
        "status": "ok", "articles": "copy/articles.parquet", "ledger": "copy/ledger.parquet",
        "n_read": 5, "n_rejected": 0, "n_changed": 3, "n_empty": 1, "n_written": 5, "n_spans": 5,
        "n_chars": 324,
    }  # fmt: skip
    assert expected == found


def test_rejected_rows(tmp_path):
    """Rows that the run rejected are rejected again: exit 3."""
    write_input(tmp_path, [*ARTICLES, {"id": "bad", "text": 7}])
    call("run", "in.jsonl", "-o", "out2")
    result = call("apply", "out2", "in.jsonl", "-o", "copy")
    expected = "1 input row rejected, as in the run: its rejects.parquet says why\n"
    assert (3, expected) == (result.exit_code, result.stderr)
    assert 5 == pl.read_parquet("copy/articles.parquet").height


def test_another_input(tmp_path):
    """An input that is not that of the run ends with 78, in three lines."""
    write_input(tmp_path, ARTICLES[:4])
    result = call("apply", "out", "in.jsonl", "-o", "copy")
    expected = (
        "error: the input is not all that the run read\n"
        "  5 articles in the run, 4 in the input\n"
        "  give the INPUT that `dedup run` read, unchanged and by the same paths, or run again\n"
    )
    assert (78, expected) == (result.exit_code, result.stderr)
    assert not (tmp_path / "copy").exists()


def test_in_place_is_refused(tmp_path):
    """The input is never overwritten."""
    before = (tmp_path / "in.jsonl").read_bytes()
    result = call("apply", "out", "in.jsonl", "-o", "in.jsonl")
    expected = (
        "error: the output exists already\n  in.jsonl\n"
        "  choose another name, or remove it yourself; nothing is ever overwritten\n"
    )
    assert (2, expected) == (result.exit_code, result.stderr)
    assert before == (tmp_path / "in.jsonl").read_bytes()


def test_missing_arguments():
    """Without an input or an output there is nothing to do."""
    assert "missing argument 'INPUT...'" in call("apply", "out", "-o", "copy").stderr
    assert "missing option '-o' / '--out'" in call("apply", "out", "in.jsonl").stderr


@pytest.mark.jit
def test_killed_in_between_leaves_nothing(tmp_path):
    """A process that is terminated while it writes leaves neither copy nor draft."""
    code = """if True:
        import os, signal
        from dedup.report import cleaned
        from dedup.cli import main
        def stop(*_): os.kill(os.getpid(), signal.SIGTERM)
        cleaned.write_ledger = stop
        main(["apply", "out", "in.jsonl", "-o", "copy.jsonl"])
    """
    before = sorted(path.name for path in tmp_path.iterdir())
    done = spawn(code=code, cwd=tmp_path)
    assert 143 == done.returncode
    assert before == sorted(path.name for path in tmp_path.iterdir())
