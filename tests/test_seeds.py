"""The sample corpus is what its expectations say it is, by slow and simple means."""

import csv
import hashlib
import json
import re
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.naive.sentences import split
from tests.naive.similarity import jaccard, normalize, shingles

SEEDS = Path(__file__).parents[1] / "seeds"
USER = "000_c76e54084ab40304.txt"
USER_SHA256 = "34a557d953cf9f4aeaff9d0119191deab54ff24a567c775a4a51185cc9d5576c"
FLOOR, MIN_WORDS = 0.6, 4
KINDS = [
    "user_document", "exact", "case_punctuation", "rewrite", "attribution_added",
    "attribution_removed", "quote", "number", "date", "name", "negation", "word_order", "typo",
    "ocr", "merged", "truncated", "internal", "headline", "formula", "reprint", "boilerplate",
    "short", "decoy",
]  # fmt: skip


class Sentence(NamedTuple):
    """One sentence, where it stands, and what it is compared by."""

    article: str
    text: str
    normalized: str
    shingles: frozenset[str]


@cache
def records() -> list[dict[str, str]]:
    """The rows of the JSONL files, in order."""
    files = sorted((SEEDS / "articles").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


@cache
def articles() -> dict[str, str]:
    """The text of each article as given, dated ones first, by date and id."""
    dated = sorted(records(), key=lambda row: (row["published_at"], row["id"]))
    files = sorted((SEEDS / "articles").glob("*.txt"))
    texts = {row["id"]: row["text"] for row in dated}
    return texts | {file.name: file.read_bytes().decode() for file in files}


@cache
def sentences() -> list[Sentence]:
    """Every sentence of the corpus, in order of article and position."""
    cut = [(name, text[a:b]) for name, text in articles().items() for a, b in split(text)]
    keys = [normalize(text) for _, text in cut]
    return [
        Sentence(*where, key, frozenset(shingles(key)))
        for where, key in zip(cut, keys, strict=True)
    ]


@cache
def first_occurrences() -> dict[str, Sentence]:
    """The first sentence of each distinct normalized text."""
    return {s.normalized: s for s in reversed(sentences())}


@cache
def expected() -> list[dict[str, str]]:
    """The rows of pairs.csv."""
    with (SEEDS / "expected" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def summary() -> dict[str, object]:
    """The summary beside them."""
    return json.loads((SEEDS / "expected" / "summary.json").read_text("utf-8"))


@cache
def pairs_at(floor: float) -> Counter[tuple[str, ...]]:
    """Every pair of distinct texts with Jaccard at `floor` or above, by brute force."""
    texts = sorted(first_occurrences().values(), key=sentences().index)
    return Counter(
        (a.article, a.text, b.article, b.text)
        for a, b in combinations(texts, 2)
        if len(a.shingles & b.shingles) >= floor * len(a.shingles | b.shingles)
    )


def sides(row: dict[str, str]) -> tuple[str, ...]:
    """Both sentences of an expected row and where they stand."""
    return row["article_a"], row["sentence_a"], row["article_b"], row["sentence_b"]


def is_exact(row: dict[str, str]) -> bool:
    """Whether both sentences are one normalized text."""
    return normalize(row["sentence_a"]) == normalize(row["sentence_b"])


def is_long_enough(text: str) -> bool:
    """Whether near repeats of the sentence are compared at all."""
    return len(normalize(text).split()) >= MIN_WORDS


def must_be_found(row: dict[str, str]) -> bool:
    """Whether the definitions say that the pair is reported."""
    texts = row["sentence_a"], row["sentence_b"]
    return is_exact(row) or (jaccard(*texts) >= FLOOR and all(map(is_long_enough, texts)))


def test_user_document_is_untouched():
    """The user's document is the very bytes that were handed over."""
    data = (SEEDS / "articles" / USER).read_bytes()
    assert USER_SHA256 == hashlib.sha256(data).hexdigest()


def test_user_document_has_one_pair():
    """Alone it has 17 paragraphs of one sentence and one pair, at .705."""
    document = summary()["user_document"]
    own = [s for s in sentences() if s.article == USER]
    near = {k: v for k, v in pairs_at(FLOOR).items() if k[0] == k[2] == USER}
    paragraphs = [p for p in articles()[USER].split("\n\n") if p.strip()]
    assert (17, 17) == (len(paragraphs), len(own))
    assert {(USER, document["sentence_a"], USER, document["sentence_b"]): 1} == near
    assert 0.705 == round(jaccard(document["sentence_a"], document["sentence_b"]), 3)


def test_counts_of_the_summary():
    """The summary counts what is there."""
    near = [row for row in expected() if row["found"] == "true" and not is_exact(row)]
    actual = {
        "n_articles": len(articles()),
        "n_sentences": len(sentences()),
        "n_near_pairs_found": len(near),
        "n_exact_repeats": sum(map(is_exact, expected())),
        "n_not_found": sum(row["found"] == "false" for row in expected()),
        "kinds": dict(Counter(row["kind"] for row in expected())),
        "days": sorted({row["published_at"][:10] for row in records()}),
    }
    assert {name: summary()[name] for name in actual} == actual


def test_size_of_the_corpus():
    """About 60 articles of 6 to 25 sentences, from at least 8 outlets, over 5 days."""
    lengths = Counter(s.article for s in sentences())
    assert 55 <= len(articles()) <= 70
    assert [] == [name for name in articles() if not 6 <= lengths[name] <= 25]
    assert len(summary()["outlets"]) >= 8
    assert 5 == len(summary()["days"])


def test_ids_are_unique():
    """No two articles share an id."""
    names = [row["id"] for row in records()]
    names += [file.name for file in (SEEDS / "articles").glob("*.txt")]
    assert [] == [name for name, n in Counter(names).items() if n > 1]


@pytest.mark.parametrize("row", records(), ids=lambda row: row["id"])
def test_records_are_complete(row):
    """Each JSON line has all fields, a UTC time, and an address that cannot exist."""
    fields = ["id", "title", "text", "published_at", "source", "url", "language"]
    assert fields == list(row)
    assert [] == [name for name in fields if not row[name].strip()]
    assert (
        row["published_at"] == f"{datetime.fromisoformat(row['published_at']):%Y-%m-%dT%H:%M:%SZ}"
    )
    assert re.fullmatch(r"https://[a-z]+\.example/\S+", row["url"])


def test_outlets_name_every_article():
    """Each article but the user's belongs to one outlet, and the JSON lines agree."""
    owners = {name: outlet for outlet, names in summary()["outlets"].items() for name in names}
    assert set(articles()) - {USER} == set(owners)
    assert {row["id"]: row["source"] for row in records()}.items() <= owners.items()


def test_boilerplate_stands_in_every_article_of_its_outlet():
    """Each outlet's fixed line is a sentence of each of its articles, and of no other."""
    for outlet, line in summary()["boilerplate"].items():
        holders = sorted(s.article for s in sentences() if s.normalized == normalize(line))
        assert summary()["outlets"][outlet] == holders


def test_every_kind_is_planted():
    """Each kind of repeat occurs, and no unknown one."""
    assert set(KINDS) == {row["kind"] for row in expected()}


def test_expected_sentences_stand_in_their_articles():
    """Each expected sentence is a whole sentence of its article, character by character."""
    known = {(s.article, s.text) for s in sentences()}
    wanted = {pair for row in expected() for pair in (sides(row)[:2], sides(row)[2:])}
    assert set() == wanted - known


def test_recorded_jaccards_are_right():
    """Each recorded Jaccard is the exact one to three decimals; 1.000 means equal texts."""
    wrong = [row for row in expected() if f"{jaccard(*sides(row)[1::2]):.3f}" != row["jaccard"]]
    assert [] == wrong
    assert [] == [row for row in expected() if (row["jaccard"] == "1.000") != is_exact(row)]


def test_found_follows_from_the_definitions():
    """`found` is what floor and minimum length say."""
    wrong = [row for row in expected() if (row["found"] == "true") != must_be_found(row)]
    assert [] == wrong


def test_near_pairs_are_all_listed():
    """Every pair of distinct texts at .5 or above is listed once, and nothing else as found."""
    listed = Counter(sides(row) for row in expected() if float(row["jaccard"]) >= 0.5)
    exact = Counter(sides(row) for row in expected() if is_exact(row))
    assert pairs_at(0.5) == listed - exact


def test_exact_repeats_are_all_listed():
    """Every later occurrence of a text is listed once, against the first."""
    first = first_occurrences()
    pairs = [(first[s.normalized], s) for s in sentences() if s is not first[s.normalized]]
    found = Counter((a.article, a.text, b.article, b.text) for a, b in pairs)
    assert found == Counter(sides(row) for row in expected() if is_exact(row))


def test_decoys_are_far_apart():
    """A decoy opens like its twin and stays far below the floor."""
    decoys = [row for row in expected() if row["kind"] == "decoy"]
    openings = [[row[side].split()[:3] for side in ("sentence_a", "sentence_b")] for row in decoys]
    assert [] == [pair for pair in openings if pair[0] != pair[1]]
    assert max(float(row["jaccard"]) for row in decoys) < 0.3


def test_one_article_is_hard_wrapped():
    """No line passes 72 columns, and a planted sentence runs over a line break."""
    text = articles()["weekly-obituary-cellist.txt"]
    assert 72 >= max(map(len, text.splitlines()))
    assert [] != [row for row in expected() if "\n" in row["sentence_b"]]


def test_one_article_has_crlf():
    """Exactly one article ends its lines with CR LF, all of them."""
    crlf = {name: text for name, text in articles().items() if "\r" in text}
    assert ["gazette-museum-theft.txt"] == list(crlf)
    assert [] == re.findall(r"\r(?!\n)|(?<!\r)\n", crlf["gazette-museum-theft.txt"])


@pytest.mark.parametrize("sign", ["Lt. Gen. ", "U.S. ", " a.m. ", "No. 5", "3.5 ", "“", "’"])
def test_one_article_has_abbreviations(sign):
    """The army article holds what trips splitters."""
    assert sign in articles()["courier-army-exercise.txt"]


def test_scripts_and_emoji_are_there():
    """German, French, Spanish, Russian, Chinese and emoji occur."""
    everything = "".join(articles().values())
    assert [] == [sign for sign in "ßéñы罢🛷" if sign not in everything]


def test_readme_names_what_exists():
    """The README names every kind, and no article that is not there; its links stay home."""
    readme = (SEEDS / "README.md").read_text("utf-8")
    table = readme.split("## What is planted where")[1]
    rows = re.findall(r"^\| (\w+) \|.*\| (\d+) \| (\d+) \|(.*)\|$", table, flags=re.M)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row[3])}
    counted = {kind: int(n) for kind, n, _, _ in rows}
    assert set() == named - set(articles())
    assert summary()["kinds"] == counted
    assert [] == re.findall(r"https?://", readme)


def test_readme_counts_what_must_be_found():
    """The README gives the numbers of the summary."""
    readme = (SEEDS / "README.md").read_text("utf-8")
    counts = [str(summary()[f"n_{name}"]) for name in ("near_pairs_found", "exact_repeats")]
    assert counts == re.findall(r"there are (\d+)", readme)
    assert f"({summary()['n_not_found']} rows)" in readme
    assert readme.splitlines()[2].startswith(f"{summary()['n_articles']} ")
