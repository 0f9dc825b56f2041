"""`dedup sample` writes the bundled corpus."""

from dedup.cli import sample
from tests.cli.helpers import call


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
