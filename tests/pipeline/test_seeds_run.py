"""The sample corpus is found as it was planted, and every figure is right."""

import shutil
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from tests.naive import similarity as naive
from tests.pipeline.made import SEEDS, USER, rows_of, run, tables_of
from tests.test_seeds import articles, expected, summary

pytestmark = pytest.mark.jit


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """The tables of a run over the sample corpus."""
    return tables_of(run(SEEDS, tmp_path_factory.mktemp("seeds") / "out", sentences=True))


@pytest.fixture(scope="module")
def low(tmp_path_factory):
    """The same at a low floor, both units."""
    out = tmp_path_factory.mktemp("low") / "out"
    return tables_of(run(SEEDS, out, similarity=0.3, unit="both"))


@pytest.fixture(scope="module")
def user(tmp_path_factory):
    """The tables of a run over the user's document alone."""
    return tables_of(
        run(USER, tmp_path_factory.mktemp("user") / "out", unit="both", sentences=True)
    )


def sides(row, text="text", place="article_id"):
    """Both sides of a pair: where they stand and what they say."""
    return row[f"{place}_a"], row[f"{text}_a"], row[f"{place}_b"], row[f"{text}_b"]


def planted(*, exact):
    """The pairs that must be reported, and their Jaccard to three decimals."""
    rows = [row for row in expected() if row["found"] == "true"]
    return [
        (sides(row, "sentence", "article"), float(row["jaccard"]))
        for row in rows
        if (row["jaccard"] == "1.000") == exact
    ]


def test_near_pairs_are_those_planted(seeds):
    """All 108 are reported, and not one more."""
    near = [row for row in seeds["pairs"] if row["jaccard"] >= 0.6]
    found = sorted((sides(row), row["jaccard"]) for row in near)
    wanted = sorted(planted(exact=False))

    assert [pair for pair, _ in wanted] == [pair for pair, _ in found]
    assert [score for _, score in wanted] == pytest.approx([s for _, s in found], abs=5.1e-4)


def test_what_was_cut_or_merged_is_found_below_the_floor(seeds):
    """Every planted merge and cut that the floor leaves out is found, and nothing else; but for two
    halves of a quotation that got another end.
    """
    kinds = ("merged", "truncated")
    lost = [row for row in expected() if row["kind"] in kinds and row["found"] == "false"]
    found = {sides(row): row for row in seeds["pairs"] if row["jaccard"] < 0.6}
    wanted = {sides(row, "sentence", "article") for row in lost}

    assert (4, 2) == (len(found), len(wanted - found.keys()))
    assert found.keys() < wanted
    for row in found.values():
        assert max(row["containment_a"], row["containment_b"]) >= 0.85


def test_exact_repeats_are_those_planted(seeds):
    """Each later occurrence of a text repeats the first: all 114, and not one more."""
    first, found = {}, Counter()
    for row in seeds["occurrences"]:
        origin = first.setdefault(row["text_id"], row)
        if origin is not row:
            found[origin["article_id"], origin["text"], row["article_id"], row["text"]] += 1

    assert Counter(pair for pair, _ in planted(exact=True)) == found


def test_every_article_is_accounted_for(seeds):
    """63 articles, every sentence of which was cut."""
    assert (63, 696) == (len(seeds["articles"]), len(seeds["sentences"]))
    assert 696 == sum(row["n_sentences"] for row in seeds["articles"])
    assert set(articles()) == {row["article_id"] for row in seeds["articles"]}
    assert [] == seeds["rejects"]


def test_spans_slice_back(seeds, low):
    """text[char_start:char_end] of the article is the text reported, everywhere."""
    texts = articles()
    for tables in (seeds, low):
        for row in tables["occurrences"]:
            assert texts[row["article_id"]][row["char_start"] : row["char_end"]] == row["text"]
            assert row["char_end"] - row["char_start"] == row["n_chars"]
        for row in tables["pairs"]:
            for side in "ab":
                span = slice(row[f"char_start_{side}"], row[f"char_end_{side}"])
                assert texts[row[f"article_id_{side}"]][span] == row[f"text_{side}"]


def test_jaccard_is_that_of_the_spans(low):
    """Every score equals its definition, recomputed from the texts that were reported."""
    assert 250 < len(low["pairs"])
    for row in low["pairs"]:
        a, b = (naive.shingles(naive.normalize(row[f"text_{side}"])) for side in "ab")
        shared = len(a & b)
        scores = [row[name] for name in ("jaccard", "containment_a", "containment_b")]
        expected = [shared / len(a | b), shared / len(a), shared / len(b)]
        assert np.float32(expected).tolist() == scores
        assert expected[0] >= 0.3 or max(expected) >= 0.85


def test_jaccard_of_occurrences_is_to_their_best(low):
    """So does the Jaccard of an occurrence with its best match, wherever that is."""
    texts = articles()
    for row in low["occurrences"]:
        if not row["is_first"]:
            span = slice(row["best_char_start"], row["best_char_end"])
            best = texts[row["best_article_id"]][span]
            assert np.float32(naive.jaccard(best, row["text"])) == row["jaccard"]


