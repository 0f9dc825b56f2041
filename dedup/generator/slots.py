"""The sentence places of a block's articles, and who stands in them."""

import numpy as np

from dedup.generator.planted import SOURCE, Copy, Member, Reprint
from dedup.kernels.arrays import Longs

__all__ = ["Slots"]


class Slots:
    """The sentences of a block in a row; what is planted in one keeps others out of it."""

    def __init__(self, first: int, sizes: Longs, texts: list[str]) -> None:
        """`texts` are plain sentences, sizes[i] of them in the article first + i."""
        self.first, self.sizes, self.texts = first, sizes, texts
        self.bounds = np.concatenate([[0], np.cumsum(sizes)])
        self.held: dict[int, Copy] = {}

    def span(self, article: int) -> range:
        """The slots of an article."""
        i = article - self.first
        return range(int(self.bounds[i]), int(self.bounds[i + 1]))

    def is_free(self, article: int) -> bool:
        """Whether nothing is planted in an article."""
        return not any(slot in self.held for slot in self.span(article))

    def hold(self, slot: int, copy: Copy) -> None:
        """Let a copy stand in a slot."""
        self.held[slot] = copy
        self.texts[slot] = copy.text

    def fill(self, reprint: Reprint) -> None:
        """Let the copies of a reprint stand first in its article."""
        for slot, copy in zip(self.span(reprint.article), reprint.copies, strict=False):
            self.hold(slot, copy)

    def land(self, copy: Copy) -> bool:
        """Let a copy stand at its place or the next free one; False when the article is full."""
        span = self.span(copy.article)
        wanted = int(copy.place * len(span))
        for step in range(len(span)):
            slot = span[(wanted + step) % len(span)]
            if slot not in self.held:
                self.hold(slot, copy)
                return True
        return False

    def source(self, slot: int, family: int, planted: str) -> None:
        """Let the plain sentence in a slot be the source of a family."""
        article, text = self.article_of(slot), self.texts[slot]
        self.held[slot] = Copy(family, 0, planted, SOURCE, article, 0.0, text)

    def article_of(self, slot: int) -> int:
        """The article that a slot is in."""
        return self.first + int(np.searchsorted(self.bounds, slot, side="right")) - 1

    def members(self, gaps: list[str]) -> list[Member]:
        """What is planted, with its span; gaps[i] follows the sentence in slot i."""
        sizes = np.fromiter(map(len, self.texts), np.int64) + np.fromiter(map(len, gaps), np.int64)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        starts[:-1] -= np.repeat(starts[self.bounds[:-1]], self.sizes)
        return [self.member(slot, int(starts[slot])) for slot in sorted(self.held)]

    def member(self, slot: int, start: int) -> Member:
        """What stands in a slot."""
        copy = self.held[slot]
        place = (copy.article, start, start + len(copy.text))
        return Member(copy.family, copy.member, copy.planted, copy.edit, *place, copy.text)
