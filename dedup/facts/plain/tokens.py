"""The tokens of a text, in plain Python: words, figures and signs, each with what is known of it."""

from itertools import pairwise

from dedup.facts.characters import character_signs
from dedup.facts.lexicon import entries
from dedup.facts.plain.token import Read, Token
from dedup.kernels.facts import marks
from dedup.kernels.facts.lexicon import (
    ARABIC_ID,
    CHINESE,
    GUESS,
    JAPANESE,
    N_LATIN,
    RUSSIAN,
    SYMBOLS,
    UNSUPPORTED,
)  # fmt: skip
from dedup.kernels.facts.words import FEWEST_LETTERS, SUFFIXES

__all__ = ["evidence", "read_tokens"]

LETTERS = (marks.LOWER, marks.UPPER, marks.UNCASED)
MOST_DIGITS = 10**14
MOST_WORDS, LONGEST_COMMON = 24, 5
COMMA_DECIMALS = frozenset(range(1, UNSUPPORTED + 1)) - {ARABIC_ID, CHINESE, JAPANESE}


class Reader:
    """One pass over a text; holds where it is."""

    def __init__(self, text: str, language: int) -> None:
        self.language, self.at, self.figures_until = language, 0, 0
        self.raw = text
        table = character_signs()
        signs = [int(table[ord(c)]) if ord(c) < marks.N_SIGNS else beyond(c) for c in text]
        self.kinds = [sign & marks.CLASS for sign in signs]
        self.scripts = [sign >> marks.SCRIPT & marks.SCRIPT_MASK for sign in signs]
        self.folds = [sign >> marks.SIGN_SHIFT for sign in signs]
        self.read = Read([], {}, 0, 0)

    def run(self) -> Read:
        """All tokens."""
        glued, opens = False, True
        while self.at < len(self.kinds):
            kind = self.kinds[self.at]
            if kind in (marks.SKIP, marks.SPACE):
                glued = glued and kind == marks.SKIP
                self.at += 1
                continue
            start, token = self.at, self.token(kind)
            token.glued, token.opens = glued, opens
            if opens and not token.info and self.is_ordinary(token, self.raw[start : self.at]):
                token.info = marks.COMMON
            self.read.tokens.append(token)
            opens = token.kind == marks.POINT and (opens or self.opens_behind(token))
            glued = True
        return self.read

    def is_ordinary(self, token: Token, word: str) -> bool:
        """Whether an English word with one capital ends as ordinary words do."""
        behind = self.char(self.at)
        whole = not behind or (behind.isascii() and behind != "'" and not behind.isdigit())
        letters = word.isascii() and word.isalpha() and len(word) >= FEWEST_LETTERS
        named = token.kind == marks.WORD and token.language == 0 and token.upper == 1
        return named and letters and whole and word.endswith(SUFFIXES)

    def token(self, kind: int) -> Token:
        """The token here, and on behind it."""
        if kind in LETTERS:
            return self.word()
        if kind == marks.DIGIT:
            return self.figure()
        self.at += 1
        return self.sign(self.at - 1)

    def sign(self, at: int) -> Token:
        """A letter of a wide script, or a sign."""
        char, wide = chr(self.folds[at]), self.kinds[at] == marks.WIDE
        script = self.scripts[at]
        salt = salt_of(script, self.language) if wide else SYMBOLS
        if wide:
            self.count(script, 1)
        kind = marks.WORD if wide else marks.POINT
        token = Token(kind, char, entries()[salt].get(char, 0), salt)
        token.sign, token.value = self.kinds[at], 0 if wide else self.folds[at]
        return token

    def count(self, script: int, letters: int) -> None:
        """Count letters of a script."""
        self.read.scripts[script] = self.read.scripts.get(script, 0) + letters

    def word(self) -> Token:
        """A word: letters, inner apostrophes, and digits unless it touches a figure before it."""
        start = self.at
        last = self.read.tokens[-1] if self.read.tokens else None
        digits = last is None or last.kind != marks.LITERAL or self.raw[start - 1] == " "
        inside = self.word_places(digits)
        letters = [i for i in inside if self.kinds[i] in LETTERS]
        token = self.made(inside, letters)
        script = self.scripts[letters[-1]]
        self.count(script, len(letters))
        self.read.uppers += token.upper
        self.read.lowers += sum(self.kinds[i] == marks.LOWER for i in letters)
        if len(letters) == 1 and self.char(self.at) == ".":
            token = self.dotted(start, token)
        token.language = salt_of(script, self.language)
        token.info = entries()[token.language].get(token.word, 0)
        return token

    def made(self, inside: list[int], letters: list[int]) -> Token:
        """A word of the characters at `inside`."""
        text = "".join(
            chr(self.folds[i] + (0x30 if self.kinds[i] == marks.DIGIT else 0)) for i in inside
        )
        token = Token(marks.WORD, text, size=len(letters))
        token.upper = sum(self.kinds[i] == marks.UPPER for i in letters)
        token.capital = self.kinds[letters[0]] == marks.UPPER
        return token

    def char(self, at: int) -> str:
        """The character as given, nothing behind the end."""
        return self.raw[at] if at < len(self.raw) else ""

    def word_places(self, digits: bool) -> list[int]:  # noqa: FBT001 - one caller
        """The places of the characters of a word; on behind it and its possessive 's."""
        inside: list[int] = []
        while self.at < len(self.kinds):
            kind = self.kinds[self.at]
            if kind == marks.APOSTROPHE:
                after = self.apostrophe(inside)
                if after:
                    self.at += after - 1
                    break
            elif (
                kind != marks.SKIP and kind not in LETTERS and not (digits and kind == marks.DIGIT)
            ):
                break
            if kind != marks.SKIP:
                inside.append(self.at)
            self.at += 1
        return inside

    def apostrophe(self, inside: list[int]) -> int:
        """0 for an apostrophe inside a word; else one more than what belongs to the word's end."""
        behind = self.letters_behind(self.at + 1)
        if len(behind) == 1 and self.folds[behind[0]] == ord("s"):
            return 3
        upper = bool(behind) and self.kinds[behind[0]] == marks.UPPER
        elided = len(behind) >= 3 or (len(behind) == 2 and upper)
        alone = [self.folds[i] for i in inside] == [ord("o")]
        return 1 if not behind or (elided and not alone) else 0

    def letters_behind(self, at: int) -> list[int]:
        """The places of up to three letters from `at` on."""
        end = at
        while end < min(at + 3, len(self.kinds)) and self.kinds[end] in LETTERS:
            end += 1
        return list(range(at, end))

    def dotted(self, start: int, token: Token) -> Token:
        """Letters with dots, as in "U.S." and "J. K."; else the token, maybe an initial."""
        at = stop = self.at
        while self.char(at) == ".":
            spaced = self.char(at + 1) == " "
            here = at + 1 + spaced
            behind = self.letters_behind(here)
            dot = self.char(here + 1) == "."
            capital = len(behind) == 1 and self.kinds[here] == marks.UPPER
            if len(behind) != 1 or (spaced and not (capital and dot)):
                break
            at, stop = here + 1, here + 1 + dot
        if stop == self.at:
            token.initial = token.capital
            return token
        letters = [i for i in range(start, stop) if self.kinds[i] in LETTERS]
        self.at = stop
        return self.made(letters, letters)

    def opens_behind(self, token: Token) -> bool:
        """Whether a sentence or a quotation may begin behind a sign."""
        tokens = self.read.tokens
        if token.value == ord(".") and len(tokens) > 1 and tokens[-2].kind == marks.WORD:
            before = tokens[-2]
            short = before.info & marks.NEVER or before.word_class == marks.MONTH_SHORT
            return not short and before.size != 1
        if token.value < 0x40:
            return chr(token.value) in '!".:?'
        return chr(token.value) in "[«»" or 0x2000 <= token.value < 0x20A0 or token.value >= 0x3000

    def figure(self) -> Token:
        """A figure: digits with what groups and decimals mean in this language."""
        end, decimals = self.digits_end(self.at), 0
        if self.at >= self.figures_until:
            end, decimals = self.figure_end(end)
        token = Token(marks.LITERAL)
        for i in range(self.at, end):
            if self.kinds[i] != marks.DIGIT:
                continue
            token.size += 1
            behind = bool(decimals) and i >= decimals
            if token.value < MOST_DIGITS:
                token.value = token.value * 10 + self.folds[i]
                token.places += behind
            elif not behind:
                token.places -= 1
        self.at = end
        return token

    def digits_end(self, at: int) -> int:
        """Where the digits from `at` on end."""
        while at < len(self.kinds) and self.kinds[at] == marks.DIGIT:
            at += 1
        return at

    def figure_end(self, head: int) -> tuple[int, int]:
        """Where the figure here ends, and where its decimals begin, or 0."""
        groups, seps, stop = [head - self.at], "", head
        while self.mark(stop):
            after = self.digits_end(stop + 1)
            size, mark = after - stop - 1, self.mark(stop)
            blank = mark == "b" and self.language == 0
            if not size or (mark in "bna" and (size != 3 or groups[0] > 3 or blank)):
                break
            groups.append(size)
            seps, stop = seps + mark, after
        self.figures_until = stop
        whole = meaning(groups, seps, self.raw[self.at] != "0", self.language in COMMA_DECIMALS)
        if whole is None:
            return head, 0
        return stop, 0 if whole else stop - groups[-1]

    def mark(self, at: int) -> str:
        """What stands between digits here: , . b n a, or nothing."""
        if at >= len(self.kinds):
            return ""
        if self.kinds[at] == marks.APOSTROPHE:
            return "a"
        return {",": ",", ".": ".", " ": "b", "\u00a0": "n"}.get(chr(self.folds[at]), "")


