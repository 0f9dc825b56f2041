"""`dedup audit` and `--min-recall`: the measured recall, and what happens when it is too low."""

import json
import shutil

import numpy as np
import pytest

from dedup import storage
from dedup.schemas import QUALITY
from dedup.stages.verify import verify
from dedup.storage import read_table
from tests.cli.helpers import CHECKOUT, call

SEEDS = CHECKOUT / "seeds" / "articles"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A published run of the seeds, its inputs beside it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SEEDS, "demo")
    assert 0 == call("run", "demo", "-o", "out", "-q", "--html", "never").exit_code
    return tmp_path


def test_all_texts_again(folder):
    """A run of few texts is audited on all of them, and the audit again says the same."""
    published = read_table(folder / "out" / "latest", QUALITY).to_pylist()
    again = json.loads(call("--json", "audit", "out", "--texts", "100000").stdout)["rows"]

    assert published == again
    assert 108 == published[0]["n_true"] == published[0]["n_found"]


def test_some_texts():
    """Fewer texts make fewer pairs and a wider interval; another seed draws others."""
    one, other = (
        json.loads(call("--json", "audit", "out", "--texts", "90", "--seed", seed).stdout)["rows"]
        for seed in (1, 2)
    )

    assert 80 < one[0]["n_sampled"] < 100
    assert 108 > one[0]["n_true"] == one[0]["n_found"]
    assert one[0]["n_true"] != other[0]["n_true"]


def test_the_table():
    """In a pipe a header and a line a band."""
    lines = call("audit", "out").stdout.splitlines()

    assert "unit\tjaccard\tn_true\tn_found\tn_unlisted\trecall\t95 % interval" == lines[0]
    assert lines[1].startswith("sentence\t0.6-1.0\t108\t108\t0\t1.0000\t[0.96")


def test_nothing_is_written(folder):
    """The run stays as it was."""
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}
    call("audit", "out")

    assert before == {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda path: path.unlink(), "an input of the run is gone"),
        (lambda path: path.write_text("other"), "an input has changed since the run"),
    ],
)
def test_inputs_that_are_not_there(folder, spoil, what):
    """An input that is gone or changed is named."""
    spoil(folder / "demo" / "monday_to_wednesday.jsonl")
    result = call("audit", "out")

    assert 66 == result.exit_code
    assert (
        f"error: {what}\n"
        "  demo/monday_to_wednesday.jsonl\n"
        "  audit from the folder where the run was made, with its inputs as they were\n"
    ) == result.stderr


def test_other_texts_than_those_of_the_run(folder):
    """Settings that give other texts are found out, by a text_id that is not among them."""
    run = storage.find_run(folder / "out")
    manifest = storage.read_manifest(run)
    manifest["inputs"] = [one for one in manifest["inputs"] if "thursday" in one["path"]]
    storage.write_manifest(run, manifest)
    result = call("audit", "out")

    assert 78 == result.exit_code
    assert "error: the inputs no longer give the texts of the run" == result.stderr.splitlines()[0]


def test_a_night_is_measured_by_itself_only():
    """Texts of nights before are not in its inputs: the error says where its recall stands."""
    for half in ("monday_to_wednesday", "thursday_friday"):
        given = f"demo/{half}.jsonl"
        assert 0 == call("run", given, "-o", "o2", "--index", "index", "-q").exit_code
    result = call("audit", "o2")

    what, where, todo = result.stderr.splitlines()
    assert 78 == result.exit_code
    assert "error: a run through an index has pairs with texts of nights before" == what
    assert "/o2/run=" in where and where.endswith(" is not among them")
    assert "  read quality.parquet: its recall was measured on all of them" == todo


def test_the_summary_tells():
    """Both run and show tell the recall, and --json gives it whole."""
    assert "  measured recall 1.0000 [0.9" in call("show", "out").stdout
    found = json.loads(call("--json", "show", "out").stdout)["recall"]
    assert ["unit", "estimate", "ci_low", "ci_high", "n_true"] == list(found[0])


def test_the_gate_is_passed():
    """A recall at the limit ends with 0."""
    assert 0 == call("run", "demo", "-o", "o2", "-q", "--min-recall", "1").exit_code


def test_the_gate_fails(folder, monkeypatch):
    """Below the limit the run is published and told, and ends with 1 and the reason."""
    monkeypatch.setattr("dedup.pipeline.verifying.checked", only_the_first)
    result = call("run", "demo", "-o", "o2", "--min-recall", "0.9")

    assert 1 == result.exit_code
    assert "  measured recall 0.0" in result.stdout
    assert (folder / "o2" / "latest" / "run.json").is_file()
    what, where, todo = result.stderr.splitlines()
    assert what.startswith("error: recall 0.0") and what.endswith("is below --min-recall 0.9")
    assert where.startswith("  o2/run=") and where.endswith(" (published)")
    assert "  run again with a higher --recall, or read quality.parquet for where it misses" == todo


def only_the_first(pairs, texts, job):
    """As `checked`, but all verified pairs except the first are lost."""
    rows = np.arange(texts.num_rows, dtype=np.int64)
    return verify(pairs, texts.take(rows), job.config.similarity).slice(0, 1)
