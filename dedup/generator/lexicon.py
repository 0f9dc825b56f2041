"""The word lists, inflected: for each class of words, those a sentence may use."""

from functools import cache
from pathlib import Path

__all__ = ["classes", "function_words", "gerund", "past", "plural", "synonyms", "word_file"]

FOLDER = Path(__file__).parent / "words"
NOUNS = {
    "person": "persons",
    "body": "bodies",
    "thing": "things",
    "matter": "matters",
    "place": "places",
}
VERBS = {"vt": "transitive", "vi": "intransitive", "say": "saying"}
PLAIN = {"mass": "masses", "adj": "adjectives", "adv": "adverbs"}
VOWELS = "aeiou"
HISSING = ("s", "x", "z", "ch", "sh")


def word_file(name: str) -> str:
    """The text of a word list or a grammar."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def words(name: str) -> list[str]:
    """The words of a list, each once."""
    lines = [line for line in word_file(name).splitlines() if not line.startswith("#")]
    return list(dict.fromkeys(word.replace("_", " ") for line in lines for word in line.split()))


def classes() -> dict[str, list[str]]:
    """The words of each class: `thing.many` are plurals, `vt.ing` gerunds, `adj` adjectives."""
    found = {name: words(file) for name, file in PLAIN.items()}
    for name, file in NOUNS.items():
        nouns = words(file)
        found[f"{name}.one"] = [noun.split("/")[0] for noun in nouns]
        found[f"{name}.many"] = [plural(noun) for noun in nouns]
    for name, file in VERBS.items():
        verbs = words(file)
        found[f"{name}.base"] = [verb.split("/")[0].rstrip("+") for verb in verbs]
        found[f"{name}.past"] = [past(verb)[0] for verb in verbs]
        found[f"{name}.part"] = [past(verb)[1] for verb in verbs]
        found[f"{name}.ing"] = [gerund(verb) for verb in verbs]
    return found


def plural(noun: str) -> str:
    """The plural of `noun`, or of `singular/plural` the plural given."""
    one, _, many = noun.partition("/")
    if many:
        return many
    if one.endswith("y") and one[-2] not in VOWELS:
        return one[:-1] + "ies"
    return one + ("es" if one.endswith(HISSING) else "s")


def past(verb: str) -> tuple[str, str]:
    """The past and the participle of `base`, `base+`, `base/past` or `base/past/participle`."""
    base, *given = verb.split("/")
    if given:
        return given[0], given[-1]
    regular = stem(base) + ("d" if base.endswith("e") else "ed")
    return regular, regular


def stem(base: str) -> str:
    """What `-ed` is put after."""
    if base.endswith("+"):
        return base[:-1] + base[-2]
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "i"
    return base


def gerund(verb: str) -> str:
    """The form in -ing."""
    base = verb.split("/")[0]
    if base.endswith("+"):
        return base[:-1] + base[-2] + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


@cache
def function_words() -> frozenset[str]:
    """The words that lose their capital when something comes before them."""
    return frozenset(words("function_words"))


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """For each word of the groups, those that may stand in its place."""
    found: dict[str, list[str]] = {}
    for line in word_file("synonyms").splitlines():
        group = [] if line.startswith("#") else line.split()
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}
