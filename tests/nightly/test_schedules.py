"""Each scheduler reads from its file what was put in, whatever the paths are called."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import yaml

from dedup.errors import UsageError
from dedup.nightly.schedules import KINDS, Places, schedule

JOBS = Path(__file__).parents[2] / "jobs"
ROOT = Path("/srv/dedup")
ODD = Path('/srv/it\'s 100 % "here"; $HOME & `x` @USER@ {{ds}}/ü')

SHIPPED = Places(
    folder=ROOT,
    command=[str(ROOT / ".venv/bin/python"), str(ROOT / "jobs/nightly.py"), str(ROOT / "jobs/nightly.toml")],
    inbox=ROOT / "inbox",
    writable=[ROOT / "out"],
    user="dedup",
)  # fmt: skip


def odd(**changes):
    """Places with every character that means something to somebody."""
    command = ["/usr/bin/printf", "[%s]", str(ODD / "n.toml"), "$(HOME)"]
    return Places(ODD, command, ODD / "in", [ODD, ODD / "prom"], "news")._replace(**changes)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("cron", "crontab"), ("systemd", "dedup.service"), ("systemd", "dedup.timer")],
)
def test_the_shipped_files_are_what_is_printed(kind, name):
    """jobs/ holds them for /srv/dedup."""
    assert (JOBS / name).read_text() == schedule(kind, SHIPPED)[name]


def test_the_crontab_runs_the_command(tmp_path):
    """What cron hands to sh, once it has undone its own escapes, is the folder and the command."""
    folder = tmp_path / ODD.name / ODD.parent.name
    folder.mkdir(parents=True)
    text = schedule("cron", odd(folder=folder))["crontab"]
    line = text.splitlines()[-1]
    when, command = line.split(" * * * ", 1)
    assert ("15 4", False) == (when, "%" in command.replace("\\%", ""))
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("\\%", "%").replace("exec", "pwd; umask; exec")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"{folder}\n0022\n[{ODD}/n.toml][$(HOME)]" == done.stdout


def test_the_crontab_knows_where_it_lives():
    """Shell, path and whom to mail are set before the line; nothing is left to fill in."""
    lines = schedule("cron", odd())["crontab"].splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    assert ["SHELL=/bin/sh", "PATH=/usr/local/bin:/usr/bin:/bin", "MAILTO=news"] == kept[:-1]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("places", [SHIPPED, odd()], ids=["shipped", "odd"])
def test_systemd_accepts_the_units(tmp_path, places):
    """`systemd-analyze verify` has nothing to say, and calls the service well protected."""
    places = places._replace(command=["/bin/true", *places.command[1:]])
    for name, text in schedule("systemd", places).items():
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name) for name in ("dedup.service", "dedup.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
    found = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", units[0]],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(found.stdout.split("exposure level for dedup.service: ")[1].split()[0]) < 2


def test_systemd_reads_the_paths():
    """Words are quoted, % and $ doubled."""
    lines = schedule("systemd", odd())["dedup.service"].splitlines()
    unit = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    words = shlex.split(unit["ExecStart"].replace("$$", "$").replace("%%", "%"))
    assert list(odd().command) == words
    assert str(ODD) == unit["WorkingDirectory"].replace("%%", "%")
    assert ("yes", "AF_UNIX") == (unit["PrivateNetwork"], unit["RestrictAddressFamilies"])
    lines = schedule("systemd", odd(network=True))["dedup.service"].splitlines()
    assert {"PrivateNetwork=no", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"} <= set(lines)


def test_the_timer_fires_in_utc():
    """And makes up for a night that was missed."""
    lines = schedule("systemd", odd(at="23:05"))["dedup.timer"].splitlines()
    assert {"OnCalendar=*-*-* 23:05:00 UTC", "Persistent=true"} <= set(lines)


def test_kubernetes_reads_the_paths():
    """The cron job forbids two at once, and its arguments are the command's."""
    text = schedule("k8s", odd())["dedup-cronjob.yaml"]
    spec = yaml.safe_load(text)["spec"]
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    (one,) = pod["containers"]
    assert ("Forbid", "15 4 * * *", str(ODD)) == (
        spec["concurrencyPolicy"], spec["schedule"], one["workingDir"],
    )  # fmt: skip
    assert [*odd().command[:-1], "$$(HOME)"] == one["args"]
    for code, expected in ((0, 0), (3, 0), (75, 75)):
        done = subprocess.run([*one["command"], "sh", "-c", f"exit {code}"], check=False)
        assert expected == done.returncode


