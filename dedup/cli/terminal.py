"""What the global options say, and the streams they govern."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, TextIO

import click

__all__ = ["Terminal", "global_options", "logged", "terminal"]


class Terminal(NamedTuple):
    """How to talk: results go to stdout, warnings and errors to stderr."""

    quiet: bool = False
    verbose: bool = False
    as_json: bool = False
    log_format: str = "text"
    color: str = "auto"
    config: str | None = None

    def say(self, line: str) -> None:
        """A line of the result for people; nothing when quiet or when a machine reads."""
        if not self.quiet and not self.as_json:
            click.echo(line)

    def note(self, event: str, line: str, **facts: object) -> None:
        """A line on the way: beside the result for people, on stderr for machines."""
        if self.quiet:
            return
        if self.log_format == "json":
            click.echo(logged("info", event, line, facts), err=True)
        else:
            click.echo(line, err=self.as_json)

    def warn(self, line: str) -> None:
        """A line on stderr, also when quiet."""
        if self.log_format == "json" or self.as_json:
            click.echo(logged("warning", "warning", line, {}), err=True)
        else:
            click.echo(line, err=True)

    def colored(self, stream: TextIO) -> bool:
        """Whether `stream` gets colors."""
        if self.color != "auto":
            return self.color == "always"
        dumb = os.environ.get("TERM") == "dumb"
        return stream.isatty() and not os.environ.get("NO_COLOR") and not dumb

    @property
    def live(self) -> bool:
        """Whether a person watches stdout, so that a bar may move on it."""
        watched = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        return watched and not self.quiet and not self.as_json and self.log_format == "text"


def logged(level: str, event: str, line: str, facts: Mapping[str, object]) -> str:
    """One line of a log, as JSON: when, how grave, what; never the text of an article."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"ts": now, "level": level, "event": event, "message": line, **facts})


def terminal(given: Mapping[str, Any] | None = None) -> Terminal:
    """The terminal that the global options of the running command ask for."""
    here = click.get_current_context(silent=True)
    options: dict[str, Any] = dict(given or {})
    if given is None and here is not None:
        options = here.ensure_object(dict)
    return Terminal(**options)


def global_options(*, hidden: bool) -> list[click.Option]:
    """The options that every verb knows, each remembered in the context's object."""
    flags: list[tuple[list[str], dict[str, Any], str]] = [
        (["-q", "--quiet"], {"is_flag": True}, "Only errors and the data asked for."),
        (["-v", "--verbose"], {"is_flag": True}, "Each stage too; of a bug, the traceback."),
        (["--json", "as_json"], {"is_flag": True}, "Results and errors as JSON."),
        (["--log-format"], {"type": click.Choice(["text", "json"])}, "Of the lines on the way."),
        (["--color"], {"type": click.Choice(["auto", "always", "never"])}, "auto obeys NO_COLOR."),
        (["--config"], {"metavar": "FILE"}, "Settings file, read after the rest."),
    ]
    return [
        click.Option(names, expose_value=False, callback=remember, hidden=hidden, help=text, **kind)
        for names, kind, text in flags
    ]


def remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep a global option that was given, before the verb or after it."""
    if value is not None and value is not False:
        ctx.ensure_object(dict)[param.name] = value
