"""What the tests of the generator share: generated sentences, spare material and dice."""

from random import Random

import numpy as np

from dedup.generator.edits import Spare
from dedup.generator.grammar import news_grammar
from dedup.generator.sentences import compose

__all__ = ["SPARE", "dice", "hand", "sentences"]

SPARE = Spare(
    sentence="Nine cautious bakers quietly repaired the wooden harbor crane before Sunday.",
    suffix=", a ferry captain told reporters in Tolwick.",
    prefix="the Tolwick Courier reports that",
    tail="while grocers refused to repaint the kiosk",
    asides=("reportedly", "on Monday"),
)


def dice(seed: int = 1) -> np.random.Generator:
    """Numbers for arrays."""
    return np.random.Generator(np.random.PCG64(seed))


def hand(seed: int = 1) -> Random:
    """Numbers for edits."""
    return Random(seed)


def sentences(n: int, seed: int = 1) -> list[str]:
    """Generated sentences."""
    return compose(news_grammar(), "sentence", n, dice(seed))
