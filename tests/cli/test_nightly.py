"""`dedup nightly` as a scheduler sees it: exit codes, output, monitors."""

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pexpect
import pytest

from dedup import storage
from dedup.nightly import inbox as module
from tests.cli.corpus import write
from tests.cli.helpers import CHILD, call, spawn
from tests.nightly.server import serving

pytestmark = pytest.mark.jit

BAD = '{"id": "a4", "text": 7}'


@pytest.fixture(autouse=True)
def inbox(tmp_path, monkeypatch):
    """An inbox with one file."""
    monkeypatch.setattr(module, "YOUNG", 0.0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    write(tmp_path / "inbox")
    return tmp_path / "inbox"


def runs():
    return storage.runs_of(module.Path("out"))


def test_success_is_silent():
    """Away from a terminal nothing is printed, with or without something new."""
    for n_runs in (1, 1):
        result = call("nightly", "inbox", "-o", "out")
        assert (0, "", n_runs) == (result.exit_code, result.output, len(runs()))


def test_a_person_is_told():
    """On a terminal the night is told like any run."""
    command = f"{sys.executable} -m dedup nightly inbox -o out"
    child = pexpect.spawn(command, env=CHILD | {"COLUMNS": "120"}, encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    assert "2 of 5 sentences (40.0 %) are repeated" in child.before
    assert child.before.rstrip().endswith("1 published")


def test_json_is_one_line():
    """What each night was, for a program; nothing on stderr."""
    result = call("--json", "nightly", "inbox", "-o", "out", "--as-of", "2026-03-12")
    told = json.loads(result.stdout)
    assert ("", 1) == (result.stderr, len(result.stdout.splitlines()))
    assert {"status": "ok", "exit_code": 0, "as_of": "2026-03-12"} == {
        name: told[name] for name in ("status", "exit_code", "as_of")
    }
    (run,) = told["runs"]
    assert ("2026-03-12", 3, 5, 1, 1, 0) == tuple(
        run[name] for name in ("night", "articles", "sentences", "clusters", "pairs", "rejected")
    )
    assert runs()[0].folder.name == module.Path(run["output"]).name
    assert [] == json.loads(call("--json", "nightly", "inbox", "-o", "out").stdout)["runs"]


def test_the_night_is_today_in_utc():
    """Unless --as-of says another."""
    today = {str(datetime.now(UTC).date())}
    told = json.loads(call("--json", "nightly", "inbox", "-o", "out").stdout)
    assert told["as_of"] in today | {str(datetime.now(UTC).date())}


def test_the_log_is_json_without_a_word_of_an_article(inbox):
    """Each line has time, level and event; texts stay out, those of bad rows too."""
    write(inbox, '{"id": "a5", "text": "Fallen oak" BROKEN', BAD)
    result = call("--log-format", "json", "nightly", "inbox", "-o", "out")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert (3, "") == (result.exit_code, result.stdout)
    assert ["info", "warning", "info", "info"] == [line["level"] for line in lines]
    assert ["note", "warning", "published", "finished"] == [line["event"] for line in lines]
    assert all(datetime.fromisoformat(line["ts"]).utcoffset() is not None for line in lines)
    assert (2, 3) == (lines[2]["rejected"], lines[3]["exit_code"])
    assert [] == [word for word in ("oak", "OAK", "Oak") if word in result.stderr]


def test_an_error_in_the_log_is_json():
    """So is what ends the job."""
    result = call("--log-format", "json", "nightly", "none", "-o", "out")
    line = json.loads(result.stderr)
    assert ("error", "error", 66, "InputError") == tuple(
        line[name] for name in ("level", "event", "exit_code", "error")
    )


def test_rejects_end_with_3(inbox):
    """One line says where they are; the next night is silent again."""
    write(inbox, BAD)
    result = call("nightly", "inbox", "-o", "out")
    shown = f"out/{runs()[0].folder.name}"
    assert (3, f"1 row was rejected: {shown}/rejects.parquet says why\n") == (
        result.exit_code, result.output,
    )  # fmt: skip
    assert (0, "") == (call("nightly", "inbox", "-o", "out").exit_code, "")


def test_a_recall_below_the_gate_ends_with_1(inbox, monkeypatch):
    """Every night is published all the same, and the first gate that failed is told."""
    from dedup.cli import nightly

    def low(published, least, shown):
        raise nightly.GateError(f"recall too low in {published.manifest['inbox']['night']}")

    monkeypatch.setattr(nightly, "refuse_low_recall", low)
    (inbox / "2026-03-01").mkdir()
    write(inbox / "2026-03-01")
    result = call("--json", "nightly", "inbox", "-o", "out", "--min-recall", "0.9")
    assert (1, 2) == (result.exit_code, len(runs()))
    assert (1, 2) == (
        json.loads(result.stdout)["exit_code"],
        len(json.loads(result.stdout)["runs"]),
    )
    assert "recall too low in 2026-03-01" == json.loads(result.stderr)["what"]


def test_settings_name_inbox_and_output(tmp_path):
    """What a scheduler starts stands in one file; flags win."""
    (tmp_path / "n.toml").write_text(
        '[job]\ninbox = "inbox"\nout = "there"\nkeep_runs = 2\nprometheus = "d.prom"\n'
    )
    assert 0 == call("--config", "n.toml", "nightly").exit_code
    assert (tmp_path / "there" / "latest" / "run.json").is_file()
    assert 0 == call("--config", "n.toml", "nightly", "-o", "out").exit_code
    assert 1 == len(runs())
    assert (tmp_path / "d.prom").is_file()


@pytest.mark.parametrize(("words", "name"), [([], "INBOX"), (["inbox"], "--out")])
def test_what_is_missing_is_told(words, name):
    """Neither a flag nor a file names it."""
    expected = (
        f"error: missing {name}\n  neither the command line nor a [job] table names it\n"
        "  dedup nightly INBOX -o OUT\n"
    )
    result = call("nightly", *words)
    assert (2, expected) == (result.exit_code, result.stderr)


@pytest.mark.parametrize("line", ['ping = "ftp://x"', "keep_runs = 1", "wait = -1", "inputs = 3"])
def test_a_bad_job_table_is_told(tmp_path, line):
    """Each key has its limits."""
    (tmp_path / "n.toml").write_text(f"[job]\n{line}\n")
    result = call("--config", "n.toml", "nightly")
    assert (2, True) == (result.exit_code, "error: bad [job] table: " in result.stderr)


def figures(path):
    """The values in a file for Prometheus, by name."""
    lines = [line.split("{") for line in path.read_text().splitlines() if line[0] != "#"]
    return {name.removeprefix("dedup_"): float(rest.split()[-1]) for name, rest in lines}


def test_prometheus_reads_what_happened(tmp_path, inbox):
    """Rows, pairs, rejects, duration, exit code; a failure keeps the last success."""
    path = tmp_path / "d.prom"
    write(inbox, BAD)
    call("nightly", "inbox", "-o", "out", "--prometheus", "d.prom")
    good = figures(path)
    assert (3, 4, 1, 3, 5, 1, 1, 1) == tuple(
        good[name]
        for name in (
            "exit_code", "rows_read", "rejects", "articles", "sentences", "pairs", "clusters", "runs",
        )
    )  # fmt: skip
    assert good["last_run_timestamp_seconds"] == good["last_success_timestamp_seconds"]
    assert good["duration_seconds"] > 0 < good["peak_memory_bytes"]

    with storage.lock(storage.beside(tmp_path / "out")):
        call("nightly", "inbox", "-o", "out", "--prometheus", "d.prom")
    bad = figures(path)
    assert (75, 0) == (bad["exit_code"], bad["runs"])
    assert good["last_success_timestamp_seconds"] == bad["last_success_timestamp_seconds"]
    assert bad["last_run_timestamp_seconds"] > good["last_run_timestamp_seconds"]


def test_a_file_for_prometheus_that_cannot_be_written():
    """The night is published; one line warns."""
    result = call("nightly", "inbox", "-o", "out", "--prometheus", "none/d.prom")
    expected = "none/d.prom cannot be written: No such file or directory\n"
    assert (0, expected, 1) == (result.exit_code, result.stderr, len(runs()))


def test_a_monitor_is_called(inbox):
    """At the start, and at the end with what happened; in numbers only."""
    with serving() as (url, asked):
        call("nightly", "inbox", "-o", "out", "--ping", f"{url}/uuid/")
        write(inbox, BAD)
        call("nightly", "inbox", "-o", "out", "--ping", f"{url}/uuid")
        call("nightly", "none", "-o", "out", "--ping", f"{url}/uuid")
    paths = ["/uuid/start", "/uuid", "/uuid/start", "/uuid", "/uuid/start", "/uuid/66"]
    assert paths == [path for path, _ in asked]
    assert [0, 3, 66] == [json.loads(body)["exit_code"] for _, body in asked[1::2]]
    assert all(isinstance(one, int | float) for one in json.loads(asked[1][1]).values())


def test_a_monitor_that_cannot_be_reached():
    """The night is published and ends with 0; a line warns, without the secret address."""
    with serving(status=500) as (url, _):
        result = call("nightly", "inbox", "-o", "out", "--ping", f"{url}/secret")
    assert (0, 1) == (result.exit_code, len(runs()))
    assert "the ping could not be sent: HTTP 500\n" * 2 == result.stderr


SLOW_NIGHT = """
import os, sys, time
fsync = os.fsync
def slow(handle):
    print("at work", flush=True)
    time.sleep(0.2)
    fsync(handle)
os.fsync = slow
from dedup.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_night_that_is_stopped(tmp_path, number, code):
    """It ends within ten seconds, publishes nothing and leaves nothing; the monitors hear of it."""
    with serving() as (url, asked):
        words = ["nightly", "inbox", "-o", "out", "--ping", url, "--prometheus", "d.prom"]
        with subprocess.Popen(
            [sys.executable, "-c", SLOW_NIGHT, *words], env=CHILD, stdout=subprocess.PIPE
        ) as process:
            process.stdout.readline()
            started = time.monotonic()
            process.send_signal(number)
            assert code == process.wait(30)
        assert time.monotonic() - started < 10
    assert ["/start", f"/{code}"] == [path for path, _ in asked]
    assert code == figures(tmp_path / "d.prom")["exit_code"]
    assert ["d.prom", "inbox"] == sorted(path.name for path in tmp_path.iterdir())
    assert 0 == spawn("nightly", "inbox", "-o", "out").returncode
