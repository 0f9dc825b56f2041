"""What is planted, and what of it is still on its way to a later article."""

from typing import NamedTuple

from dedup.generator.outlets import LINES_EACH, outlets

__all__ = ["SOURCE", "Copy", "Member", "Reprint", "Underway"]

SOURCE = "source"  # the edit of a family's first member


class Member(NamedTuple):
    """One planted sentence where it stands; offsets are code points of the article's text."""

    family: int
    member: int
    planted: str
    edit: str
    article: int
    start: int
    end: int
    text: str


class Copy(NamedTuple):
    """A sentence on its way; `place` is how far down the article it will stand, 0 to 1."""

    family: int
    member: int
    planted: str
    edit: str
    article: int
    place: float
    text: str


class Reprint(NamedTuple):
    """An article on its way: a story under its own title, most of its sentences kept."""

    article: int
    title: str
    copies: list[Copy]


class Underway:
    """Copies and reprints by the block they land in, and families by the block they end in."""

    def __init__(self, n_articles: int, block: int) -> None:
        """Nothing is on its way; what would land after the last block is left out.

        The last block is made whole, so that its first articles do not depend on where it is cut.
        """
        self.block, self.last = block, (n_articles - 1) // block
        self.n_families = LINES_EACH * len(outlets())  # the first numbers are those of the lines
        self.copies: dict[int, list[Copy]] = {}
        self.reprints: dict[int, list[Reprint]] = {}
        self.ending: dict[int, list[int]] = {}

    def new_family(self, last_article: int) -> int:
        """The number of a family whose last copy lands at or before `last_article`."""
        last = last_article // self.block
        self.ending.setdefault(min(last, self.last), []).append(self.n_families)
        self.n_families += 1
        return self.n_families - 1

    def send(self, copy: Copy) -> None:
        """Let a copy come later."""
        if copy.article // self.block <= self.last:
            self.copies.setdefault(copy.article // self.block, []).append(copy)

    def send_reprint(self, reprint: Reprint) -> None:
        """Let a reprint come later."""
        if reprint.article // self.block <= self.last:
            self.reprints.setdefault(reprint.article // self.block, []).append(reprint)
