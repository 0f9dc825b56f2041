"""What Prometheus reads is whole at any moment, and remembers the last success."""

import os
from pathlib import Path

import pytest

from dedup.nightly.textfile import MEANINGS, write_textfile

GOOD = {"last_success_timestamp_seconds": 1795384443.5, "exit_code": 0, "pairs": 15}


def samples(path):
    """The figures in a file, by name and label."""
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_the_exposition_format(tmp_path):
    """Each figure has its help, its type and its value."""
    write_textfile(tmp_path / "d.prom", {"exit_code": 0}, "/srv/out")
    assert (
        "# HELP dedup_exit_code How the last night ended.\n"
        "# TYPE dedup_exit_code gauge\n"
        'dedup_exit_code{out="/srv/out"} 0\n'
    ) == (tmp_path / "d.prom").read_text()


def test_a_failure_keeps_the_last_success(tmp_path):
    """An alert on its age fires however the nights fail."""
    path = tmp_path / "d.prom"
    write_textfile(path, {"exit_code": 74}, "o")
    assert {'dedup_exit_code{out="o"}': 74} == samples(path)
    write_textfile(path, GOOD, "o")
    for code in (75, 74):
        write_textfile(path, {"exit_code": code}, "o")
    assert {
        'dedup_exit_code{out="o"}': 74,
        'dedup_last_success_timestamp_seconds{out="o"}': 1795384443.5,
    } == samples(path)


def test_a_damaged_file_is_replaced(tmp_path):
    """What cannot be understood is no success."""
    path = tmp_path / "d.prom"
    path.write_bytes(b"\xff\x00dedup_last_success_timestamp_seconds{} now\n")
    write_textfile(path, {"exit_code": 70}, "o")
    assert {'dedup_exit_code{out="o"}': 70} == samples(path)


def test_a_label_of_any_path(tmp_path):
    """Quotes, backslashes, line breaks and bytes that are no UTF-8 are escaped."""
    write_textfile(tmp_path / "d.prom", {"exit_code": 0}, 'a"b\\c\nd\udcff')
    last = (tmp_path / "d.prom").read_text().splitlines()[-1]
    assert r'dedup_exit_code{out="a\"b\\c\nd\\xff"} 0' == last


def test_it_is_never_seen_half(tmp_path, monkeypatch):
    """It is written under another name, which the collector passes over, and renamed."""
    path, seen, replace = tmp_path / "d.prom", [], Path.replace

    def spying(fresh, target):
        seen.append((fresh.parent, fresh.name.endswith(".prom"), target))
        return replace(fresh, target)

    monkeypatch.setattr(Path, "replace", spying)
    write_textfile(path, GOOD, "o")
    assert [(tmp_path, False, path)] == seen
    assert [path] == list(tmp_path.iterdir())


def test_nothing_is_left_when_it_fails(tmp_path, monkeypatch):
    """The file there was stays."""
    path = tmp_path / "d.prom"
    write_textfile(path, GOOD, "o")
    before = path.read_text()

    def failing(*_):
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="Input/output"):
        write_textfile(path, {"exit_code": 1}, "o")
    assert (before, [path]) == (path.read_text(), list(tmp_path.iterdir()))


def test_every_figure_has_a_meaning():
    """Names are those of Prometheus: snake case, units last."""
    assert all(name == name.lower() and meaning.endswith(".") for name, meaning in MEANINGS.items())
