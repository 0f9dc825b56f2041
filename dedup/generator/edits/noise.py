"""Edits that machines and hurried hands make: characters, marks, case and figures."""

import re
from collections.abc import Callable
from random import Random

from dedup.generator.edits.spare import Spare, core, replaced_word

__all__ = ["number_change", "ocr_noise", "punct_case_quote", "typo"]

# What a scanner takes one for the other, both ways.
LOOK_ALIKE = [
    ("rn", "m"), ("l", "1"), ("o", "0"), ("e", "c"), ("h", "b"), ("s", "5"), ("i", "1"), ("t", "f"),
    ("u", "n"), ("cl", "d"), ("vv", "w"), ("a", "o"), ("g", "q"),
]  # fmt: skip
CONFUSED = [*LOOK_ALIKE, *((right, left) for left, right in LOOK_ALIKE if left.isalpha())]
ROWS_OF_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NUMBER_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty",
)  # fmt: skip
MOST_ERRORS = 0.04  # of the characters


def ocr_noise(text: str, dice: Random, spare: Spare) -> str | None:
    """Characters are taken for others that look alike, and spaces appear and vanish."""
    for _ in range(max(1, int(len(text) * dice.uniform(0.01, MOST_ERRORS)))):
        text = misread(text, dice) if dice.random() < 0.8 else misspaced(text, dice)
    return text


def misread(text: str, dice: Random) -> str:
    """One confusion inside the text, if it is there at all."""
    seen, taken = dice.choice(CONFUSED)
    at = text.find(seen, dice.randrange(1, len(text)))
    return text if at < 0 else text[:at] + taken + text[at + len(seen) :]


def misspaced(text: str, dice: Random) -> str:
    """A word broken in two, or two words run together."""
    at = dice.randrange(2, len(text) - 2)
    if text[at] == " " and text[at - 1].isalpha():
        return text[:at] + text[at + 1 :]
    broken = text[at - 2 : at + 2]
    return f"{text[:at]} {text[at:]}" if broken.isalpha() and broken.islower() else text


def typo(text: str, dice: Random, spare: Spare) -> str | None:
    """One to three letters are swapped, dropped, doubled or missed by a key."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        places = [i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha()]
        if not places:
            return None
        text = mistyped(text, dice.choice(places), dice)
    return text


def mistyped(text: str, at: int, dice: Random) -> str:
    """One slip of the fingers at `at`."""
    before, letter, next_letter, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    slips = (
        next_letter + letter + after,
        next_letter + after,
        letter + letter + next_letter + after,
        beside(letter, dice) + next_letter + after,
    )
    return before + dice.choice(slips)


def beside(letter: str, dice: Random) -> str:
    """A letter whose key lies beside."""
    for row in ROWS_OF_KEYS:
        at = row.find(letter.lower())
        if at >= 0:
            return row[at + dice.choice((-1, 1)) if 0 < at < len(row) - 1 else abs(at - 1)]
    return letter


def end_changed(text: str, dice: Random) -> str:
    """Another mark at the end."""
    return text[:-1] + dice.choice("!…") if text.endswith(".") else text


def space_changed(text: str, dice: Random) -> str:
    """A space that is doubled or must not break."""
    at = text.find(" ", dice.randrange(len(text)))
    return text if at < 0 else text[:at] + dice.choice(("  ", "\u00a0")) + text[at + 1 :]


def quoted(text: str, dice: Random) -> str:
    """Quotation marks around all of it."""
    free = not any(mark in text for mark in '"“”')
    return f"“{text}”" if free else text


MARKS: tuple[Callable[[str, Random], str], ...] = (
    lambda text, dice: text.upper(),
    lambda text, dice: re.sub(r'"([^"]*)"', "“\\1”", text),
    lambda text, dice: text.replace("'", "\u2019"),
    lambda text, dice: text.replace(", ", " ", 1),
    lambda text, dice: text.replace("—", "-").replace("-", "\u2011"),
    end_changed,
    space_changed,
    quoted,
)


def punct_case_quote(text: str, dice: Random, spare: Spare) -> str | None:
    """One to three changes of marks, spaces, case or quotation marks, as between two editors."""
    for change in dice.sample(MARKS, dice.choice((1, 2, 3))):
        text = change(text, dice)
    return text


def number_change(text: str, dice: Random, spare: Spare) -> str | None:
    """One figure, or one number word, becomes another."""
    words = text.split(" ")
    places = [i for i, word in enumerate(words) if is_number(core(word)[1])]
    if not places:
        return None
    i = dice.choice(places)
    words[i] = replaced_word(words[i], other_number(core(words[i])[1], dice))
    return " ".join(words)


def is_number(word: str) -> bool:
    """Whether a word is a figure or a number word."""
    return word.isdecimal() or word.lower() in NUMBER_WORDS


def other_number(word: str, dice: Random) -> str:
    """Another number of its kind."""
    if word.isdecimal():
        return str(int(word) + dice.choice((1, 2, 3, 5, 7, 10, 11, 40)))
    return dice.choice([other for other in NUMBER_WORDS if other != word.lower()])
