"""How much of everything -> bytes: what lies on the shelf at its fullest, the reports, the memory."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dedup.config import Config
from dedup.memory import BASE, Memory
from dedup.pipeline.matching import BYTES_OF_KEY
from dedup.pipeline.phrases import BYTES_OF_PHRASES, MANY_TEXTS, PIECES_BITS
from dedup.pipeline.plan.forecast import Forecast
from dedup.pipeline.plan.trial import Size, Work
from dedup.pipeline.reporting import MOST_ON_PAGE, PAGE_MB
from dedup.storage.spill import PACKED_FROM, Parts

__all__ = ["Room", "room"]

# Measured: of a row of a verified pair, of a repeated unit with its article, of a page for each row.
VERIFIED, REPEATED, ON_PAGE = 36, 360, 570

# Measured: what packing leaves of articles and units; pairs that a text of so many makes by phrases,
# and how that grows with how many there are.
PACKED = 0.5
MET, MANY, MEETING = 8.5, 12e6, 0.4

# Batches under way in each thread, with what is made of them.
BATCHES = 12


class Room(NamedTuple):
    """Bytes in memory at the peak, on disk beside the output while it runs, and published."""

    memory: int
    spill: int
    disk: int
    reports: int
    page: int
    report_rows: int


class Fullest(NamedTuple):
    """Bytes set aside at the fullest moment of matching, and while the reports are written."""

    matching: float
    relating: float


def room(
    work: Work, forecasts: Sequence[Forecast], n_articles: int, config: Config, memory: Memory
) -> Room:
    """What a run over the whole will take."""
    rows = report_rows(work.reports, forecasts, n_articles)
    sizes = {name: a_row(size) for name, size in work.reports.items()}
    tables = sum(rows[name] * on_disk for name, (_, on_disk) in sizes.items())
    in_memory = sum(rows[name] * nbytes for name, (nbytes, _) in sizes.items())
    page = page_bytes(rows, config)
    fullest = shelved(work, forecasts, n_articles, config, memory)
    relating = fullest.relating + in_memory
    spills = [max(0.0, one - memory.shelf) for one in (fullest.matching, relating)]
    needed = BASE + max(fullest.matching, relating) + under_way(work, n_articles, config, memory)
    reports = tables + page
    disk = max(spills[0], spills[1] + reports)
    # What spills takes all it was given: the shelf is full, and so is the room beside it.
    taken = config.memory_bytes if any(spills) else min(needed, config.memory_bytes)
    figures = (taken, max(spills), disk, reports, page, sum(rows.values()))
    return Room(*map(round, figures))


def under_way(work: Work, n_articles: int, config: Config, memory: Memory) -> float:
    """The bytes of the batches that are worked on at once."""
    text = n_articles * bytes_a_row([work.cut.articles])
    batch = min(memory.batch_bytes(config.batch_bytes), text / (2 * config.jobs))
    return min(memory.work, BATCHES * config.jobs * batch)


def shelved(
    work: Work, forecasts: Sequence[Forecast], n_articles: int, config: Config, memory: Memory
) -> Fullest:
    """What is set aside: articles always, of each kind of unit first spans, then texts and keys.

    Those of bands and those of phrases come one after the other.
    """
    articles, facts = (
        n_articles * bytes_a_row([one]) for one in (work.cut.articles, work.cut.facts)
    )
    cut = {one.unit: one.units * bytes_a_row(cut_of(work, one.unit)) for one in forecasts}
    waiting, kept = sum(cut.values()), 0.0
    left = left_when_packed(articles + facts + waiting, memory)
    base = articles * left + facts
    fullest = base + waiting
    for one, matched in zip(forecasts, work.matched, strict=True):
        waiting -= cut[one.unit]
        units = one.units * bytes_a_row([matched.units])
        kept += one.texts * bytes_a_row([matched.texts]) + units * (1 if config.sentences else left)
        fullest = max(fullest, base + waiting + kept + keys_of(one, config, memory))
        kept += one.pairs * VERIFIED
    return Fullest(fullest, base + kept + REPEATED * sum(one.occurrences for one in forecasts))


def left_when_packed(nbytes: float, memory: Memory) -> float:
    """What is left of a byte that is read in turn, when so many bytes are set aside together."""
    plain = min(1.0, (PACKED_FROM + memory.shelf) / max(1.0, nbytes))
    return plain + (1 - plain) * PACKED


def keys_of(one: Forecast, config: Config, memory: Memory) -> float:
    """The bytes of keys and of what collides at the fullest moment of one kind of unit."""
    at_once = memory.bands_at_once(one.bands.bands, round(BYTES_OF_KEY * one.sketched))
    bands = one.sketched * (4 + BYTES_OF_KEY * at_once)
    phrases, met = 0.0, 0.0
    if config.containment > 0:
        phrases = one.sketched * BYTES_OF_PHRASES
        met = 8 * one.sketched * MET * (one.sketched / MANY) ** MEETING
    if one.texts >= MANY_TEXTS:
        phrases = max(phrases, met + phrases / (1 << PIECES_BITS))
    else:
        phrases += met
    return max(bands, phrases) + 8 * one.collisions


def cut_of(work: Work, unit: str) -> list[Parts]:
    """The tables of a row a unit that are dropped when texts are folded."""
    return [work.cut.spans[unit], work.cut.normalized[unit]]


def bytes_a_row(several: Iterable[Parts]) -> float:
    """The bytes that a row takes in all of these tables."""
    found = [nbytes(parts) / max(1, parts.num_rows) for parts in several]
    return float(sum(found))


def nbytes(parts: Parts) -> float:
    """The bytes of a table in parts, as they lie on a shelf."""
    return float(sum(one.nbytes for one in parts.kept))


def report_rows(
    sampled: dict[str, Size], forecasts: Sequence[Forecast], n_articles: int
) -> dict[str, float]:
    """How many rows each report will have; those of articles and outlets go with the repeats."""
    occurrences = sum(one.occurrences for one in forecasts)
    known = {
        "articles": float(n_articles),
        "occurrences": occurrences,
        "pairs": sum(one.pairs for one in forecasts),
        "clusters": sum(one.groups for one in forecasts),
        "sentences": sum(one.units for one in forecasts) if sampled["sentences"].rows else 0.0,
    }
    growth = occurrences / max(1, sampled["occurrences"].rows)
    return {name: known.get(name, size.rows * growth) for name, size in sampled.items()}


def a_row(size: Size) -> tuple[float, float]:
    """Bytes of a row in memory and on disk."""
    return size.in_memory / max(1, size.rows), size.on_disk / max(1, size.rows)


def page_bytes(rows: dict[str, float], config: Config) -> float:
    """The bytes of the page, if the run gets one."""
    n_rows = sum(rows[name] for name in ("articles", "pairs", "occurrences"))
    if config.html == "never" or (config.html == "auto" and n_rows > MOST_ON_PAGE):
        return 0.0
    return min(PAGE_MB * 1e6, n_rows * ON_PAGE)