def meaning(groups: list[int], seps: str, grouped: bool, comma: bool) -> bool | None:  # noqa: FBT001
    """Whether digits in groups are a whole number, have decimals (False), or are several (None)."""
    grouped = grouped and groups[0] <= 3
    changes = 1 + sum(a != b for a, b in pairwise(seps)) if seps else 0
    if not seps or (changes == 1 and seps[-1] in "bna"):
        return True
    if len(seps) == 1:
        return groups[-1] == 3 and grouped and seps == (".,"[not comma])
    indian = groups[-1] == 3 and all(size == 2 for size in groups[1:-1])
    if changes == 1 and grouped and (all(size == 3 for size in groups[1:]) or indian):
        return True
    decimal = changes == 2 and grouped and all(size == 3 for size in groups[1:-1])
    return False if decimal and seps[-1] in ",." else None


def beyond(char: str) -> int:
    """The sign of a character beyond the table."""
    kind = marks.WIDE | marks.HAN << marks.SCRIPT if ord(char) >= 0x20000 else marks.OTHER
    return kind | ord(char) << marks.SIGN_SHIFT


def salt_of(script: int, language: int) -> int:
    """Whose words to look up for a word in a script."""
    if script == marks.LATIN:
        return language if language < N_LATIN else UNSUPPORTED
    if script in (marks.HAN, marks.KANA):
        return JAPANESE if language == JAPANESE else CHINESE
    return {marks.CYRILLIC: RUSSIAN, marks.ARABIC: ARABIC_ID}.get(script, UNSUPPORTED)


def read_tokens(text: str, language: int) -> Read:
    """The tokens of a text read in a language."""
    return Reader(text, language).run()


def evidence(read: Read) -> list[int]:
    """How many of the commonest words of each language there are."""
    lanes = [0] * N_LATIN
    for token in read.tokens[:MOST_WORDS]:
        known = entries()[GUESS].get(token.word, 0) if token.kind == marks.WORD else 0
        if token.language == 0 and token.size <= LONGEST_COMMON:
            lanes = [n + (known >> 8 * i & 0xFF) for i, n in enumerate(lanes)]
    return lanes
