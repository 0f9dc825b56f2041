"""One token of a text, and what reading a text leaves behind."""

from dataclasses import dataclass

from dedup.kernels.facts import marks

__all__ = ["Read", "Token"]


@dataclass(slots=True)
class Token:
    """One token; `char` is the folded sign, `word` the folded word."""

    kind: int
    word: str = ""
    info: int = 0
    language: int = 0
    upper: int = 0
    capital: bool = False
    initial: bool = False
    size: int = 0
    value: int = 0
    places: int = 0
    sign: int = 0
    glued: bool = False
    opens: bool = False
    role: int = 0

    @property
    def word_class(self) -> int:
        """The word class, 0 for a figure."""
        return 0 if self.kind == marks.LITERAL else self.info >> 16 & 0xFF

    @property
    def payload(self) -> int:
        """The payload of the word class."""
        return self.info >> 24

    @property
    def all_upper(self) -> bool:
        """Whether it is two letters or more, all upper case."""
        return self.upper >= 2 and self.upper == self.size


@dataclass(slots=True)
class Read:
    """The tokens of a text, the language they were read in, and letters by script and case."""

    tokens: list[Token]
    scripts: dict[int, int]
    uppers: int
    lowers: int