class Recorder:
    """Stands for a class of a scheduler's library: keeps what it was made with."""

    made: list = []  # noqa: RUF012 - cleared by the fixture

    def __init__(self, *args, **options):
        self.args, self.options = args, options
        Recorder.made.append(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def libraries(monkeypatch):
    """Modules named as those of Airflow and Dagster."""
    Recorder.made.clear()
    names = {
        "pendulum": {"datetime": lambda *args, **_: args},
        "airflow": {}, "airflow.providers": {}, "airflow.providers.standard": {},
        "airflow.providers.standard.operators": {},
        "airflow.providers.standard.operators.bash": {"BashOperator": Recorder},
        "airflow.sdk": {"DAG": Recorder},
        "dagster": {
            "Definitions": Recorder, "Failure": FailureError, "MaterializeResult": SimpleNamespace,
            "ScheduleDefinition": Recorder, "asset": lambda made: made, "define_asset_job": Recorder,
        },
    }  # fmt: skip
    for name, members in names.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)


class FailureError(Exception):
    """Dagster's."""

    def __init__(self, description, metadata):
        super().__init__(description)
        self.metadata = metadata


def test_airflow_runs_the_command(libraries):
    """One task: rejects are no failure, a held lock is a skip, other codes stay."""
    exec(schedule("airflow", odd())["dedup_airflow.py"], {})
    dag, task = (one.options for one in Recorder.made)
    assert ("15 4 * * *", False, 1) == (dag["schedule"], dag["catchup"], dag["max_active_runs"])
    assert (75, str(ODD)) == (task["skip_on_exit_code"], task["cwd"])
    rendered = task["bash_command"].replace("{% raw %}", "").replace("{% endraw %}", "")
    assert rendered.startswith(shlex.join(odd().command) + " || ")
    for code, expected in ((0, 0), (3, 0), (75, 75)):
        tail = rendered.removeprefix(shlex.join(odd().command))
        done = subprocess.run(["bash", "-c", f"(exit {code}){tail}"], check=False)
        assert expected == done.returncode


def test_dagster_tells_what_a_night_was(libraries, tmp_path):
    """The JSON line becomes the metadata; a failure has the exit code."""
    script = tmp_path / "fake"
    script.write_text('#!/bin/sh\necho "{\\"runs\\": \\"$1 $2 $PWD\\"}"; exit $CODE\n')
    script.chmod(0o755)
    found = {}
    text = schedule("dagster", odd(command=[str(script), "a b"], folder=tmp_path))
    exec(text["dedup_dagster.py"], found)
    for code in (0, 3):
        os.environ["CODE"] = str(code)
        assert {"runs": f"a b --json {tmp_path}"} == found["dedup_nightly"]().metadata
    os.environ["CODE"] = "74"
    with pytest.raises(FailureError) as caught:
        found["dedup_nightly"]()
    assert {"exit_code": 74} == caught.value.metadata
    del os.environ["CODE"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_that_cannot_be_written_is_refused(kind):
    """A line break would end the line; nobody is told half a path."""
    with pytest.raises(UsageError) as caught:
        schedule(kind, odd(inbox=Path("/a\nb")))
    expected = "a path that no schedule can hold\n  '/a\\nb'\n  rename the folder"
    assert expected == str(caught.value)


def test_a_backslash_is_refused_by_cron_alone():
    """cron would take it for an escape."""
    places = odd(folder=Path("/a\\b"))
    with pytest.raises(UsageError):
        schedule("cron", places)
    assert {"/a\\b"} <= set(
        schedule("systemd", places)["dedup.service"].replace("=", "\n").split("\n")
    )
