"""Words that mean something together made one token, in plain Python."""

from dedup.facts.lexicon import entries
from dedup.facts.plain.token import Token
from dedup.facts.plain.window import Window
from dedup.kernels.facts import marks

__all__ = ["merged"]

LONGEST_CODE = 5


def merged(tokens: list[Token]) -> list[Token]:
    """The tokens with every phrase as one."""
    window, kept, at = Window(tokens, 0), [], 0
    while at < len(tokens):
        token = tokens[at]
        kept.append(token)
        at = phrase_end(window, at) if token.kind == marks.WORD else at + 1
    return kept


def phrase_end(window: Window, at: int) -> int:
    """Make the token at `at` the longest phrase that begins with it; returns where that ends."""
    token = window.tokens[at]
    if is_code(window, at):
        token.word, token.info = f"{token.word}-{window.tokens[at + 2].value}", 0
        return at + 3
    end = at + 1
    word, known, here = token.word, token.info, at
    while known & marks.PREFIX:
        here = next_word(window, here)
        if here < 0:
            break
        word += ("" if token.sign == marks.WIDE else " ") + window.tokens[here].word
        known = entries()[token.language].get(word, 0)
        if known not in (0, marks.PREFIX):
            token.word, token.info, end = word, known, here + 1
    named = token.all_upper if end == at + 1 else token.upper
    if token.word_class == marks.ALIAS and named:
        token.word = f"={token.payload}"
    return end


def next_word(window: Window, at: int) -> int:
    """The word that may go on with a phrase, -1 for none."""
    behind = at + 2 if window.is_hyphen(at + 1) else at + 1
    return behind if window.get(behind).kind == marks.WORD else -1


def is_code(window: Window, at: int) -> bool:
    """Whether a short unknown word or a letter, a hyphen and a figure stand together: "F-16"."""
    token = window.tokens[at]
    if token.info and not (token.capital and token.size == 1):
        return False
    close = window.is_hyphen(at + 1) and window.get(at + 2).kind == marks.LITERAL
    return close and 0 < token.size <= LONGEST_CODE
