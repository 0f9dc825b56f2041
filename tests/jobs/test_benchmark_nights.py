"""A night beside its archive is measured on the runs themselves."""

import json
import subprocess
import sys

import polars as pl
import pytest

from jobs.benchmark import nights
from tests.jobs.test_benchmark_scale import CHILD, JOBS


@pytest.mark.jit
def test_a_night_is_measured(tmp_path):
    """The archive, a hundredth of it as the night, what else is asked; what is made is removed."""
    command = [sys.executable, str(JOBS / "benchmark.py"), "--nights", "--articles", "300"]
    command += ["--memory", "1G", "--out", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=CHILD, cwd=tmp_path, check=True
    )
    (row,) = json.loads((tmp_path / "nights.json").read_text())["rows"]

    assert (300, 3) == (row["articles"], row["night_articles"])
    assert row["index_bytes"] > 200 * row["sentences"]
    assert 0 < row["dropped"] < 300
    commands = ("archive", "night", "check", "drop", "compact")
    assert min(row[f"{name}_{what}"] for name in commands for what in ("cpu", "wall")) > 0.01
    assert min(row[f"{name}_peak"] for name in commands) > 1 << 20
    assert [row] == pl.read_parquet(tmp_path / "nights.parquet").to_dicts()
    assert nights.markdown([row]) == done.stdout.rstrip("\n")
    assert not (tmp_path / "nights").exists()


def test_tables():
    """A line a size: the night beside its archive, and below it what else is done with an index."""
    costs = {"archive": 40.0, "night": 2.0, "check": 0.754, "drop": 0.5, "compact": 12.34}
    row = {"articles": 1000, "sentences": 12_000, "night_articles": 10, "dropped": 99}
    for name, cpu in costs.items():
        row |= {f"{name}_cpu": cpu, f"{name}_wall": cpu / 2, f"{name}_peak": 5e8}

    lines = nights.markdown([row | {"index_bytes": 9_600_000}]).splitlines()

    assert "| 1,000 | 12,000 | 40.0 | 10 | 2.00 | 5.0% | 1.0 | 500 | 800 |" == lines[2]
    assert "| 1,000 | 0.38 | 0.75 | 99 | 0.25 | 0.50 | 6.2 | 12.3 | 500 |" == lines[6]
