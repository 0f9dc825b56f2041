"""Edits of the frame of a sentence: what stands around it, and what was cut off or moved."""

from random import Random

from dedup.generator.edits.spare import Spare, lowered, raised, unended
from dedup.generator.lexicon import function_words

__all__ = [
    "attribution_prefix", "attribution_suffix", "decoy_splice", "merge", "reorder", "truncate_end",
    "truncate_start",
]  # fmt: skip

FEWEST_LEFT = 6


def attribution_suffix(text: str, dice: Random, spare: Spare) -> str:
    """Who said it is added at the end."""
    return unended(text) + spare.suffix


def attribution_prefix(text: str, dice: Random, spare: Spare) -> str:
    """Who said it, or where from, is added in front."""
    first = text.split(" ", 1)[0].lower()
    runs_on = first in function_words() and spare.prefix[-1].isalpha()
    return f"{raised(spare.prefix)} {lowered(text) if runs_on else text}"


def truncate_end(text: str, dice: Random, spare: Spare) -> str | None:
    """The last part is cut off."""
    words = text.split(" ")
    kept = words[: max(FEWEST_LEFT, int(len(words) * dice.uniform(0.6, 0.85)))]
    while kept and (kept[-1].endswith((".", "—")) or kept[-1].lower() in function_words()):
        kept.pop()
    if not FEWEST_LEFT <= len(kept) < len(words):
        return None
    return unended(" ".join(kept)) + dice.choice((".", ".", "...", "…"))


def truncate_start(text: str, dice: Random, spare: Spare) -> str | None:
    """The first part is cut off."""
    words = text.split(" ")
    kept = words[max(1, int(len(words) * dice.uniform(0.15, 0.4))) :]
    while kept and not kept[0][:1].isalpha():
        kept.pop(0)
    return raised(" ".join(kept)) if len(kept) >= FEWEST_LEFT else None


def reorder(text: str, dice: Random, spare: Spare) -> str | None:
    """The parts between commas change places, or the later words come first."""
    if '"' in text or "“" in text or text[-1] not in ".?!":
        return None
    parts = text[:-1].split(", ")
    if len(parts) > 1:
        k = dice.randrange(1, len(parts))
        return raised(", ".join([*parts[k:], lowered(parts[0]), *parts[1:k]])) + text[-1]
    words = text[:-1].split(" ")
    if len(words) < FEWEST_LEFT + 2 or "." in text[:-1]:
        return None
    k = dice.randrange(3, len(words) - 2)
    return raised(" ".join(words[k:])) + ", " + lowered(" ".join(words[:k])) + text[-1]


def merge(text: str, dice: Random, spare: Spare) -> str:
    """Part of another sentence is joined to the end."""
    return f"{unended(text)}, {spare.tail}."


def decoy_splice(text: str, dice: Random, spare: Spare) -> str:
    """The first half is continued by the second half of another sentence: no near-duplicate."""
    words, others = text.split(" "), spare.sentence.split(" ")
    kept = words[: max(3, int(len(words) * dice.uniform(0.3, 0.5)))]
    return " ".join([*kept, *others[len(others) // 2 :]])
