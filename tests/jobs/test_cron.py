"""The shipped crontab, run by Debian's cron over three nights of files.

cron wakes up once a minute: the nights run beside the other tests, and are looked at last.
"""

import json

import duckdb
import polars as pl
import pytest

from dedup import storage
from dedup.index import newest
from tests.conftest import CRON_NIGHTS
from tests.jobs.cron_daemon import REQUIRED, obstacle
from tests.jobs.cron_nights import DAYS, PATIENCE

pytestmark = pytest.mark.jit


@pytest.fixture(scope="module")
def nights(request):
    """The folder of the nights, when they are over."""
    reason = obstacle()
    if reason and REQUIRED:
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    process, folder = request.config.stash[CRON_NIGHTS]
    assert 0 == process.wait(PATIENCE + 120)
    return folder


def told(folder):
    """What was written down of the nights."""
    return json.loads((folder / "told.json").read_text())


def test_every_night_ran_and_said_nothing(nights):
    """Exit codes are 0, nights without new files included, and there is nothing to mail.

    On a machine so busy that a night lasts a minute, the next one may meet it: then it says so.
    """
    found = told(nights)
    codes = found["codes"].split()
    assert codes.count("0") >= len(DAYS), found
    assert {"0"} == set(codes) - {"75"}, found
    assert found["output"].count("error: another run is active\n") == codes.count("75"), found
    assert 3 * codes.count("75") == len(found["output"].splitlines()), found


def test_each_night_is_one_run(nights):
    """In the order of the days, in the index too; the inbox is as it was put down, nothing is left over."""
    out = nights / "out" / "nightly"
    runs = storage.runs_of(out)
    said = [storage.read_manifest(run.folder)["inbox"]["night"] for run in runs]
    assert list(DAYS) == said
    assert storage.find_run(out) == runs[-1].folder
    assert {out, out.with_name("index")} == set(out.parent.iterdir())
    assert list(DAYS) == [night.day for night in newest(out.with_name("index")).nights]
    files = {
        str(path.relative_to(nights / "inbox")) for path in (nights / "inbox").rglob("*.jsonl")
    }
    assert {f"{day}/wire.jsonl" for day in DAYS} == files


@pytest.mark.parametrize("number", range(len(DAYS)))
def test_polars_and_duckdb_read_the_reports(nights, number):
    """Both find how all articles so far begin: those of the night, and those of the nights before."""
    folder = storage.runs_of(nights / "out" / "nightly")[number].folder
    path = folder / "occurrences.parquet"
    expected = [(f"{day}-{one}", day == DAYS[number]) for day in DAYS[: number + 1] for one in "ab"]
    begins = pl.scan_parquet(path).filter(pl.col("char_start") == 0).sort("article_id")
    assert expected == begins.select("article_id", "is_new").collect().rows()
    query = f"SELECT article_id, is_new FROM '{path}' WHERE char_start = 0 ORDER BY article_id"
    assert expected == duckdb.sql(query).fetchall()


def test_files_may_be_read_by_all(nights):
    """The crontab's umask holds, whatever that of the daemon is."""
    run = storage.find_run(nights / "out" / "nightly")
    assert {0o644} == {path.stat().st_mode & 0o777 for path in run.iterdir()}
    assert 0o755 == run.stat().st_mode & 0o777
