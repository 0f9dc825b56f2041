"""Every setting with its default and limits, in one frozen value.

A `Config` is made from keywords, from TOML, or from environment variables; an unknown key is an
error that names the nearest known one.  `fingerprint` covers the settings that change results, so
two runs with equal fingerprints over equal input publish equal bytes.
"""

import difflib
import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta

from dedup.errors import UsageError

__all__ = ["DEFAULTS", "FEWEST_RUNS", "Config", "fields_changing_nothing"]

# The cores this process may use, which a container or a scheduler can make fewer than there are.
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

Share = Annotated[float, Meta(ge=0.0, le=1.0)]

# How the work is cut up, and what is written beside the tables: never what they say.
fields_changing_nothing = frozenset(
    {"jobs", "memory", "batch_bytes", "max_rejects", "min_recall", "sentences", "html"}
)

# As many published runs always stay: who found the newest may still read it when the next comes.
FEWEST_RUNS = 2

# Of the machine's memory, or of what its container may use, this share is taken unless told.
SHARE_OF_MEMORY = 0.7
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a run does; equal configs give equal results."""

    # Input: which column holds what; None means recognize it by its name.
    id: Annotated[str | None, Meta(description="column of the article's id")] = None
    text: Annotated[str | None, Meta(description="column of the article's text")] = None
    date: Annotated[str | None, Meta(description="column of the publication date")] = None
    source: Annotated[str | None, Meta(description="column of the outlet")] = None
    title: Annotated[str | None, Meta(description="column of the title")] = None
    lang: Annotated[str | None, Meta(description="column of the language")] = None
    url: Annotated[str | None, Meta(description="column of the address")] = None
    max_record_bytes: Annotated[
        int,
        Meta(ge=1024, le=1 << 30, description="a longer record or text file is rejected"),
    ] = 64 << 20

    # Segmenting.
    segmenter: Annotated[
        Literal["scanner", "punkt", "sentencex"],
        Meta(description="what cuts sentences; punkt and sentencex are extras"),
    ] = "scanner"
    language: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$",
            title="a language tag, or auto",
            description="language of articles that name none, as en or pt-BR",
        ),
    ] = "auto"
    paragraphs: Annotated[
        Literal["auto", "blank", "line"],
        Meta(description="what ends a paragraph: a blank line, every line, or judge by the text"),
    ] = "auto"

    # Matching.
    unit: Annotated[
        Literal["sentence", "paragraph", "both"],
        Meta(description="what is compared, each with its own kind only"),
    ] = "sentence"
    similarity: Annotated[
        float,
        Meta(ge=0.05, le=1.0, description="floor: pairs of this Jaccard or more are reported"),
    ] = 0.6
    containment: Annotated[
        Share,
        Meta(
            description="a text that shares this much of itself with a longer one is reported; 0: off"
        ),
    ] = 0.85
    recall: Annotated[
        float,
        Meta(ge=0.5, le=0.9999, description="share of the pairs at the floor that must be found"),
    ] = 0.99
    min_words: Annotated[
        int,
        Meta(ge=1, le=1000, description="shorter texts are matched when they are equal only"),
    ] = 4
    seed: Annotated[
        int,
        Meta(ge=0, le=2**32 - 1, description="seed of the MinHash permutations"),
    ] = 1

    # Telling what it is that repeats.
    boilerplate: Annotated[
        str | None,
        Meta(
            title="a path",
            description="list of texts that are boilerplate, as dedup boilerplate writes",
        ),
    ] = None

    # Output.
    sentences: Annotated[
        bool, Meta(description="publish every unit that was cut, repeated or not")
    ] = False
    publish_text: Annotated[
        bool, Meta(description="publish the texts themselves, not their spans only")
    ] = True
    html: Annotated[
        Literal["auto", "always", "never"],
        Meta(description="publish report.html, one offline page; auto: unless the run is large"),
    ] = "auto"
    max_rejects: Annotated[
        Share, Meta(description="share of rejected rows above which nothing is published")
    ] = 1.0

    min_recall: Annotated[
        Share, Meta(description="exit with 1 when the recall measured in this run is below")
    ] = 0.0

    # Machine.
    jobs: Annotated[int, Meta(ge=1, le=1024, description="threads that work")] = CORES
    memory: Annotated[
        str,
        Meta(
            pattern=r"^(auto|[0-9]+(\.[0-9]+)?[KMGT]?)$",
            title="a size, as 4G, or auto",
            description="most memory to use, as 4G; what does not fit waits on disk beside the output",
        ),
    ] = "auto"
    batch_bytes: Annotated[
        int, Meta(ge=1 << 10, le=1 << 30, description="bytes of text worked on at once")
    ] = 8 << 20

    def __post_init__(self) -> None:
        """Hold `Config(...)` to the limits of `Config.build`."""
        for name, kind in limits().items():
            try:
                msgspec.convert(getattr(self, name), kind)
            except msgspec.ValidationError as error:
                what = f"bad setting: {error} - at `$.{name}`"
                raise UsageError(what, todo="dedup config show") from error

    @property
    def units(self) -> tuple[str, ...]:
        """The units compared, each with its own kind only."""
        return ("sentence", "paragraph") if self.unit == "both" else (self.unit,)

    @property
    def memory_bytes(self) -> int:
        """The most memory to use, in bytes."""
        if self.memory == "auto":
            return int(SHARE_OF_MEMORY * memory_there_is())
        digits = self.memory.rstrip("KMGT")
        return int(float(digits) * UNITS[self.memory[len(digits) :]])

    @property
    def fingerprint(self) -> str:
        """The sha256 of the settings that change results, in hex; of a list, what it says."""
        kept = {
            k: v
            for k, v in msgspec.structs.asdict(self).items()
            if k not in fields_changing_nothing
        }
        if self.boilerplate is not None:
            kept["boilerplate"] = sha256_of(self.boilerplate)
        return hashlib.sha256(msgspec.json.encode(kept, order="sorted")).hexdigest()

    @classmethod
    def build(cls, values: Mapping[str, Any], *, where: str = "") -> "Config":
        """The config with `values` over the defaults; raises UsageError naming key and limits."""
        refuse_unknown(values, where)
        try:
            return msgspec.convert(dict(values), cls)
        except msgspec.ValidationError as error:
            raise UsageError(
                f"bad setting: {error}", where=where, todo="dedup config show"
            ) from error


def sha256_of(path: str) -> str:
    """The sha256 of a file, in hex; raises UsageError if it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        todo = "dedup boilerplate OUT -o FILE makes one"
        raise UsageError(
            f"cannot read the list: {error.strerror}", where=path, todo=todo
        ) from error


def memory_there_is() -> int:
    """The bytes of memory of this machine, or of its container if that has fewer."""
    there_is = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in CGROUP_LIMITS:
        with suppress(OSError, ValueError):
            there_is = min(there_is, int(Path(path).read_text("ascii")))
    return there_is


@cache
def limits() -> dict[str, Any]:
    """What each setting may be."""
    return get_type_hints(Config, include_extras=True)


DEFAULTS = Config()


def refuse_unknown(values: Mapping[str, Any], where: str) -> None:
    """Raise UsageError for the first key that is no setting, naming the nearest one."""
    for key in values:
        if key not in Config.__struct_fields__:
            near = difflib.get_close_matches(key, Config.__struct_fields__, n=1)
            todo = f"did you mean {near[0]!r}?" if near else "dedup config show lists every setting"
            raise UsageError(f"unknown setting {key!r}", where=where, todo=todo)
