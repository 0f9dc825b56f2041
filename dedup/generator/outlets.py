"""The invented outlets: their names, addresses and standing lines."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np

from dedup.generator.grammar import news_grammar
from dedup.generator.sentences import compose

__all__ = ["LINES_EACH", "Outlet", "outlets"]

N_OUTLETS = 300
LINES_EACH = 2
DRAWN = 3 * N_OUTLETS  # names that come twice are passed over


class Outlet(NamedTuple):
    """A newspaper or station."""

    name: str
    domain: str
    lines: tuple[str, ...]


@cache
def outlets() -> tuple[Outlet, ...]:
    """The same outlets for every corpus, the largest first."""
    grammar, dice = news_grammar(), np.random.Generator(np.random.PCG64(N_OUTLETS))
    names = {domain(name): name for name in compose(grammar, "outlet", DRAWN, dice)}
    lines = compose(grammar, "boilerplate", LINES_EACH * N_OUTLETS, dice)
    chosen = list(names.items())[:N_OUTLETS]
    return tuple(
        Outlet(name, address, tuple(lines[i * LINES_EACH : (i + 1) * LINES_EACH]))
        for i, (address, name) in enumerate(chosen)
    )


def domain(name: str) -> str:
    """The address of an outlet, below the domain that is kept free for examples."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", plain) + ".example"
