"""Every setting as the command line shows it, read off `Config`: one source for all help."""

import typing
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta

from dedup.config import DEFAULTS, Config

__all__ = ["SETTINGS", "Setting"]


class Setting(NamedTuple):
    """One field of `Config`: its type with limits, and the line that explains it."""

    name: str
    kind: Any
    base: Any
    meaning: str
    limits: str
    default: Any


def described(name: str, kind: object) -> Setting:
    """The setting of a field whose annotation is `kind`."""
    base, *extras = typing.get_args(kind) if typing.get_origin(kind) is Annotated else (kind,)
    metas = [meta for meta in extras if isinstance(meta, Meta)]
    meaning = next(meta.description for meta in metas if meta.description)
    return Setting(name, kind, base, meaning, limits(base, metas), getattr(DEFAULTS, name))


def limits(base: object, metas: list[Meta]) -> str:
    """What a value must be, in words."""
    if typing.get_origin(base) is Literal:
        return "one of " + ", ".join(typing.get_args(base))
    if base is bool:
        return "true or false"
    if base in (int, float):
        noun = "a whole number" if base is int else "a number"
        low = next(meta.ge for meta in metas if meta.ge is not None)
        high = next(meta.le for meta in metas if meta.le is not None)
        return (
            f"{noun} from {low:g} to {high:g}" if base is float else f"{noun} from {low} to {high}"
        )
    return next((meta.title for meta in metas if meta.title), "a column name")


SETTINGS = {
    name: described(name, kind)
    for name, kind in typing.get_type_hints(Config, include_extras=True).items()
}
