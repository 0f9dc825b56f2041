"""Noise that machines leave in text: what normalization undoes, and what the Jaccard bears."""

import re
import textwrap

import polars as pl
import pytest

import dedup
from tests.naive.similarity import jaccard, normalize

SENTENCES = (
    'The harbor office said "nobody will lose his berth" at Brill & Sons\' new quay, which opens in May.',
    "Engineers who inspected the northern towers found thirty-two loose bolts, and the city's own report agreed.",
    "It isn't the first time, the fishermen's union said: the café on the old pier was closed in 2019 as well.",
)
CLEAN = " ".join(SENTENCES)
FLOOR = 0.6

CURLY = str.maketrans({"'": "\u2019"})
NAMED = {"&": "&amp;", '"': "&quot;", "'": "&rsquo;", "é": "&eacute;"}
LOOK_ALIKE = {"m": "rn", "l": "1", "o": "0"}


def every(n, text, change):
    """The text with every n-th letter that `change` knows changed."""
    places = [i for i, char in enumerate(text) if char in change][n - 1 :: n]
    return "".join(change[char] if i in places else char for i, char in enumerate(text))


def wrapped(text, width):
    """Hard line breaks."""
    return textwrap.fill(text, width, break_on_hyphens=False)


def hyphenated(text, width):
    """Hard line breaks inside words of six small letters and more, behind a hyphen."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) < width:
            line = f"{line} {word}".strip()
        elif re.fullmatch("[a-z]{6,}", word) and len(line) + 4 < width:
            lines.append(f"{line} {word[:3]}-")
            line = word[3:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


EXACT = {
    "hard line breaks": wrapped(CLEAN, 60),
    "carriage returns": wrapped(CLEAN, 60).replace("\n", "\r\n"),
    "words broken at line ends": hyphenated(CLEAN, 60),
    "soft hyphens at line ends": hyphenated(CLEAN, 60).replace("-\n", "\u00ad\n"),
    "all capitals": CLEAN.upper(),
    "curly quotes": re.sub('"(.*?)"', "\u201c\\1\u201d", CLEAN).translate(CURLY),
    "named references": "".join(NAMED.get(char, char) for char in CLEAN),
    "numbered references": CLEAN.replace("'", "&#8217;")
    .replace('"', "&#34;")
    .replace("é", "&#233;"),
    "hexadecimal references": CLEAN.replace("'", "&#x2019;").replace("é", "&#xE9;"),
    "references escaped twice": CLEAN.replace("'", "&amp;#8217;").replace("&", "&amp;"),
    "no-break spaces as references": CLEAN.replace(" ", "&nbsp;"),
    "no-break spaces": CLEAN.replace(" ", "\u00a0"),
    "zero-width spaces": CLEAN.replace("e", "e\u200b"),
    "joiners and direction marks": CLEAN.replace("e", "\u200de\u200c").replace(" ", " \u200e"),
    "byte order marks": CLEAN.replace(" ", "\ufeff "),
    "soft hyphens": CLEAN.replace("er", "e\u00adr"),
    "soft hyphens as references": CLEAN.replace("er", "e&shy;r"),
    "ligatures": CLEAN.replace("fi", "\ufb01"),
    "full-width letters": CLEAN.replace("t", "\uff54"),
    "combining accents": CLEAN.replace("é", "e\u0301"),
}
NEAR = {
    "scanning errors": every(7, CLEAN, LOOK_ALIKE),
    "spaces lost in scanning": every(9, CLEAN, {" ": ""}),
    "spaces found in scanning": every(9, CLEAN, {"e": "e "}),
    "a compound broken at its hyphen": CLEAN.replace("thirty-two", "thirty-\ntwo"),
    "words broken before white space": hyphenated(CLEAN, 60).replace("-\n", "- "),
    "letters doubled": every(11, CLEAN, {"n": "nn", "s": "ss"}),
    "accents lost": CLEAN.replace("é", "e"),
}


def found_in(noisy):
    """Where the sentences of the noisy article came from: its occurrences, in order."""
    found = dedup.find_duplicates([CLEAN, noisy], paragraphs="blank").occurrences
    return found.filter(pl.col("article_id") == "1").sort("char_start")


@pytest.mark.parametrize("noisy", EXACT.values(), ids=EXACT)
def test_undone(noisy):
    """All three sentences are exact repeats, and the spans lie in the text with its noise."""
    found = found_in(noisy)

    assert noisy != CLEAN
    assert ["exact"] * 3 == found["match_type"].to_list()
    assert [normalize(one) for one in SENTENCES] == list(map(normalize, slices(noisy, found)))
    assert found["text"].to_list() == slices(noisy, found)


@pytest.mark.parametrize("noisy", NEAR.values(), ids=NEAR)
def test_borne(noisy):
    """All three sentences are found, one of them at least as a rewrite, with the exact Jaccard."""
    found = found_in(noisy)

    assert {"near"} <= set(found["match_type"]) <= {"near", "exact"}
    scores = [jaccard(*pair) for pair in zip(SENTENCES, slices(noisy, found), strict=True)]
    assert scores == pytest.approx(found["jaccard"].to_list(), abs=1e-6)
    assert min(scores) >= FLOOR
    assert found["text"].to_list() == slices(noisy, found)


def slices(text, found):
    """What the spans cut out of the text as given."""
    return [text[start:end] for start, end in found.select("char_start", "char_end").iter_rows()]


@pytest.mark.parametrize("paragraphs", ["auto", "blank"])
def test_a_wrapped_and_hyphenated_article(paragraphs):
    """Broken words do not hide that an article is hard-wrapped."""
    noisy = hyphenated(CLEAN, 60)
    found = dedup.find_duplicates([CLEAN, noisy], paragraphs=paragraphs).occurrences

    assert ["exact"] * 3 == found.filter(pl.col("article_id") == "1")["match_type"].to_list()


def test_every_noise_at_once():
    """A page scanned, wrapped, escaped and in capitals is still found."""
    noisy = hyphenated(every(9, CLEAN, LOOK_ALIKE), 60)
    noisy = noisy.replace("'", "&#8217;").replace('"', "&quot;").replace("er", "e\u00adr").upper()
    noisy = noisy.replace("&QUOT;", "&quot;").replace("-\n", "\u00ad\n")
    found = found_in(noisy)

    assert ["near"] * 3 == found["match_type"].to_list()
    assert min(found["jaccard"]) >= FLOOR


def test_noise_changes_no_fact():
    """An apostrophe as a number, or a name broken at a line end, is no changed number or name."""
    clean = "The mayor\u2019s office said Rivermouth won\u2019t reopen the old bridge before May."
    noisy = (
        "The mayor&#8217;s office said River-\nmouth won&#8217;t reopen the old bridge until May."
    )
    (row,) = dedup.find_duplicates([clean, noisy], paragraphs="blank").pairs.to_dicts()

    assert row["jaccard"] > FLOOR
    assert [] == [
        name for name, value in row.items() if name.endswith(("differ", "differs")) and value
    ]
