"""Which column holds what: named by a setting, or recognized by its name."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dedup.config import Config
from dedup.errors import UsageError
from dedup.stages.read.faults import MissingColumnError, listed

__all__ = ["ROLES", "SAMPLE_BYTES", "SAMPLE_ROWS", "Sample", "choose"]

# The columns of a file are judged by its first rows: this many, or fewer when they are long.
SAMPLE_ROWS = 100
SAMPLE_BYTES = 1 << 20

RECOGNIZED = {
    "id": ("id", "uri", "guid", "article_id", "url"),
    "text": (
        "text", "body", "content", "articleBody", "article_body", "raw_content", "article_text",
    ),
    "date": (
        "published_at", "date", "published", "datePublished", "pub_date", "publish_date",
        "created_at", "created", "timestamp", "time",
    ),
    "source": ("source", "outlet", "publisher", "site", "sitename", "domain", "newspaper"),
    "title": ("title", "headline"),
    "lang": ("language", "lang"),
    "url": ("url", "link", "uri"),
}  # fmt: skip
ROLES = tuple(RECOGNIZED)

Sample = Sequence[Mapping[str, Any]]


def choose(
    names: Sequence[str], config: Config, shown: str, sample: Callable[[], Sample]
) -> dict[str, str]:
    """Role -> column; raises MissingColumnError for a named column, or a text column, not there.

    `sample` gives the first rows, and is only called to suggest another column.
    """
    taken = {}
    for role in ROLES:
        wanted = getattr(config, role)
        found = match(names, (wanted,) if wanted else RECOGNIZED[role])
        if found is not None:
            taken[role] = found
        elif wanted or role == "text":
            raise MissingColumnError(explain(role, wanted or role, names, shown, sample()))
    return taken


def match(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first wanted name there is, spelled so or else in other case."""
    folded = {name.lower(): name for name in reversed(names)}
    for one in wanted:
        if one in names:
            return one
        if one.lower() in folded:
            return folded[one.lower()]
    return None


def explain(role: str, wanted: str, names: Sequence[str], shown: str, sample: Sample) -> UsageError:
    """What was looked for, what there is, and the flag that would help."""
    guess = suggest(role, wanted, names, sample)
    flag = f"--{role} {guess}"
    todo = f'try: {flag}        (or set {role} = "{guess}" in dedup.toml)'
    return UsageError(
        f'column "{wanted}" not found',
        where=f"{shown} has: {listed(list(names)) or '(no columns)'}",
        todo=todo if guess else f"name the column with --{role}",
    )


def suggest(role: str, wanted: str, names: Sequence[str], sample: Sample) -> str | None:
    """A recognized name, a similar one, or the column with the longest strings."""
    near = match(names, RECOGNIZED[role]) or next(
        iter(difflib.get_close_matches(wanted, names, n=1)), None
    )
    return near or longest(names, sample)


def longest(names: Sequence[str], sample: Sample) -> str | None:
    """The column with the longest strings in the sample."""
    lengths = dict.fromkeys(names, 0)
    for row in sample:
        for name, value in row.items():
            if isinstance(value, str) and name in lengths:
                lengths[name] += len(value)
    best = max(lengths, key=lengths.__getitem__, default=None)
    return best if best is not None and lengths[best] else None
