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
    """The archive, a hundredth of it as the night, CPU, memory and bytes; what is made is removed."""
    command = [sys.executable, str(JOBS / "benchmark.py"), "--nights", "--articles", "300"]
    command += ["--memory", "1G", "--out", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=CHILD, cwd=tmp_path, check=True
    )
    (row,) = json.loads((tmp_path / "nights.json").read_text())["rows"]

    assert (300, 3) == (row["articles"], row["night_articles"])
    assert row["index_bytes"] > 200 * row["sentences"]
    assert min(row["archive_cpu"], row["night_cpu"]) > 0.1
    assert [row] == pl.read_parquet(tmp_path / "nights.parquet").to_dicts()
    assert nights.markdown([row]) == done.stdout.rstrip("\n")
    assert not (tmp_path / "nights").exists()
