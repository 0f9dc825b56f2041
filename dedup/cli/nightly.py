"""`dedup nightly`: what is new in an inbox, in; a run for each night, out."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.flags import setting_flags, settings_given
from dedup.cli.indexing import index_at, of_index
from dedup.cli.keeping import keeping_flags, keeping_of
from dedup.cli.monitors import Monitors
from dedup.cli.progress import watching
from dedup.cli.run import refuse_low_recall, told
from dedup.cli.settings import Job, Settings, gather
from dedup.cli.terminal import Terminal, terminal
from dedup.errors import GateError, UsageError

if TYPE_CHECKING:
    from dedup.nightly import Order
    from dedup.pipeline import Published

__all__ = ["command"]

HELP = """Publish what is new in an inbox, a run for each night; for cron and its like.

New are the files that no run below OUT has read yet. A folder in the inbox that
is named after a day, as 2026-11-21, is the night of that day; other files belong
to tonight. The oldest night comes first, so missed ones are caught up. Nothing in
the inbox is moved or changed; a file that is still being written waits for the
next night. Without new files nothing is published. Away from a terminal, success
prints nothing.

\b
Examples:
  dedup nightly inbox/ -o out
  dedup --config nightly.toml nightly
  dedup nightly inbox/ -o out --index index
  dedup nightly inbox/ -o out --as-of 2026-11-21
  dedup nightly archive/ -o out --one-by-one

\b
Exit codes: 0 published or nothing new, 1 published but the recall of a night is
below --min-recall, 3 published but some rows were rejected, 65 too many rows
rejected, 66 no such inbox, 74 disk, 75 another run is active, 77 permission,
78 the index was made with other settings, 130 and 143 interrupted. A night that
fails ends the job; later ones wait.
"""


@click.command("nightly", help=HELP)
@click.argument("inbox", required=False)
@click.option("-o", "--out", metavar="OUT", help="Folder that receives the runs.")
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The night it is, as 2026-11-21. [default: today, in UTC]",
)
@click.option(
    "--one-by-one", is_flag=True, help="Each file or folder directly in the inbox is a run."
)
@click.option("--prometheus", metavar="FILE", help="Write figures for Prometheus, as NAME.prom.")
@click.option(
    "--ping", metavar="URL", help="Call URL/start, then URL, or URL/CODE after a failure."
)
@of_index
@keeping_flags
@setting_flags
def command(**given: Any) -> int:  # noqa: ANN401 - click hands over what each option is
    """Publish the nights that are new."""
    screen = hushed(terminal())
    settings = gather(settings_given(given), screen.config)
    order = order_of(given, settings.job)
    prometheus = given["prometheus"] or settings.job.prometheus
    with Monitors(screen, str(order.out), prometheus, given["ping"] or settings.job.ping) as seen:
        return Nights(screen, settings, order, seen).run()


def hushed(screen: Terminal) -> Terminal:
    """Quiet, unless a person watches or lines were asked for: cron mails whatever is printed."""
    asked = screen.verbose or screen.log_format == "json"
    return screen if asked or sys.stdout.isatty() else screen._replace(quiet=True)


def order_of(given: dict[str, Any], job: Job) -> "Order":
    """What the arguments say, or else the `[job]` table; raises UsageError for what is missing."""
    from dedup.nightly import Order

    inbox, out = given["inbox"] or job.inbox, given["out"] or job.out
    if not inbox or not out:
        where = "neither the command line nor a [job] table names it"
        what = f"missing {'--out' if inbox else 'INBOX'}"
        raise UsageError(what, where=where, todo="dedup nightly INBOX -o OUT")
    night = (given["as_of"] or datetime.now(UTC)).date()
    keeping = keeping_of(given["wait"], given["keep_runs"], job)
    at = index_at(given["index"], given["expect"], None, job)
    return Order(Path(inbox), Path(out), night, given["one_by_one"], keeping, at)


class Nights:
    """The nights of one job, and what is told of them."""

    def __init__(
        self, screen: Terminal, settings: Settings, order: "Order", monitors: Monitors
    ) -> None:
        """Nothing is published yet."""
        self.screen, self.settings, self.order, self.monitors = screen, settings, order, monitors
        self.rows: list[dict[str, object]] = []
        self.gate: GateError | None = None

    def run(self) -> int:
        """Publish and tell; returns the exit code, or raises the GateError of the first night."""
        from dedup.nightly import nightly

        with watching(self.screen) as watch:
            nightly(self.order, self.settings.config, self.told, watch)
        code = self.gate.exit_code if self.gate else self.monitors.code
        line = f"{len(self.rows)} published" if self.rows else "nothing new"
        if self.screen.as_json:
            head = {"status": "ok", "exit_code": code, "as_of": str(self.order.as_of)}
            click.echo(json.dumps(head | {"runs": self.rows}))
        else:
            self.screen.note("finished", line, exit_code=code, runs=len(self.rows))
        if self.gate:
            raise self.gate
        return code

    def told(self, published: "Published") -> None:
        """Tell of one night, and keep the gravest that is to say."""
        out = self.order.out
        self.monitors.add(published)
        silent = self.screen.as_json or self.screen.log_format == "json"
        screen = self.screen._replace(quiet=True, as_json=False) if silent else self.screen
        self.monitors.code = max(self.monitors.code, told(screen, published, out))
        self.rows.append(row_of(published, out))
        if self.screen.log_format == "json":
            self.screen.note("published", f"wrote {self.rows[-1]['output']}", **self.rows[-1])
        try:
            refuse_low_recall(
                published, self.settings.config.min_recall, out / published.folder.name
            )
        except GateError as error:
            self.gate = self.gate or error


def row_of(published: "Published", out: Path) -> dict[str, object]:
    """What a program hears of one night."""
    manifest = published.manifest
    names = ("articles", "sentences", "repeated_sentences", "clusters", "pairs")
    return {
        "run_id": manifest["run_id"],
        "night": manifest["inbox"]["night"],
        "output": str(out / published.folder.name),
        **{name: manifest["counts"][name] for name in names},
        "rejected": manifest["rows"]["rejected"],
        "seconds": manifest["seconds"],
    }
