"""The floor written into dedup.toml."""

import tomllib

import pytest

from dedup.cli.floor import with_floor, write_floor
from dedup.cli.terminal import Terminal
from dedup.errors import UsageError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "similarity = 0.7\n"),
        ("similarity = 0.5 # low\nseed = 2\n", "similarity = 0.7\nseed = 2\n"),
        ("seed = 2\n", "similarity = 0.7\nseed = 2\n"),
        ('[job]\nout = "o"\n', 'similarity = 0.7\n[job]\nout = "o"\n'),
        ("# similarity = 0.6\n", "similarity = 0.7\n# similarity = 0.6\n"),
    ],
)
def test_one_line_changes(before, after):
    """The line of the floor is replaced, or put first; everything else stays."""
    assert after == with_floor(before, 0.7)
    assert 0.7 == tomllib.loads(with_floor(before, 0.7))["similarity"]


def test_the_file_is_made(tmp_path, monkeypatch):
    """Without a file one is written; the same floor again needs no question."""
    monkeypatch.chdir(tmp_path)
    write_floor(Terminal(), 0.7, False)
    write_floor(Terminal(), 0.7, False)

    assert "similarity = 0.7\n" == (tmp_path / "dedup.toml").read_text()


def test_another_value_is_not_replaced_unasked(tmp_path, monkeypatch):
    """Where nobody can answer, what stands there stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dedup.toml").write_text("similarity = 0.5\n")

    with pytest.raises(UsageError) as raised:
        write_floor(Terminal(), 0.7, False)
    assert (
        "similarity = 0.5 stands there\n"
        "  dedup.toml\n"
        "  run it on a terminal, or change the line by hand"
    ) == str(raised.value)
    assert "similarity = 0.5\n" == (tmp_path / "dedup.toml").read_text()
