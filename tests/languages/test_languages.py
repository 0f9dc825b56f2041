"""The same job in every script: sentences, spans, repeats, rewrites, changed numbers, decoys."""

import tomllib
import unicodedata
from pathlib import Path

import polars as pl
import pytest

import dedup
from tests.naive.similarity import jaccard
from tests.pipeline.made import write

FILE = Path(__file__).with_name("articles.toml")
LANGUAGES = tomllib.loads(FILE.read_text(encoding="utf-8"))
ORDERS = (
    ("opening", "same", "near", "number", "decoy", "closing"),
    ("number", "opening", "decoy", "same", "closing", "near"),
)
AHEAD = "𝔘𝔫𝔦 🎉 e\u0301te\u0301 👩‍👩‍👧\n\n"
EXACT, FLOOR = 1.0, 0.6


@pytest.fixture(params=LANGUAGES)
def made(request):
    """One language's entry."""
    return LANGUAGES[request.param]


def sentences_of(made, side):
    """The sentences of the first or second article, in their order."""
    return [made[name][side] for name in ORDERS[side]]


def texts_of(made):
    """Both articles."""
    return [made["gap"].join(sentences_of(made, side)) for side in (0, 1)]


def frame(made, texts):
    """Texts as articles of the language."""
    ids = [str(i) for i in range(len(texts))]
    return pl.DataFrame({"id": ids, "text": texts, "language": [made["language"]] * len(texts)})


def expected_pairs(made):
    """The two sentences and the Jaccard of each pair of distinct texts that must be found."""
    rows = ((*made[name], made[name]) for name in ("near", "number"))
    return {(a, b, round(jaccard(a, b), 5)) for a, b, _ in rows}


def found_pairs(found):
    """The same, of what was found."""
    rows = found.pairs.select("text_a", "text_b", "jaccard").rows()
    return {(a, b, round(score, 5)) for a, b, score in rows}


def test_the_planted_pairs_are_what_they_are_called(made):
    """Of the planted pairs, only the decoy is below the floor, and `same` differs in writing."""
    scores = {name: jaccard(*made[name]) for name in ("same", "near", "number", "decoy")}

    assert made["same"][0] != made["same"][1]
    assert EXACT == scores["same"]
    assert EXACT > scores["near"] >= FLOOR
    assert EXACT > scores["number"] >= FLOOR
    assert FLOOR > scores["decoy"]


@pytest.mark.parametrize("tagged", [True, False])
def test_sentences_are_cut_where_they_end(made, tagged, tmp_path):
    """`text[char_start:char_end]` of each row of `sentences` is a sentence, tagged or not."""
    texts = texts_of(made)
    tag = {"language": made["language"]} if tagged else {}
    source = write(tmp_path, *({"id": str(i), "text": texts[i]} | tag for i in (0, 1)))

    published = dedup.run(source, tmp_path / "out", sentences=True, html="never")

    rows = pl.read_parquet(published.folder / "sentences.parquet").sort("article_id", "char_start")
    for side, text in enumerate(texts):
        spans = rows.filter(pl.col("article_id") == str(side)).select("char_start", "char_end")
        assert sentences_of(made, side) == [text[start:end] for start, end in spans.iter_rows()]


def test_the_planted_pairs_are_found_and_nothing_else(made):
    """Rewrite and changed number are pairs, with exact scores; decoy and strangers are not."""
    found = dedup.find_duplicates(frame(made, texts_of(made)))

    assert expected_pairs(made) == found_pairs(found)


def test_the_same_sentence_written_otherwise_is_an_exact_repeat(made):
    """Case, quotation marks, tatweel, vowel signs, points, width and zero-width spaces vanish."""
    found = dedup.find_duplicates(frame(made, texts_of(made)))

    exact = found.occurrences.filter(pl.col("match_type") == "exact")
    assert [made["same"][1]] == exact["text"].to_list()
    assert [made["same"][0]] == found.clusters.filter(n_texts=1)["text"].to_list()


def test_a_changed_number_is_told(made):
    """`numbers_differ` is set for the pair whose figure changed, and for no other."""
    found = dedup.find_duplicates(frame(made, texts_of(made)))

    told = found.pairs.filter("numbers_differ").select("text_a", "text_b")
    assert [tuple(made["number"])] == told.rows()


def test_spans_count_code_points_behind_astral_and_combining_characters(made):
    """Text ahead that holds them shifts every span by its number of code points, and nothing else."""
    plain = dedup.find_duplicates(frame(made, texts_of(made))).occurrences
    texts = [AHEAD + text for text in texts_of(made)]
    moved = dedup.find_duplicates(frame(made, texts)).occurrences
    moved = moved.filter(pl.col("char_start") >= len(AHEAD))

    spans = ["article_id", "char_start", "char_end"]
    shifted = plain.with_columns(pl.col("char_start", "char_end") + len(AHEAD))
    assert shifted.select(spans).sort(spans).rows() == moved.select(spans).sort(spans).rows()
    for article, start, end, text in moved.select(*spans, "text").iter_rows():
        assert texts[int(article)][start:end] == text


def test_decomposed_text_is_the_same_text(made):
    """Letters with their marks apart, Korean syllables in their parts: an exact repeat, spans exact."""
    sentence = made["near"][0]
    apart = unicodedata.normalize("NFD", sentence)
    found = dedup.find_duplicates(frame(made, [sentence, apart])).occurrences

    assert ["first", "exact"] == found["match_type"].to_list()
    assert [(0, len(sentence)), (0, len(apart))] == found.select("char_start", "char_end").rows()
    assert [sentence, apart] == found["text"].to_list()


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (["周五早晨渡轮停在港口里", "周五早晨渡轮停在海港里"], ["渡轮停", "渡轮开"]),
        (["金曜日の朝フェリーは港に", "金曜日の朝フェリーは湾に"], ["港の朝", "港の昼"]),
        (["เรือลำเก่าจอดอยู่ที่ท่าเรือ", "เรือลำเก่าจอดอยู่ในท่าเรือ"], ["เรือ", "เสือ"]),
    ],
    ids=["chinese", "japanese", "thai"],
)
def test_min_words_counts_the_letters_of_scripts_without_spaces(long, short):
    """One clause without a space has a word a letter: enough to be compared, unless it is very short."""
    found = dedup.find_duplicates([*long, *short], similarity=0.3, min_words=5)

    assert [tuple(long)] == found.pairs.select("text_a", "text_b").rows()
