"""What the verbs of an index have in common."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dedup.report.safe import safe_json

__all__ = ["echo_json", "index_argument", "wait_flag"]

F = TypeVar("F", bound=Callable[..., object])

WAIT = "Wait so long while another process has the index. [default: 0]"


def index_argument(function: F) -> F:
    """Give a command the folder of an index."""
    return click.argument("index", type=click.Path(path_type=Path))(function)


def wait_flag(function: F) -> F:
    """Give a command --wait."""
    kind = click.FloatRange(min=0)
    return click.option("--wait", type=kind, default=0.0, metavar="SECONDS", help=WAIT)(function)


def echo_json(facts: dict[str, Any]) -> None:
    """Print one JSON object in one line, harmless for a terminal."""
    click.echo(safe_json(json.dumps(facts, ensure_ascii=False)))
