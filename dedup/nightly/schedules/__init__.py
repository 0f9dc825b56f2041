"""What a scheduler needs to start the nights: its own file, with the paths of this machine."""

import json
import re
import shlex
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from dedup.errors import UsageError

__all__ = ["KINDS", "Places", "schedule"]

TOKEN = re.compile("@([A-Z_]+)@")


class Places(NamedTuple):
    """Where the job is started, what starts it, what it reads and writes, for whom, and when.

    All paths are absolute; `at` is hour and minute, as 04:15; `network`: the job sends a ping.
    """

    folder: Path
    command: Sequence[str]
    inbox: Path
    writable: Sequence[Path]
    user: str
    at: str = "04:15"
    network: bool = False


def schedule(kind: str, places: Places) -> dict[str, str]:
    """The files of a scheduler, by name; raises UsageError for a path that cannot stand in them."""
    words = [*map(str, (places.folder, places.inbox, *places.writable)), *places.command]
    for word in words:
        refuse_unwritten(word, "\n\r\\" if kind == "cron" else "\n\r")
    names, tokens = KINDS[kind]
    hour, minute = places.at.split(":")
    known = {"HOUR": str(int(hour)), "MINUTE": str(int(minute)), "AT": places.at}
    known |= {"USER": places.user} | tokens(places)
    return {name: filled(f"{template}.in", known) for name, template in names.items()}


def filled(template: str, tokens: dict[str, str]) -> str:
    """A template with each @NAME@ replaced; what a value holds is not replaced again."""
    text = files(__name__).joinpath(template).read_text("utf-8")
    return TOKEN.sub(lambda found: tokens[found[1]], text)


def refuse_unwritten(word: str, bad: str) -> None:
    """Raise UsageError for a path with a character that this scheduler cannot be told."""
    if any(one in word for one in bad) or not word.isprintable():
        raise UsageError(
            "a path that no schedule can hold", where=repr(word), todo="rename the folder"
        )


def cron(places: Places) -> dict[str, str]:
    """As sh reads it, with each % escaped from cron."""
    return {
        "FOLDER": shlex.quote(str(places.folder)).replace("%", "\\%"),
        "COMMAND": shlex.join(places.command).replace("%", "\\%"),
    }


def systemd(places: Places) -> dict[str, str]:
    """As systemd reads it: quoted, with % and $ doubled."""
    families = "AF_UNIX AF_INET AF_INET6" if places.network else "AF_UNIX"
    return {
        "FOLDER": str(places.folder).replace("%", "%%"),
        "INBOX": in_unit(str(places.inbox)),
        "COMMAND": " ".join(in_unit(word).replace("$", "$$") for word in places.command),
        "WRITABLE": " ".join(in_unit(str(path)) for path in places.writable),
        "PRIVATE_NETWORK": "no" if places.network else "yes",
        "FAMILIES": families,
    }


def in_unit(word: str) -> str:
    """One word of a unit file; quoted when it must be."""
    doubled = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./-]+", doubled, re.ASCII):
        return doubled
    escaped = doubled.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def python(places: Places) -> dict[str, str]:
    """As Python reads it."""
    return {
        "FOLDER": repr(str(places.folder)),
        "COMMAND": repr(list(places.command)),
        "SHELL_COMMAND": repr(shlex.join(places.command)),
    }


def yaml(places: Places) -> dict[str, str]:
    """As YAML reads it, which JSON is part of; Kubernetes itself replaces $(NAME)."""
    args = [word.replace("$(", "$$(") for word in places.command]
    return {"FOLDER": json.dumps(str(places.folder)), "ARGS": json.dumps(args)}


Tokens = Callable[[Places], dict[str, str]]

# By scheduler: its files with their templates, and how a path is written in them.
KINDS: dict[str, tuple[dict[str, str], Tokens]] = {
    "cron": ({"crontab": "crontab"}, cron),
    "systemd": (
        {"dedup.service": "dedup.service", "dedup.timer": "dedup.timer"},
        systemd,
    ),
    "airflow": ({"dedup_airflow.py": "airflow"}, python),
    "dagster": ({"dedup_dagster.py": "dagster"}, python),
    "k8s": ({"dedup-cronjob.yaml": "k8s"}, yaml),
}
