"""Looking around in a list of tokens without running over its ends."""

from dedup.facts.plain.token import Token
from dedup.kernels.facts import marks

__all__ = ["Window"]

NOTHING = Token(kind=-1)


class Window:
    """The tokens of a text, and the language they were read in."""

    def __init__(self, tokens: list[Token], language: int) -> None:
        self.tokens, self.language = tokens, language

    def get(self, at: int) -> Token:
        """The token at `at`, or one that is nothing."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else NOTHING

    def kind(self, at: int) -> int:
        """The word class of the token at `at`."""
        return self.get(at).word_class

    def is_hyphen(self, at: int) -> bool:
        """Whether a hyphen or dash stands at `at` between two tokens, without a space."""
        if at < 1 or at + 1 >= len(self.tokens):
            return False
        token = self.tokens[at]
        touches = token.glued and self.tokens[at + 1].glued
        return token.kind == marks.POINT and token.sign == marks.HYPHEN and touches

    def past_hyphen(self, at: int) -> int:
        """`at`, or behind the hyphen that stands there."""
        return at + 1 if self.is_hyphen(at) else at

    def is_sign(self, at: int, char: str) -> bool:
        """Whether a sign touches the token before it: `char`, or any hyphen for an empty one."""
        token = self.get(at)
        if token.kind != marks.POINT or not token.glued:
            return False
        return token.value == ord(char) if char else token.sign == marks.HYPHEN

    def is_digits(self, at: int, fewest: int, most: int) -> bool:
        """Whether a whole number of so many digits touches the token before it."""
        token = self.get(at)
        whole = token.kind == marks.LITERAL and token.glued and token.places == 0
        return whole and fewest <= token.size <= most
