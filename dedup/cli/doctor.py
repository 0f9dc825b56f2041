"""`dedup doctor`: whether this machine can run the job."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dedup.cli.terminal import terminal

if TYPE_CHECKING:
    from dedup.cli.checks import Check

__all__ = ["command"]

HELP = """Check this machine: versions, memory, folders, and a sample run.

\b
Examples:
  dedup doctor
  dedup doctor --out /srv/reports --json

The exit code is 1 when a check fails; a warning does not count.
"""
COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command("doctor", help=HELP)
@click.option(
    "-o", "--out", default="out", type=click.Path(path_type=Path), help="Where reports will go."
)
def command(out: Path) -> int:
    """Run every check and print one line each."""
    from dedup.cli.checks import all_checks

    screen = terminal()
    found = []
    for check in all_checks(out):
        found.append(check)
        if not screen.as_json and not (screen.quiet and check.status == "ok"):
            click.echo(line(check), color=screen.colored(sys.stdout))
    failed = any(check.status == "fail" for check in found)
    if screen.as_json:
        status = "fail" if failed else "ok"
        checks = [check._asdict() for check in found]
        click.echo(json.dumps({"status": status, "checks": checks}))
    return int(failed)


def line(check: "Check") -> str:
    """One check as `ok    name  what was found`."""
    status = click.style(f"{check.status:<4}", fg=COLORS[check.status])
    return f"{status}  {check.name:<9}  {check.found}"
