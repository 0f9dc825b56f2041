"""The flags of `dedup run`: one for each setting, written by `Config` itself."""

import typing
from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

import click

from dedup.cli.settings_list import SETTINGS, Setting

__all__ = ["setting_flags", "settings_given"]

F = TypeVar("F", bound=Callable[..., object])

PREFIX = "set_"
ALSO = {"jobs": ["-j"]}
PATH = "a path"
OFF = {"publish_text": "--no-text"}


def setting_flags(function: F) -> F:
    """Give a command one flag for each setting; values reach it as `set_<name>`, None: not given."""
    for setting in reversed(SETTINGS.values()):
        function = option(setting)(function)
    return function


def settings_given(parameters: Mapping[str, object]) -> dict[str, object]:
    """The settings among a command's parameters that were given."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in parameters.items()
        if name.startswith(PREFIX) and value is not None
    }


def option(setting: Setting) -> Callable[[F], F]:
    """The flag of one setting; limits are checked with those of files and environment, later."""
    dashed = setting.name.replace("_", "-")
    param, text = PREFIX + setting.name, explained(setting)
    if setting.base is bool:
        off = OFF.get(setting.name, f"--no-{dashed}")
        return click.option(f"--{dashed}/{off}", param, default=None, help=text)
    names = [f"--{dashed}", *ALSO.get(setting.name, []), param]
    if typing.get_origin(setting.base) is Literal:
        return click.option(*names, type=click.Choice(typing.get_args(setting.base)), help=text)
    return click.option(*names, metavar=metavar(setting), help=text)


def metavar(setting: Setting) -> str:
    """What stands for the value in the help."""
    if setting.limits == PATH:
        return "FILE"
    return {int: "N", float: "SHARE"}.get(setting.base, "TAG" if setting.default else "COLUMN")


def explained(setting: Setting) -> str:
    """The help of one flag: meaning, limits and default."""
    meaning = setting.meaning[0].upper() + setting.meaning[1:]
    if setting.default is None:
        return f"{meaning}. [default: {'none' if setting.limits == PATH else 'by its name'}]"
    limits = setting.limits.partition(" from ")[2] if setting.base in (int, float) else ""
    default = str(setting.default).lower()
    return f"{meaning}. [{limits + '; ' if limits else ''}default: {default}]"