def test_the_user_document_has_one_pair(user):
    """17 paragraphs, 17 sentences, and the pair on the Hawija offensive at .705."""
    (article,) = user["articles"]
    units = Counter(row["unit"] for row in user["sentences"])
    pair, same = sorted(user["pairs"], key=lambda row: row["unit"], reverse=True)
    text = USER.read_bytes().decode()

    assert (17, 17) == (article["n_paragraphs"], article["n_sentences"])
    assert {"sentence": 17, "paragraph": 17} == units
    assert "sentence" == pair["unit"]
    assert sides(same) == sides(pair)
    assert (USER.name, USER.name, "within_article") == (
        pair["article_id_a"], pair["article_id_b"], pair["scope"],
    )  # fmt: skip
    assert "0.705" == f"{pair['jaccard']:.3f}"
    assert (summary()["user_document"]["sentence_a"], summary()["user_document"]["sentence_b"]) == (
        text[pair["char_start_a"] : pair["char_end_a"]],
        text[pair["char_start_b"] : pair["char_end_b"]],
    )
    assert (
        "[-The-]{+A+} US-led [-worldwide-]{+global+} coalition is providing air support to the "
        "Iraqi forces' offensive on Hawija, [-Iraqi-] state TV said."
    ) == pair["diff"]


def test_the_user_document_is_one_group(user):
    """One group of two occurrences; the second is near the first, and nothing else repeats."""
    own = [row for row in user["occurrences"] if row["unit"] == "sentence"]

    assert ["first", "near"] == [row["match_type"] for row in own]
    assert [("internal_repeat", 2)] * 2 == [
        (row["kind"], row["n_occurrences"]) for row in user["clusters"]
    ]
    assert [] == user["article_pairs"]


# Planted as dates and names, but by definition seasons are no dates, and what has no capital no name.
NO_FACTS = ("winter", "summer", "next year", "this year", "dollar", "traps", "nets")


@pytest.mark.parametrize(
    ("kind", "flag", "n"),
    [
        ("number", "numbers_differ", 17),
        ("date", "numbers_differ", 3),
        ("name", "names_differ", 2),
        ("negation", "negation_differs", 6),
    ],
)
def test_planted_changes_are_flagged(seeds, kind, flag, n):
    """Every pair planted with another number, date, name or negation says so."""
    planted = [
        frozenset([row["sentence_a"], row["sentence_b"]])
        for row in expected()
        if row["kind"] == kind
        and row["found"] == "true"
        and not any(word in row["sentence_a"] for word in NO_FACTS if kind in ("date", "name"))
    ]
    found = {frozenset([row["text_a"], row["text_b"]]): row[flag] for row in seeds["pairs"]}

    assert [True] * n == [found[pair] for pair in planted]


def test_fixed_lines_are_boilerplate(seeds):
    """The fixed line of each outlet that has five articles is boilerplate, and nothing else is."""
    lines = {row["sentence_a"] for row in expected() if row["kind"] == "boilerplate"}
    found = {row["text"] for row in seeds["clusters"] if row["kind"] == "boilerplate"}
    marked = {row["text"] for row in seeds["occurrences"] if row["is_boilerplate"]}

    assert found == marked <= lines
    assert 5 == len(found)


def test_a_lower_floor_reports_more(tmp_path):
    """The pairs above a floor are among those above a lower one, with the same scores."""
    found = [
        {
            row["pair_id"]: row["jaccard"]
            for row in rows_of(run(SEEDS, tmp_path, similarity=s), "pairs")
        }
        for s in (0.9, 0.75, 0.6, 0.45)
    ]

    for higher, lower in pairwise(found):
        assert len(higher) < len(lower)
        assert higher.items() <= lower.items()


def test_units_never_meet(tmp_path, seeds):
    """`both` is what the two units give by themselves: a paragraph is never paired with a sentence."""
    names = ("occurrences", "pairs", "clusters")
    folders = {u: run(SEEDS, tmp_path, unit=u) for u in ("sentence", "paragraph", "both")}
    found = {unit: [rows_of(folder, name) for name in names] for unit, folder in folders.items()}

    assert [seeds[name] for name in names] == found["sentence"]
    for one, two, both in zip(*found.values(), strict=True):
        assert one
        assert two
        assert sorted(map(str, one + two)) == sorted(map(str, both))
    assert {"sentence", "paragraph"} == {row["unit"] for row in found["both"][1]}


def test_only_equal_texts_repeat_below_min_words(tmp_path):
    """A pair has at least that many words on both sides; equal texts need none."""
    for min_words in (1, 4, 25):
        folder = run(SEEDS, tmp_path, min_words=min_words)
        words = [
            len(naive.normalize(row[side]).split())
            for row in rows_of(folder, "pairs")
            for side in ("text_a", "text_b")
            if "polyglot" not in row["article_id_a"]
        ]
        exact = [r for r in rows_of(folder, "occurrences") if r["match_type"] == "exact"]
        assert min_words <= min(words)
        assert 114 == len(exact)


def test_without_texts_nothing_is_quoted(tmp_path, seeds):
    """--no-text leaves out texts and diffs, and nothing else."""
    silent = tables_of(run(SEEDS, tmp_path, publish_text=False, sentences=True))

    for name, rows in seeds.items():
        hidden = {"text", "text_a", "text_b", "diff"} if name != "rejects" else set()
        expected = [{k: None if k in hidden else v for k, v in row.items()} for row in rows]
        assert expected == silent[name]


def test_ids_are_stable_across_corpora(tmp_path, seeds):
    """Text, pair and group ids depend on the texts alone: half the corpus gives the same ones."""
    half = tmp_path / "half"
    half.mkdir()
    shutil.copy(SEEDS / "monday_to_wednesday.jsonl", half)
    found = tables_of(run(half, tmp_path / "out"))

    whole = {row["pair_id"]: row["jaccard"] for row in seeds["pairs"]}
    assert {row["pair_id"]: row["jaccard"] for row in found["pairs"]}.items() <= whole.items()
    texts = {row["text_id"]: naive.normalize(row["text"]) for row in seeds["occurrences"]}
    for row in found["occurrences"]:
        assert texts[row["text_id"]] == naive.normalize(row["text"])
    clusters = {row["cluster_id"] for row in seeds["clusters"]}
    assert {row["cluster_id"] for row in found["clusters"]} <= clusters
