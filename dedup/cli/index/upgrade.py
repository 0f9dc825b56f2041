"""`dedup index upgrade`: to the newest format."""

from pathlib import Path

import click

from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.terminal import terminal
from dedup.report.safe import safe

__all__ = ["command"]

HELP = """Bring an index to the newest format.

An index of the first format is left as it is: it has no phrases, so that its nights
find no sentence inside another, and only a rebuild compares all of its sentences
anew. One of a newer format is refused.

\b
Example:
  dedup index upgrade index
"""


@click.command("upgrade", help=HELP)
@index_argument
def command(index: Path) -> None:
    """Say that there is nothing to do, or what can be done."""
    from dedup.index import newest
    from dedup.index.manifest import FORMAT, format_of

    newest(index)
    screen, found, name = terminal(), format_of(index), safe(str(index))
    if screen.as_json:
        echo_json({"format": found, "upgraded": False})
    if found == FORMAT:
        screen.say(f"nothing to do: {name} is of the newest format, {FORMAT!r}")
    else:
        screen.say(f"{name} goes on as it is, of the format {found!r}")
        screen.say(f"for sentences inside others: dedup index rebuild {name} --into NEW")
