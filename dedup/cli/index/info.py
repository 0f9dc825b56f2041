"""`dedup index info`: what an index holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.index.flags import echo_json, index_argument
from dedup.cli.terminal import Terminal, terminal
from dedup.report.plain import counted, megabytes
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.index import Info

__all__ = ["command"]

HELP = """Show what an index holds, what it takes, and how full it is.

No table is read, so it answers at once.

\b
Examples:
  dedup index info index
  dedup index info index --version 12
  dedup index info index --json
"""


@click.command("info", help=HELP)
@index_argument
@click.option("--version", type=click.IntRange(min=1), help="An older version. [default: newest]")
def command(index: Path, version: int | None) -> None:
    """Print the figures of one version."""
    from dedup.index import info

    screen, found = terminal(), info(index, version)
    if screen.as_json:
        echo_json(found._asdict() | {"outgrown": found.outgrown})
    else:
        tell(found, index)
    if found.outgrown:
        warn_outgrown(screen, found, index)


def tell(found: "Info", index: Path) -> None:
    """One line a figure."""
    first, last = found.versions
    span = "" if first == last else f", of {first} to {last}"
    click.echo(f"index {safe(str(index))}, version {found.version}{span}")
    for name, figure in figures(found):
        click.echo(f"  {name:<10} {safe(figure)}")


def figures(found: "Info") -> list[tuple[str, str]]:
    """Each figure with its name."""
    rows = [("made", f"by {found.action!r} at {found.made_at}, dedup {found.made_by}")]
    rows += [("nights", nights(found)), ("articles", articles(found))]
    for unit, n in found.units.items():
        rows.append((f"{unit}s", f"{n:,} ({counted(found.texts[unit], 'distinct text')})"))
    rows.append(("size", f"{megabytes(found.n_bytes)}, {found.bytes_per_unit:,.0f} bytes a unit"))
    room = f"for {found.expect:,}: {100 * found.full:.1f} % full"
    rows.append(("bands", f"{found.bands} of {counted(found.rows, 'row')}, {room}"))
    rows.append(("settings", settings(found.settings)))
    return rows + pending(found)


def nights(found: "Info") -> str:
    """How many nights, and from when to when."""
    span = "" if found.first_day == found.last_day else f" to {found.last_day}"
    return f"{found.nights:,}, {found.first_day}{span}" if found.nights else "0"


def articles(found: "Info") -> str:
    """How many articles, and how many wait to be erased."""
    gone = f" (and {found.removed:,} taken out, for compact to erase)" if found.removed else ""
    return f"{found.articles:,}{gone}"


def settings(values: dict[str, Any]) -> str:
    """The settings in one line."""
    shown = {k: ",".join(v) if isinstance(v, list) else v for k, v in values.items()}
    return ", ".join(f"{name} {value}" for name, value in shown.items())


def pending(found: "Info") -> list[tuple[str, str]]:
    """What the next run has to do."""
    rows = []
    if found.waiting:
        line = f"{counted(found.waiting, 'text')} of articles taken out; the next run relates what is left"
        rows.append(("waiting", line))
    if found.run_to_publish is not None:
        rows.append(("unfinished", f"the next run publishes {found.run_to_publish} first"))
    return rows


def warn_outgrown(screen: Terminal, found: "Info", index: Path) -> None:
    """Say what it costs that the index holds more than it was made for."""
    screen.warn(
        f"the index has outgrown the {found.expect:,} it was made for: about "
        f"{found.chance_candidates:,.1f} chance candidates a text, "
        f"{found.chance_candidates_rebuilt:,.1f} after: "
        f"dedup index rebuild {safe(str(index))} --into NEW --expect {2 * max(found.units.values())}"
    )
