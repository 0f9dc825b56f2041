"""`dedup sample` writes the bundled corpus, or an invented one."""

import json
import sys

import pexpect
import pytest

from dedup.cli import sample
from tests.cli.helpers import CHECKOUT, CHILD, call


def names(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_sample_is_written_whole(tmp_path):
    """Every file of the sample is copied byte for byte."""
    result = call("sample", "-o", tmp_path / "demo")
    source = sample.bundled()
    assert names(source) == names(tmp_path / "demo")
    assert [] == [
        name for name in names(source)
        if (source / name).read_bytes() != (tmp_path / "demo" / name).read_bytes()
    ]  # fmt: skip
    count = len(names(source))
    expected = f"wrote {count} files to {tmp_path}/demo\nnext: dedup run {tmp_path}/demo -o out\n"
    assert (0, expected) == (result.exit_code, result.stdout)


def test_files_are_not_overwritten(tmp_path):
    """A file that exists stays, unless --force is given."""
    first = names(sample.bundled())[0]
    (tmp_path / first).write_text("mine")
    result = call("sample", "-o", tmp_path)
    expected = (
        f"error: a file exists already\n  {tmp_path / first}\n"
        "  choose another folder, or --force replaces it\n"
    )
    assert (2, expected, "mine") == (
        result.exit_code,
        result.stderr,
        (tmp_path / first).read_text(),
    )
    assert 0 == call("sample", "-o", tmp_path, "--force").exit_code
    assert names(sample.bundled()) == names(tmp_path)


def test_missing_sample_is_an_error(monkeypatch, tmp_path):
    """A package without its sample says so."""
    monkeypatch.setattr(sample.dedup, "__file__", str(tmp_path / "dedup" / "__init__.py"))
    result = call("sample", "-o", tmp_path / "demo")
    expected = (
        f"error: the sample corpus is not installed\n  {tmp_path}/dedup\n  install dedup again\n"
    )
    assert (66, expected) == (result.exit_code, result.stderr)


def test_bundled_sample_as_json(tmp_path):
    """With --json the folder and the files are told."""
    result = call("sample", "-o", tmp_path / "demo", "--json")
    expected = {
        "folder": str(tmp_path / "demo"),
        "files": [str(name) for name in names(sample.bundled())],
    }
    assert expected == json.loads(result.stdout)


def test_an_invented_corpus(tmp_path):
    """The counts, the folder and the next command are told, in plain lines, and the files are there."""
    result = call("sample", "--articles", 300, "--seed", 7, "-o", tmp_path)
    counts = json.loads((tmp_path / "manifest.json").read_text())["counts"]
    expected = (
        f"wrote 300 articles ({counts['sentences']:,} sentences, "
        f"{counts['text_bytes'] / 1e6:.1f} MB of text) to {tmp_path}\n"
        f"  planted: {counts['members']} sentences in {counts['families']} families; "
        f"{counts['pairs']} pairs are in {tmp_path}/truth_pairs.parquet\n"
        f"next: dedup run {tmp_path}/articles -o out\n"
    )
    assert (0, expected, "") == (result.exit_code, result.stdout, result.stderr)
    assert ["articles/part-00000.parquet", "manifest.json", "truth_members.parquet", "truth_pairs.parquet"] == list(map(str, names(tmp_path)))  # fmt: skip


def test_an_invented_corpus_as_json(tmp_path):
    """With --json the manifest is told, and where it lies; the seed is 1 when none is given."""
    result = call("sample", "--articles", 20, "--format", "jsonl", "-o", tmp_path, "--json")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert {"folder": str(tmp_path), **manifest} == json.loads(result.stdout)
    assert {"articles": 20, "seed": 1, "format": "jsonl"} == manifest["arguments"]


def test_an_invented_corpus_is_not_overwritten(tmp_path):
    """A folder that holds one is refused, unless --force is given."""
    assert 0 == call("sample", "--articles", 20, "-o", tmp_path).exit_code
    result = call("sample", "--articles", 30, "-o", tmp_path)
    expected = (
        f"error: the folder holds a corpus already\n  {tmp_path}\n"
        "  choose another folder, or --force replaces it\n"
    )
    assert (2, expected) == (result.exit_code, result.stderr)
    assert 0 == call("sample", "--articles", 30, "-o", tmp_path, "--force").exit_code


@pytest.mark.parametrize(("flag", "value"), [("--seed", "3"), ("--format", "jsonl")])
def test_flags_of_an_invented_corpus_need_articles(flag, value, tmp_path):
    """--seed and --format without --articles would do nothing, so they are refused."""
    result = call("sample", flag, value, "-o", tmp_path / "demo")
    expected = (
        f"error: {flag} says nothing about the bundled sample\n"
        "  add --articles N to invent a corpus\n"
    )
    assert (2, expected, False) == (result.exit_code, result.stderr, (tmp_path / "demo").exists())


def test_an_invented_corpus_can_be_run(tmp_path):
    """The command that is told next reads every article."""
    call("sample", "--articles", 60, "--seed", 2, "-o", tmp_path / "made")
    result = call("run", tmp_path / "made/articles", "-o", tmp_path / "out")
    manifest = json.loads((tmp_path / "out/latest/run.json").read_text())
    assert (0, "") == (result.exit_code, result.stderr)
    assert (60, 60, 0) == tuple(manifest["rows"][k] for k in ("read", "reported", "rejected"))


def test_a_terminal_sees_a_bar(tmp_path):
    """On a terminal a bar moves while articles are invented, and the lines stand at the end."""
    args = ["-m", "dedup", "sample", "--articles", "3000", "-o", str(tmp_path)]
    env = CHILD | {"TERM": "xterm", "COLUMNS": "100"}
    with pexpect.spawn(sys.executable, args, env=env, cwd=CHECKOUT, timeout=120) as child:
        child.expect("generate")
        child.expect("wrote 3,000 articles")
        child.expect(pexpect.EOF)
