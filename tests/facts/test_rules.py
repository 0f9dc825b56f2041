"""The definition, sentence by sentence: by the rules in plain Python and by the kernel."""

import numpy as np
import pyarrow as pa
import pytest

from dedup import facts
from dedup.facts import fact_changes, language_codes

# Numbers that are the same, however they are written.
SAME = [
    ("en", "half of it", "one half of it", "1/2 of it", "0.5 of it", "½ of it"),
    ("en", "three quarters of it", "three-quarters of it", "3/4 of it", "0.75 of it"),
    ("en", "a third of it", "one third of it", "1/3 of it", "2/6 of it"),
    ("en", "2½ million men", "two and a half million men", "2.5m men", "2,500,000 men"),
    ("en", "half a million", "500,000", "0.5 million", "five hundred thousand", "500k"),
    ("en", "half a dozen", "six", "6"),
    ("en", "two thousand and twenty-five", "2,025", "2025"),
    ("en", "US$5m", "$5 million", "5 million dollars", "5m US dollars", "USD 5 million"),
    ("en", "$82 a barrel", "82 dollars per barrel"),
    ("en", "5:30 p.m.", "5.30pm", "17:30"),
    ("en", "12 p.m.", "noon", "12:00"),
    ("en", "12 a.m.", "0:00"),
    ("en", "5 o'clock", "5:00", "5 a.m."),
    ("en", "the 5th of May", "May 5", "5 May", "May 5th", "the fifth of May"),
    ("en", "15.04.2024", "2024-04-15", "04/15/2024", "April 15, 2024", "15 Apr. 2024"),
    ("en", "twenty-first", "21st"),
    ("en", "3 to 5 men", "3-5 men", "three to five men"),
    ("en", "1,00,000 men", "100,000 men", "one lakh men"),
    ("de", "fünfundzwanzig", "25"),
    ("de", "1.234,5 Euro", "1234,50 €"),
    ("de", "17.30 Uhr", "17:30 Uhr", "17:30"),
    ("de", "zweihundert", "200", "zwei hundert"),
    ("fr", "quatre-vingt-dix", "90", "nonante"),
    ("fr", "soixante-quinze", "75"),
    ("fr", "17h30", "17:30"),
    ("fr", "1 500 euros", "1\u00a0500 €", "1500 euros"),
    ("es", "treinta y cinco", "35"),
    ("es", "3 mil millones", "3.000 millones", "3.000.000.000"),
    ("it", "venticinque", "25"),
    ("pt", "vinte e cinco", "25"),
    ("nl", "vijfentwintig", "25"),
    ("ru", "двадцать пять тысяч", "25 тыс", "25 000"),
    ("zh", "三百二十五", "325"),
    ("zh", "3万", "三万", "30000"),
    ("ja", "十五", "15"),
]  # fmt: skip
# old, new, and which of numbers, names and negation differ
CHANGED = [
    ("en", "won 3-1", "won 1-3", "100"),
    ("en", "from 10 to 5", "from 5 to 10", "100"),
    ("en", "-5 degrees", "5 degrees", "100"),
    ("en", "A$5", "$5", "100"),
    ("en", "04/05/2024", "05/04/2024", "100"),
    ("en", "the second half", "the first half", "100"),
    ("en", "It may rain", "It rains", "000"),
    ("en", "We met Theresa May", "We met Theresa Wood", "010"),
    ("en", "He came in May", "He came", "100"),
    ("en", "We saw J. K. Rowling", "We saw Rowling", "010"),
    ("en", "We saw John F. Kerry", "We saw John Kerry", "000"),
    ("en", "He met Kim and Kim", "He met Kim and Lee", "010"),
    ("en", "The Americans left", "The American left", "010"),
    ("en", "Avocado growers left", "growers of avocados left", "000"),
    ("en", "He did not eat, nor drink", "He did not eat or drink", "000"),
    ("en", "He ate. Nor did she drink", "He ate. She drank", "001"),
    ("en", "Room No. 10", "Room 10", "000"),
    ("en", "No, he said", "Yes, he said", "001"),
    ("fr", "Il ne viendra plus", "Il viendra", "001"),
    ("fr", "Il est plus grand", "Il est grand", "000"),
    ("fr", "Ni Paul ni Luc", "Paul et Luc", "001"),
    ("de", "Wir sahen Olaf Scholz", "Wir sahen Olaf Lange", "010"),
    ("de", "Wir sahen die Brücke", "Wir sahen den Turm", "000"),
    ("es", "No vino nadie", "Nadie vino", "000"),
    ("ru", "Он не только пел", "Он пел", "000"),
]


@pytest.fixture(params=["plain", "kernel"])
def differ(request, monkeypatch):
    """A function that tells which flags are set for two texts."""
    monkeypatch.setattr(facts, "is_worth", lambda _kernel, _n: request.param == "kernel")

    def flags(language, old, new):
        codes = language_codes([language, language])
        found = fact_changes(pa.array([old, new]), np.array([0]), np.array([1]), codes)
        return "".join(str(int(bool(column[0].as_py()))) for column in found)

    return flags


@pytest.mark.parametrize("case", SAME, ids=lambda case: case[1])
def test_the_same_number(case, differ):
    """However a number is written, it is the same one; and dropping it is a difference."""
    language, first, *others = case

    assert ["0"] * len(others) == [differ(language, first, other)[0] for other in others]
    assert ["1"] * (len(case) - 1) == [differ(language, text, "")[0] for text in case[1:]]


@pytest.mark.parametrize(("language", "old", "new", "expected"), CHANGED)
def test_what_differs(language, old, new, expected, differ):
    """Each flag is set for its own reason, whichever text is the older."""
    assert [expected, expected] == [differ(language, old, new), differ(language, new, old)]


def test_a_figure_too_long_to_count(differ):
    """Of longer figures the first digits and the number of digits count."""
    assert "100" == differ("en", "1" * 30, "1" * 31)
    assert "000" == differ("en", "1" * 30, "1" * 30)
