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
    BESIDE,
    COLUMNS,
    FIGURES,
    LANGUAGES,
    NOT_EXAMINED,
    OTHERWISE,
    TALLIES,
    UNKNOWN,
    Readings,
    Text,
    compare_facts,
    read_texts,
)  # fmt: skip
from dedup.kernels.jit import compiled_before
from dedup.noise import without_noise_rows

__all__ = [
    "Facts",
    "Masked",
    "Said",
    "fact_changes",
    "language_codes",
    "masked_texts",
    "prepare",
    "worth_compiling",
]

NO_WORDS = len(LANGUAGES)  # a language without word lists
# Fewer are sooner done in plain Python than a kernel is loaded, or compiled.
FEWEST_TO_LOAD, FEWEST_TO_COMPILE = 200, 10_000

NOT_READ = -1
SPARE = 1 << 8  # more than there are languages


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


class Said:
    """Texts whose facts are looked at several times: a kernel reads each once."""

    def __init__(self, strings: pa.StringArray, languages: Longs | None = None) -> None:
        """Nothing is read yet.

        Args:
            strings: texts as given.
            languages: of each row of `strings`, from language_codes; by default all unknown.
        """
        self.strings = without_noise_rows(strings)
        self.languages = np.full(len(strings), UNKNOWN) if languages is None else languages
        self.place = np.full(len(strings), NOT_READ)
        self.readings = room_for(0, 0)

    def changes(self, old: Longs, new: Longs) -> Facts:
        """The facts that differ between rows old[i] and new[i]."""
        codes = pair_languages(self.languages, old, new)
        if is_worth(compare_facts, len(old)):
            flags = self.flags(old, new, codes)
            return Facts(*(nullable(flags[:, i]) for i in range(3)))
        sides = (self.strings.take(pa.array(rows)).to_pylist() for rows in (old, new))
        found = [plain_changes(*pair) for pair in zip(*sides, codes.tolist(), strict=True)]
        columns = zip(*found, strict=True) if found else ([], [], [])
        return Facts(*(pa.array(column, pa.bool_()) for column in columns))

    def masked(self, rows: Longs) -> Masked:
        """The masked keys of some rows: equal where only numbers, dates and names differ."""
        if is_worth(compare_facts, len(rows)):
            at = self.read(rows)
            return Masked(self.readings.masked[at], self.readings.figures[at, BESIDE])
        texts, codes = self.strings.take(pa.array(rows)).to_pylist(), self.languages[rows].tolist()
        found = [plain_mask(*one) for one in zip(texts, codes, strict=True)]
        numbers: dict[tuple[object, ...], int] = {}
        keys = [numbers.setdefault(masked, len(numbers)) for masked, _ in found]
        return Masked(np.array(keys, np.uint64), np.array([n for _, n in found], np.int64))

    def read(self, rows: Longs) -> Longs:
        """Where in the readings these rows are, each in its own language; what is not is read."""
        wanted = np.zeros(len(self.place), np.bool_)
        wanted[rows] = True
        fresh = np.flatnonzero(wanted & (self.place == NOT_READ))
        if len(fresh):
            self.place[fresh] = len(self.readings.numbers) + np.arange(len(fresh))
            self.readings = end_to_end(
                self.readings, readings_of(self.strings, fresh, self.languages[fresh])
            )
        return self.place[rows]

    def flags(self, old: Longs, new: Longs, codes: Longs) -> Bytes:
        """The flags of many pairs, a row each; `codes` are the languages of the pairs."""
        flags = np.empty((len(old), 3), np.uint8)
        both = self.read(np.concatenate([old, new]))
        compare_facts(both[: len(old)], both[len(old) :], codes, self.readings, flags)
        otherwise = np.flatnonzero(flags[:, 0] == OTHERWISE)
        if len(otherwise):
            some = old[otherwise], new[otherwise]
            flags[otherwise] = flags_in(self.strings, *some, codes[otherwise])
        return flags


def fact_changes(
    strings: pa.StringArray, old: Longs, new: Longs, languages: Longs | None = None
) -> Facts:
    """The facts that differ between rows old[i] and new[i] of `strings`; see Said."""
    return Said(strings, languages).changes(old, new)


def masked_texts(strings: pa.StringArray, rows: Longs, languages: Longs | None = None) -> Masked:
    """The masked keys of some rows of `strings`; see Said."""
    return Said(strings, languages).masked(rows)


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


def pair_languages(languages: Longs, old: Longs, new: Longs) -> Longs:
    """The language of each pair: the older text's, or where unknown the other's."""
    return np.where(languages[old] == UNKNOWN, languages[new], languages[old])


def prepare(n: int) -> None:
    """Load or compile the kernels now, if `n` pairs are worth it, in however many calls they come."""
    if is_worth(compare_facts, n):
        nothing = np.empty(0, np.int64)
        readings = readings_of(pa.array([], pa.string()), nothing, nothing)
        compare_facts(nothing, nothing, nothing, readings, np.empty((0, 3), np.uint8))


def worth_compiling(n: int | None = None) -> bool:
    """Whether a kernel is still to be compiled, if `n` pairs, or any number, are worth it."""
    return not compiled_before(compare_facts) and (n is None or n >= FEWEST_TO_COMPILE)


def is_worth(kernel: object, n: int) -> bool:
    """Whether so many rows are worth a kernel; once it is loaded, any are."""
    if getattr(kernel, "signatures", None):
        return True
    return n >= (FEWEST_TO_LOAD if compiled_before(kernel) else FEWEST_TO_COMPILE)


def flags_in(strings: pa.StringArray, old: Longs, new: Longs, languages: Longs) -> Bytes:
    """The flags of pairs in their own languages, none of them unknown."""
    keys = np.concatenate([old, new]) * SPARE + np.tile(languages, 2)
    some, both = np.unique(keys, return_inverse=True)
    readings = readings_of(strings, some // SPARE, some % SPARE)
    flags = np.empty((len(old), 3), np.uint8)
    compare_facts(both[: len(old)], both[len(old) :], languages, readings, flags)
    return flags


def readings_of(strings: pa.StringArray, rows: Longs, languages: Longs) -> Readings:
    """What the texts of some rows say."""
    data, offsets = bytes_of(pa.table({"text": strings}), "text")
    size = int((offsets[rows + 1] - offsets[rows]).sum())
    found = room_for(len(rows), size)
    read_texts(data, offsets, rows, languages, lexicon(), room(longest(offsets, rows)), found)
    n = found.bounds[-1]
    return found._replace(words=found.words[:n], shapes=found.shapes[:n])


def room_for(n: int, size: int) -> Readings:
    """Room for the readings of `n` texts of so many bytes in all."""
    keys, figures = np.empty((2, n), np.uint64), np.zeros((n, FIGURES), np.int64)
    words, shapes = np.empty(size, np.uint64), np.empty(size, np.uint8)
    return Readings(keys[0], keys[1], figures, np.zeros(n + 1, np.int64), words, shapes)


def end_to_end(one: Readings, other: Readings) -> Readings:
    """The readings of some texts, then those of others."""
    return Readings(
        np.concatenate([one.numbers, other.numbers]),
        np.concatenate([one.masked, other.masked]),
        np.concatenate([one.figures, other.figures]),
        np.concatenate([one.bounds, one.bounds[-1] + other.bounds[1:]]),
        np.concatenate([one.words, other.words]),
        np.concatenate([one.shapes, other.shapes]),
    )


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
