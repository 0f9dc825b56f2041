"""`dedup config`: every setting and where it came from, or a file to change them in."""

import json
from pathlib import Path
from typing import Any

import click

from dedup.cli.settings import OWN_FILE, gather
from dedup.cli.settings_list import SETTINGS, Setting
from dedup.cli.terminal import terminal
from dedup.errors import UsageError

__all__ = ["command", "toml_text"]

HELP = """Show every setting and where it came from, or write a settings file.

A flag wins over DEDUP_<SETTING> in the environment, then --config FILE,
./dedup.toml, [tool.dedup] of the nearest pyproject.toml, and the default.

\b
Examples:
  dedup config show
  DEDUP_SIMILARITY=0.7 dedup config show
  dedup config init
"""


@click.group("config", help=HELP)
def command() -> None:
    """Group the two verbs."""


@command.command("show")
def show() -> None:
    """Print each setting, its value, and where it came from.

    \b
    Example:
      dedup --config nightly.toml config show
    """
    screen = terminal()
    settings = gather({}, screen.config)
    rows = [
        (name, getattr(settings.config, name), settings.origins.get(name, "default"))
        for name in SETTINGS
    ]
    if screen.as_json:
        shown = {name: {"value": value, "from": origin} for name, value, origin in rows}
        click.echo(json.dumps(shown))
        return
    click.echo(
        "\n".join(aligned([(name, shown_value(value), origin) for name, value, origin in rows]))
    )


def shown_value(value: object) -> str:
    """A value as TOML writes it; None as a dash."""
    return "-" if value is None else toml_value(value)


def aligned(rows: list[tuple[str, str, str]]) -> list[str]:
    """Lines of three columns."""
    wide = [max(len(row[i]) for row in rows) for i in range(2)]
    return [f"{name:<{wide[0]}}  {value:<{wide[1]}}  {origin}" for name, value, origin in rows]


@command.command("init")
@click.option("-o", "--out", default=OWN_FILE, show_default=True, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file.")
def init(out: Path, force: bool) -> None:  # noqa: FBT001 - click hands it over by name
    """Write a settings file: every setting, its default, its limits, and what it means.

    \b
    Example:
      dedup config init -o nightly.toml
    """
    try:
        with out.open("w" if force else "x", encoding="utf-8") as file:
            file.write(toml_text())
    except FileExistsError as error:
        todo = "--force replaces it"
        raise UsageError("the file exists already", where=str(out), todo=todo) from error
    terminal().say(f"wrote {out}")


def toml_text() -> str:
    """A settings file that changes nothing; settings without a fixed default are commented out."""
    head = "# Settings of dedup. Those that begin with # have no fixed default.\n"
    return head + "".join(f"\n{toml_lines(setting)}" for setting in SETTINGS.values())


def toml_lines(setting: Setting) -> str:
    """The comment and the line of one setting."""
    meaning = setting.meaning[0].upper() + setting.meaning[1:]
    comment = f"# {meaning}: {setting.limits}.\n"
    if setting.default is None:
        return f'{comment}# {setting.name} = "{setting.name}"\n'
    # The number of cores is this machine's; a file may travel.
    mark = "# " if setting.name == "jobs" else ""
    return f"{comment}{mark}{setting.name} = {toml_value(setting.default)}\n"


def toml_value(value: Any) -> str:  # noqa: ANN401 - any setting's value
    """A value as TOML; JSON writes strings, numbers and booleans alike."""
    return json.dumps(value, ensure_ascii=False)
