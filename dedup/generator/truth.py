"""The truth about a corpus: its families, and the pairs within them."""

from itertools import combinations, islice
from pathlib import Path
from typing import NamedTuple

from dedup.generator.planted import SOURCE, Member, Underway
from dedup.generator.tables import TruthWriter

__all__ = ["MOST_PAIRS", "Truth"]

MOST_PAIRS = 300  # of one family: first those with its source, then those among its copies
ENOUGH = 20_000  # members that are written at once


class Line(NamedTuple):
    """A standing line: where it stood first, and how often it has come."""

    first: Member
    n: int


class Truth:
    """Collects members as they land, and writes each family once its last copy has landed."""

    def __init__(self, folder: Path, seed: int, underway: Underway) -> None:
        """Makes the two truth tables in `folder`; `close` ends them."""
        self.underway, self.writer = underway, TruthWriter(folder, seed)
        self.landed: dict[int, list[Member]] = {}
        self.lines: dict[int, Line] = {}
        self.members: list[Member] = []
        self.pairs: list[tuple[Member, Member]] = []
        self.n_families = self.n_members = self.n_pairs = self.n_left_out = 0

    def add(self, members: list[Member], block: int) -> None:
        """Take in what landed in a block, and write what is complete."""
        for member in members:
            if member.planted == "boilerplate":
                self.add_line(member)
            else:
                self.landed.setdefault(member.family, []).append(member)
        for family in self.underway.ending.pop(block, []):
            self.end_family(sorted(self.landed.pop(family, []), key=lambda m: m.member))
        if len(self.members) >= ENOUGH:
            self.write()

    def add_line(self, member: Member) -> None:
        """Pair a standing line with where it stood first."""
        line = self.lines.get(member.family)
        if line is None:
            self.lines[member.family] = Line(member._replace(edit=SOURCE), 1)
            return
        member = member._replace(member=line.n)
        self.lines[member.family] = Line(line.first, line.n + 1)
        self.n_families += line.n == 1
        self.keep([line.first, member] if line.n == 1 else [member])
        self.keep_pairs([(line.first, member)] if line.n <= MOST_PAIRS else [], line.n)

    def end_family(self, members: list[Member]) -> None:
        """Keep a family and its pairs; a source whose copies found no place is no family."""
        if len(members) > 1:
            self.n_families += 1
            self.keep(members)
            n_pairs = len(members) * (len(members) - 1) // 2
            self.keep_pairs(list(islice(combinations(members, 2), MOST_PAIRS)), n_pairs)

    def keep(self, members: list[Member]) -> None:
        """Members to be written."""
        self.members += members
        self.n_members += len(members)

    def keep_pairs(self, pairs: list[tuple[Member, Member]], n_pairs: int) -> None:
        """Pairs to be written, of `n_pairs` that there are."""
        self.pairs += pairs
        self.n_pairs += len(pairs)
        self.n_left_out += n_pairs - len(pairs)

    def write(self) -> None:
        """Write what has been kept."""
        self.writer.write(self.members, self.pairs)
        self.members, self.pairs = [], []

    def close(self) -> dict[str, int]:
        """Write the rest; returns what there is of everything."""
        self.write()
        self.writer.close()
        return {
            "families": self.n_families,
            "members": self.n_members,
            "pairs": self.n_pairs,
            "pairs_left_out": self.n_left_out,
        }
