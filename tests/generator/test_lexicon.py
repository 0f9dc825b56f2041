"""The word lists, and how their words are inflected."""

import pytest

from dedup.generator.lexicon import classes, function_words, gerund, past, plural, synonyms


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("bridge", "bridges"), ("ferry", "ferries"), ("valley", "valleys"), ("bus", "buses"),
        ("torch", "torches"), ("fox", "foxes"), ("shelf/shelves", "shelves"), ("tax office", "tax offices"),
    ],
)  # fmt: skip
def test_plural(noun, expected):
    """A plural follows the rules, or is the one given."""
    assert expected == plural(noun)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("sign", ("signed", "signed")), ("close", ("closed", "closed")), ("bury", ("buried", "buried")),
        ("destroy", ("destroyed", "destroyed")), ("admit+", ("admitted", "admitted")),
        ("build/built", ("built", "built")), ("take/took/taken", ("took", "taken")),
        ("cut+/cut", ("cut", "cut")),
    ],
)  # fmt: skip
def test_past(verb, expected):
    """Past and participle follow the rules, or are those given."""
    assert expected == past(verb)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("sign", "signing"), ("close", "closing"), ("die/died", "dying"), ("flee/fled", "fleeing"),
        ("bury", "burying"), ("cut+/cut", "cutting"), ("admit+", "admitting"), ("see/saw/seen", "seeing"),
    ],
)  # fmt: skip
def test_gerund(verb, expected):
    """The form in -ing doubles, drops or keeps the last letter."""
    assert expected == gerund(verb)


def test_vocabulary_is_large_and_plain():
    """There are thousands of words before inflection, each once in its class, without markup."""
    known = classes()
    base = {w for name, words in known.items() if name.split(".")[-1] not in ("many", "past", "part", "ing") for w in words}  # fmt: skip

    assert 3000 <= len(base)
    for name, words in known.items():
        assert [] == [word for word in words if not word.isascii() or set("+/_~<>") & set(word)]
        if name.endswith((".one", ".base")) or "." not in name:
            assert len(set(words)) == len(words)


def test_forms_of_a_word_stand_at_one_place():
    """Every form of a class lists its words in the same order."""
    known = classes()

    for name in {name.split(".")[0] for name in known if "." in name}:
        assert 1 == len({len(words) for key, words in known.items() if key.startswith(f"{name}.")})
    at = known["vt.base"].index("build")
    assert ["built", "built", "building"] == [known[f"vt.{f}"][at] for f in ("past", "part", "ing")]


def test_synonyms_go_both_ways():
    """What may replace a word may be replaced by it, and is another word."""
    known = synonyms()

    assert [] == [
        (a, b) for a, others in known.items() for b in others if a not in known[b] or a == b
    ]
    assert {"the", "in", "because"} <= function_words()
