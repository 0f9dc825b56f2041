"""What happens to a sentence between its source and a copy, each edit a function of its own.

An edit takes the text, the dice and the spare material, and returns the text of the copy, or None
when it cannot be done to this text.
"""

from collections.abc import Callable
from itertools import accumulate
from random import Random

from dedup.generator.edits.framing import (
    attribution_prefix,
    attribution_suffix,
    decoy_splice,
    merge,
    reorder,
    truncate_end,
    truncate_start,
)
from dedup.generator.edits.noise import number_change, ocr_noise, punct_case_quote, typo
from dedup.generator.edits.spare import Spare, tidy
from dedup.generator.edits.wording import (
    exact,
    synonym,
    word_delete,
    word_insert,
    word_replace,
)

__all__ = ["EDITS", "KINDS", "Spare", "any_edit", "edited", "light_edit"]

Edit = Callable[[str, Random, Spare], str | None]

# Each single edit, and how common it is.
EDITS: dict[str, tuple[Edit, int]] = {
    "exact": (exact, 10),
    "synonym": (synonym, 12),
    "word_replace": (word_replace, 8),
    "word_insert": (word_insert, 9),
    "word_delete": (word_delete, 9),
    "attribution_suffix": (attribution_suffix, 10),
    "attribution_prefix": (attribution_prefix, 8),
    "truncate_end": (truncate_end, 6),
    "truncate_start": (truncate_start, 4),
    "reorder": (reorder, 6),
    "ocr_noise": (ocr_noise, 5),
    "typo": (typo, 6),
    "punct_case_quote": (punct_case_quote, 8),
    "number_change": (number_change, 6),
    "merge": (merge, 4),
    "decoy_splice": (decoy_splice, 5),
}
COMBO_WEIGHT = 8
KINDS = (*EDITS, "combo")
CHANCES = tuple(accumulate([*(weight for _, weight in EDITS.values()), COMBO_WEIGHT]))
COMBINED = tuple(kind for kind in EDITS if kind not in ("exact", "merge", "decoy_splice"))
LIGHT = (
    "synonym", "word_replace", "word_insert", "word_delete", "punct_case_quote", "typo",
    "number_change", "attribution_suffix",
)  # fmt: skip
EXACT_IN_WIRE = 0.65
SHORTEST = 20  # code points; what an edit leaves shorter is no sentence any more


def any_edit(text: str, dice: Random, spare: Spare) -> tuple[str, str]:
    """The kind of a random edit and the text of the copy."""
    (kind,) = dice.choices(KINDS, cum_weights=CHANCES)
    return edited(kind, text, dice, spare)


def light_edit(text: str, dice: Random, spare: Spare) -> tuple[str, str]:
    """The same for a reprint, whose sentences are mostly kept."""
    kind = "exact" if dice.random() < EXACT_IN_WIRE else dice.choice(LIGHT)
    return edited(kind, text, dice, spare)


def edited(kind: str, text: str, dice: Random, spare: Spare) -> tuple[str, str]:
    """What was done and the copy; a word is replaced where `kind` cannot be done.

    An edit that changed nothing is called exact, and a combination names its parts.
    """
    if kind == "combo":
        return combined(text, dice, spare)
    copy = tidy(EDITS[kind][0](text, dice, spare))
    if copy is None or len(copy) < SHORTEST:
        kind, copy = "word_replace", tidy(word_replace(text, dice, spare))
    return ("exact", text) if copy is None or copy == text else (kind, copy)


def combined(text: str, dice: Random, spare: Spare) -> tuple[str, str]:
    """Two or three edits, one after another."""
    copy, done = text, []
    for kind in dice.sample(COMBINED, dice.choice((2, 2, 3))):
        used, copy = edited(kind, copy, dice, spare)
        done.append(used)
    return ("exact", text) if copy == text else ("combo:" + "+".join(done), copy)
