"""`dedup schedule`: the file that lets a scheduler start the nights, with the paths of this machine."""

import getpass
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.settings import Job, gather
from dedup.cli.terminal import terminal
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.nightly.schedules import Places

__all__ = ["command"]

SCHEDULERS = ["cron", "systemd", "airflow", "dagster", "k8s"]

HELP = """Print what lets cron, systemd or another scheduler start dedup nightly.

The [job] table of the --config file names inbox and output; all paths are made
absolute, and quoted as the scheduler wants them. Nothing is installed.

\b
Examples:
  dedup --config nightly.toml schedule cron > crontab
  dedup --config nightly.toml schedule systemd -o units/
  dedup --config nightly.toml schedule k8s --at 03:30
"""


@click.command("schedule", help=HELP)
@click.argument("scheduler", type=click.Choice(SCHEDULERS))
@click.option("--at", metavar="HH:MM", default="04:15", show_default=True, help="When it starts.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder to write files to, not stdout."
)
def command(scheduler: str, at: str, out: Path | None) -> None:
    """Print or write the files."""
    from dedup.nightly.schedules import schedule

    screen = terminal()
    if screen.config is None:
        todo = "dedup --config nightly.toml schedule ..., with inbox and out in its [job] table"
        raise UsageError("a schedule needs a settings file", todo=todo)
    settings = Path(screen.config).absolute()
    written = schedule(scheduler, places_of(settings, gather({}, settings).job, checked(at)))
    if out is None:
        click.echo("\n".join(written.values()), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (out / name).write_text(text, "utf-8")
        screen.say(f"wrote {out / name}")


def checked(at: str) -> str:
    """`at` with two digits each; raises UsageError for what is no time of day."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at, re.ASCII)
    if found is None:
        raise UsageError(f"--at must be a time of day as 04:15, not {at!r}")
    return f"{int(found[1]):02}:{found[2]}"


def places_of(settings: Path, job: Job, at: str) -> "Places":
    """The paths of the job, as seen from the folder it is started in: this one."""
    from dedup.nightly.schedules import Places

    if not job.inbox or not job.out:
        what = f"[job] names no {'out' if job.inbox else 'inbox'}"
        raise UsageError(what, where=str(settings), todo='inbox = "FOLDER" and out = "FOLDER"')
    written = filter(None, (job.out, job.index, job.prometheus))
    writable = list(dict.fromkeys(Path(one).absolute().parent for one in written))
    command = [sys.executable, "-m", "dedup", "--config", str(settings), "nightly"]
    inbox, user = Path(job.inbox).absolute(), getpass.getuser()
    return Places(Path.cwd(), command, inbox, writable, user, at, bool(job.ping))
