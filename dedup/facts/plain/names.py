"""Proper names and negations of a text, in plain Python."""

from collections import Counter

from dedup.facts.plain.token import Read, Token
from dedup.kernels.facts import marks

__all__ = ["count_negations", "mark_names", "misses_name"]

ENGLISH, GERMAN = 0, 1
REACH = 6


def mark_names(read: Read) -> None:
    """Give the names of a text their role."""
    tokens = read.tokens
    if not read.uppers or is_headline(read):
        return
    for at in range(len(tokens)):
        if is_name(tokens, at):
            tokens[at].role = marks.NAME


def is_headline(read: Read) -> bool:
    """Whether capitals tell nothing: ALL CAPS, or Every Word With a Capital."""
    if not read.lowers:
        return True
    inner = [t for t in read.tokens if t.kind == marks.WORD and t.size and not t.opens]
    capitals = [t for t in inner if t.upper]
    if any(t.size >= 5 and not t.upper for t in inner):
        return False
    return len(capitals) >= 3 and sum(bool(t.info & marks.COMMON) for t in capitals) >= 2


def is_capital(tokens: list[Token], at: int) -> bool:
    """Whether a word with a capital stands there that is no ordinary first word."""
    if not 0 <= at < len(tokens):
        return False
    token = tokens[at]
    first = token.opens and token.info & marks.COMMON
    return token.kind == marks.WORD and token.capital and not first


def is_name(tokens: list[Token], at: int) -> bool:
    """Whether a token is a proper name, or a word of one."""
    token = tokens[at]
    if token.kind != marks.WORD or not token.upper or token.role:
        return False
    if token.info & marks.NEVER or token.initial:
        return False
    if token.info & marks.COMMON and (token.opens or token.size == 1):
        return False
    if token.info & marks.NAMED or token.all_upper:
        return True
    if token.language == GERMAN:
        return is_capital(tokens, at - 1)
    if token.opens and token.language != ENGLISH:
        return is_capital(tokens, at + 1)
    return True


def misses_name(text: list[Token], other: list[Token]) -> bool:
    """Whether a name occurs more often than the same word, in any case, in the other text."""
    words = [token.word for token in other if token.kind == marks.WORD]
    seen: Counter[str] = Counter()
    for token in text:
        if token.role != marks.NAME:
            continue
        seen[token.word] += 1
        if seen[token.word] > sum(is_same(token, word) for word in words):
            return True
    return False


def is_same(name: Token, word: str) -> bool:
    """Whether a name is a word; if it opens a sentence, also that word's singular or plural."""
    if name.word == word:
        return True
    return name.opens and word in (name.word + "s", name.word.removesuffix("s"))


def count_negations(tokens: list[Token]) -> int:
    """How many negations there are."""
    count = before = 0
    for at, token in enumerate(tokens):
        if token.kind == marks.POINT and token.value in map(ord, "!.;?"):
            before = count
        if token.kind == marks.WORD and is_negation(tokens, at, again=count > before):
            count += 1
    return count


def is_negation(tokens: list[Token], at: int, *, again: bool) -> bool:
    """Whether a word negates; `again`: its clause has a negation already."""
    token = tokens[at]
    if not token.info & (marks.NEGATION | marks.AGAIN | marks.AFTER_NE):
        return False
    if token.info & marks.AFTER_NE:
        near = tokens[max(at - REACH, 0) : at]
        if not any(t.kind == marks.WORD and t.info & marks.NE for t in near):
            return False
    if token.info & marks.AGAIN and again:
        return False
    return not is_number_sign(tokens, at)


def is_number_sign(tokens: list[Token], at: int) -> bool:
    """Whether "No" stands for number: "No. 10"."""
    behind = [token.kind for token in tokens[at + 1 : at + 3]]
    if not tokens[at].capital or tokens[at].size > 2 or not behind:
        return False
    if len(behind) == 2 and behind[0] == marks.POINT and tokens[at + 1].value == ord("."):
        return behind[1] == marks.LITERAL
    return behind[0] == marks.LITERAL
