"""`dedup index upgrade`: to the newest format."""

from pathlib import Path

import click

from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.terminal import terminal
from dedup.report.safe import safe

__all__ = ["command"]

HELP = """Bring an index to the newest format.

There is one format so far, so an index of it is left as it is, and one of a newer
format is refused.

\b
Example:
  dedup index upgrade index
"""


@click.command("upgrade", help=HELP)
@index_argument
def command(index: Path) -> None:
    """Say that there is nothing to do, or that it cannot be done."""
    from dedup.index import newest
    from dedup.index.manifest import FORMAT

    newest(index)
    screen = terminal()
    if screen.as_json:
        echo_json({"format": FORMAT, "upgraded": False})
    screen.say(f"nothing to do: {safe(str(index))} is of the newest format, {FORMAT!r}")
