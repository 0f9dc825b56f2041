"""Where each setting comes from: flag > environment > --config > ./dedup.toml > pyproject > default.

A `[job]` table beside the settings names `inputs` and `out`, for runs that a scheduler starts.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from dedup.cli.settings_list import SETTINGS, Setting
from dedup.config import FEWEST_RUNS, Config
from dedup.errors import UsageError

__all__ = ["Job", "Settings", "gather"]

PREFIX = "DEDUP_"
OWN_FILE = "dedup.toml"


class Job(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a `[job]` table says: what a scheduler starts, and what becomes of it."""

    inputs: tuple[str, ...] = ()
    inbox: str | None = None
    out: str | None = None
    index: str | None = None
    expect: str | None = None
    wait: Annotated[float, Meta(ge=0)] = 0.0
    keep_runs: Annotated[int, Meta(ge=FEWEST_RUNS)] | None = None
    prometheus: str | None = None
    ping: Annotated[str, Meta(pattern="^https?://")] | None = None


class Settings(NamedTuple):
    """The config, and for each setting that is not its default, where its value came from."""

    config: Config
    origins: dict[str, str]
    job: Job


class Layer(NamedTuple):
    """Settings from one place; `where` has room for the key."""

    where: str
    values: Mapping[str, Any]
    is_text: bool = False


def gather(flags: Mapping[str, object], file: str | Path | None = None) -> Settings:
    """The settings that hold now, in this folder and environment; `flags` are those given.

    Raises UsageError naming file, variable or flag for an unknown key, a bad value or bad TOML.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    job = Job()
    for layer in layers(flags, None if file is None else Path(file)):
        job = job_of(layer) or job
        for key, value in layer.values.items():
            if key != "job" or layer.is_text:
                values[key] = checked(key, value, layer)
                origins[key] = layer.where.format(key=key, KEY=key.upper(), flag=flag_of(key))
    return Settings(Config.build(values), origins, job)


def layers(flags: Mapping[str, object], file: Path | None) -> Iterator[Layer]:
    """The places settings come from, the strongest last."""
    yield from project_layer(Path.cwd())
    if Path(OWN_FILE).is_file():
        yield Layer(str(Path(OWN_FILE)), toml_of(Path(OWN_FILE)))
    if file is not None:
        yield Layer(str(file).replace("{", "{{").replace("}", "}}"), toml_of(file))
    yield Layer("environment " + PREFIX + "{KEY}", environment(os.environ), is_text=True)
    yield Layer("flag {flag}", {k: v for k, v in flags.items() if v is not None}, is_text=True)


def project_layer(folder: Path) -> Iterator[Layer]:
    """`[tool.dedup]` of the nearest pyproject.toml that mentions it."""
    for parent in (folder, *folder.parents):
        path = parent / "pyproject.toml"
        if path.is_file() and "dedup" in path.read_text("utf-8", "replace"):
            table = toml_of(path).get("tool", {}).get("dedup")
            if isinstance(table, dict):
                where = str(path).replace("{", "{{").replace("}", "}}")
                yield Layer(f"{where} [tool.dedup]", table)
                return


def toml_of(path: Path) -> dict[str, Any]:
    """The contents of a TOML file; raises UsageError naming file and line."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        todo = "dedup config init writes one"
        raise UsageError("no such settings file", where=str(path), todo=todo) from error
    except OSError as error:
        raise UsageError(f"cannot read settings: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        todo = "save it as UTF-8"
        raise UsageError("settings are not UTF-8", where=str(path), todo=todo) from error
    except tomllib.TOMLDecodeError as error:
        raise bad_toml(path, str(error)) from error


def bad_toml(path: Path, message: str) -> UsageError:
    """The error for a file that is no TOML, with the place as `file:line:column`."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    where = f"{path}:{place[1]}:{place[2]}" if place else str(path)
    what = message[: place.start()] if place else message
    return UsageError(f"bad TOML: {what}", where=where, todo="dedup config init writes a good one")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The settings in `DEDUP_...` variables; an empty one counts as not set."""
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in variables.items()
        if name.startswith(PREFIX) and value
    }


def checked(key: str, value: object, layer: Layer) -> object:
    """`value` as the type of the setting `key`; raises UsageError saying what it must be."""
    setting = SETTINGS.get(key)
    where = layer.where.format(key=key, KEY=key.upper(), flag=flag_of(key))
    if setting is None:
        Config.build({key: value}, where=where)
        return value
    try:
        converted: object = msgspec.convert(value, setting.kind, strict=not layer.is_text)
    except msgspec.ValidationError as error:
        raise bad_value(setting, value, where) from error
    return converted


def bad_value(setting: Setting, value: object, where: str) -> UsageError:
    """The error for a value outside the limits of a setting."""
    what = f"{setting.name} must be {setting.limits}, not {value!r}"
    return UsageError(what, where=where, todo="dedup config show lists every setting")


def flag_of(key: str) -> str:
    """The flag of a setting, as given on the command line."""
    return "--" + key.replace("_", "-")


def job_of(layer: Layer) -> Job | None:
    """What the `[job]` table of a layer names, if there is one."""
    if "job" not in layer.values or layer.is_text:
        return None
    try:
        return msgspec.convert(layer.values["job"], Job)
    except msgspec.ValidationError as error:
        names = ", ".join(Job.__struct_fields__)
        todo = f"[job] may hold {names}"
        raise UsageError(f"bad [job] table: {error}", where=layer.where, todo=todo) from error
