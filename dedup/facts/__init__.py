"""Which facts changed between the texts of a pair: numbers, names, negations.

Each flag compares what the two whole texts say, not the words inside their diff; the order in which
they say it does not count, nor does noise: "&#8217;" is an apostrophe.

**Numbers.**  Every quantity, date and time of a text, each with its unit, is brought to one form:
"fifteen" is 15, "1,500" is "1.5 thousand", "3m" is "3 million", "half" is .5, "a dozen" is 12,
"5 p.m." is 17:00, "15 April" is "April 15", "2024-04-15" is "April 15, 2024".  Units, currencies and
"percent" belong to their number, so "5%" is not "5 percentage points" and "$5" not "€5"; years are
no unit, so "12 years old" is "12-year-old".  Months, weekdays, "today" and "yesterday" are dates.
Ordinals are numbers of their own kind.  The flag is set when one text has a number that the other
lacks: one changed, added or dropped.  Of "3-1" and "10 to 5" it counts that the second is less.

**Names.**  A name is a word with a capital that opens no sentence.  One that does is a name in
English unless it is an ordinary word, by the list or by its ending, or the other text has it in the
plural or singular; elsewhere it is one when another capital follows.  In German, where all nouns
have capitals, names are what follows a capital ("Olaf Scholz"), capitals only ("SPD"), and listed
places.  Titles, single initials, months and weekdays are none; headlines in capitals have none of
their own.  The flag is set when a name of one text is no word of the other, in any case, as often.
Accents do not count, "U.S." is "United States", and an attribution that was dropped ("Iraqi state
TV", "state TV") is a name that was dropped.  Null where most letters have no capitals.

**Negation.**  Grammatical negations are counted ("not", "n't", "no", "never", "nobody", "without"),
not words that deny.  "Not only" is none, and "nor" is one where its clause has no other.
Null in a language without word lists.

Word lists stand in `words/`; without a language tag a pair is read in the language of its commonest
words.  `dedup.facts.plain` has the rules in plain Python, `dedup.kernels.facts` for many pairs.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.arrow import bytes_of
from dedup.facts.lexicon import lexicon
from dedup.facts.plain import plain_changes, plain_mask
from dedup.kernels.arrays import Bytes, Keys, Longs
from dedup.kernels.facts import (
    COLUMNS,
    LANGUAGES,
    NOT_EXAMINED,
    TALLIES,
    UNKNOWN,
    Scratch,
    Text,
    compare_facts,
    mask_facts,
)  # fmt: skip
from dedup.kernels.jit import compiled_before
from dedup.noise import without_noise_rows

__all__ = [
    "Facts",
    "Masked",
    "fact_changes",
    "language_codes",
    "masked_texts",
    "prepare",
    "worth_compiling",
]

NO_WORDS = len(LANGUAGES)  # a language without word lists
# Fewer are sooner done in plain Python than a kernel is loaded, or compiled.
FEWEST_TO_LOAD, FEWEST_TO_COMPILE = 200, 10_000


class Facts(NamedTuple):
    """Per pair, whether a fact changed; null where it could not be examined."""

    numbers_differ: pa.BooleanArray
    names_differ: pa.BooleanArray
    negation_differs: pa.BooleanArray


class Masked(NamedTuple):
    """Per text a key that numbers, dates and names leave unchanged, and the words beside them.

    Keys of one call may be compared with each other.
    """

    key: Keys
    n_words: Longs


def fact_changes(
    strings: pa.StringArray, old: Longs, new: Longs, languages: Longs | None = None
) -> Facts:
    """The facts that differ between rows old[i] and new[i] of `strings`.

    Args:
        strings: texts as given.
        old: rows.
        new: rows.
        languages: of each row of `strings`, from language_codes; by default all unknown.
    """
    strings = without_noise_rows(strings)
    old, new = np.array(old, np.int64), np.array(new, np.int64)  # writable: see masked_texts
    codes = pair_languages(languages, old, new)
    if is_worth(compare_facts, len(old)):
        flags = by_kernel(strings, old, new, codes)
        return Facts(*(nullable(flags[:, i]) for i in range(3)))
    sides = (strings.take(pa.array(rows)).to_pylist() for rows in (old, new))
    found = [plain_changes(*pair) for pair in zip(*sides, codes.tolist(), strict=True)]
    columns = zip(*found, strict=True) if found else ([], [], [])
    return Facts(*(pa.array(column, pa.bool_()) for column in columns))


def masked_texts(strings: pa.StringArray, rows: Longs, languages: Longs | None = None) -> Masked:
    """The masked keys of some rows: equal where only numbers, dates and names differ."""
    strings = without_noise_rows(strings)
    rows = np.array(rows, np.int64)  # writable, as what a kernel is compiled for
    codes = np.full(len(rows), UNKNOWN) if languages is None else languages[rows]
    if is_worth(mask_facts, len(rows)):
        return masked_by_kernel(strings, rows, codes)
    texts = strings.take(pa.array(rows)).to_pylist()
    found = [plain_mask(*one) for one in zip(texts, codes.tolist(), strict=True)]
    numbers: dict[tuple[object, ...], int] = {}
    keys = [numbers.setdefault(masked, len(numbers)) for masked, _ in found]
    return Masked(np.array(keys, np.uint64), np.array([n for _, n in found], np.int64))


def language_codes(tags: list[str | None]) -> Longs:
    """The codes of language tags like "en" or "pt-BR"; None is told from the texts."""
    known = {tag: language_code(tag) for tag in set(tags)}
    return np.array([known[tag] for tag in tags], np.int64)


def language_code(tag: str | None) -> int:
    """The code of one tag."""
    if tag is None or not tag.strip():
        return UNKNOWN
    name = tag.strip().lower().replace("_", "-").split("-")[0]
    return LANGUAGES.index(name) if name in LANGUAGES else NO_WORDS


def pair_languages(languages: Longs | None, old: Longs, new: Longs) -> Longs:
    """The language of each pair: the older text's, or where unknown the other's."""
    if languages is None:
        return np.full(len(old), UNKNOWN)
    return np.where(languages[old] == UNKNOWN, languages[new], languages[old])


def prepare(n: int) -> None:
    """Load or compile the kernels now, if `n` pairs are worth it, in however many calls they come."""
    nothing = pa.array([], pa.string()), np.empty(0, np.int64)
    if is_worth(compare_facts, n):
        by_kernel(*nothing, *nothing[1:] * 2)
    if is_worth(mask_facts, n):
        masked_by_kernel(*nothing, *nothing[1:])


def worth_compiling(n: int | None = None) -> bool:
    """Whether a kernel is still to be compiled, if `n` pairs, or any number, are worth it."""
    return not compiled_before(compare_facts) and (n is None or n >= FEWEST_TO_COMPILE)


def is_worth(kernel: object, n: int) -> bool:
    """Whether so many rows are worth a kernel; once it is loaded, any are."""
    if getattr(kernel, "signatures", None):
        return True
    return n >= (FEWEST_TO_LOAD if compiled_before(kernel) else FEWEST_TO_COMPILE)


def by_kernel(strings: pa.StringArray, old: Longs, new: Longs, codes: Longs) -> Bytes:
    """The flags of many pairs, a row each."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    scratch = Scratch(room(longest(offsets, old)), room(longest(offsets, new)))
    flags = np.empty((len(old), 3), np.uint8)
    compare_facts(data, offsets, old, new, codes, lexicon(), scratch, flags)
    return flags


def masked_by_kernel(strings: pa.StringArray, rows: Longs, codes: Longs) -> Masked:
    """The masked keys of many texts."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    masked = Masked(np.empty(len(rows), np.uint64), np.empty(len(rows), np.int64))
    text = room(longest(offsets, rows))
    mask_facts(data, offsets, rows, codes, lexicon(), text, masked.key, masked.n_words)
    return masked


def longest(offsets: Longs, rows: Longs) -> int:
    """Bytes of the longest of the rows."""
    return int((offsets[rows + 1] - offsets[rows]).max(initial=0))


def room(size: int) -> Text:
    """Room for the tokens of a text of so many bytes."""
    cells = np.zeros((size + 1, COLUMNS), np.int64)
    return Text(cells, np.zeros(size + 1, np.uint64), np.zeros(TALLIES, np.int64))


def nullable(flags: Bytes) -> pa.BooleanArray:
    """Flags of the kernel as a column, null where NOT_EXAMINED."""
    return pa.array(flags == 1, mask=flags == NOT_EXAMINED)
