"""The truth tables."""

import pyarrow.parquet as pq

from dedup.generator.planted import SOURCE, Member, Underway
from dedup.generator.tables import jaccards
from dedup.generator.truth import MOST_PAIRS, Truth
from tests.naive.similarity import jaccard, normalize

TEXTS = ["Nine bakers met in Tolwick.", "Nine bakers met in Tolwick again.", "NINE bakers met in Tolwick!"]  # fmt: skip


def member(family: int, number: int, article: int, *, planted: str = "scatter") -> Member:
    """A member whose text goes by its number."""
    edit, text = "typo" if number else SOURCE, TEXTS[number % 3]
    return Member(family, number, planted, edit, article, 5, 5 + len(text), text)


def truth_of(folder, blocks: list[list[Member]], endings: dict[int, list[int]]):
    """The counts and both tables, after some blocks."""
    underway = Underway(100, 10)
    underway.ending = endings
    truth = Truth(folder, 4, underway)
    for number, members in enumerate(blocks):
        truth.add(members, number)
    counts = truth.close()
    names = ("truth_members", "truth_pairs")
    return counts, *(pq.read_table(folder / f"{name}.parquet").to_pylist() for name in names)


def test_a_family_is_written_when_it_ends(tmp_path):
    """All pairs of a family are written, the source first, with ids, spans, edits and scores."""
    blocks = [[member(700, 2, 8), member(700, 0, 1), member(701, 0, 2)], [member(700, 1, 12)]]
    counts, members, pairs = truth_of(tmp_path, blocks, {0: [701], 1: [700]})

    assert {"families": 1, "members": 3, "pairs": 3, "pairs_left_out": 0} == counts
    expected = [
        (0, "source", "s4-00000001"),
        (1, "typo", "s4-00000012"),
        (2, "typo", "s4-00000008"),
    ]
    assert expected == [(m["member"], m["edit"], m["article_id"]) for m in members]
    first = {
        "family": 700, "planted": "scatter", "edit": "typo",
        "article_a": "s4-00000001", "start_a": 5, "end_a": 32,
        "article_b": "s4-00000012", "start_b": 5, "end_b": 38,
        "jaccard_c5": jaccard(TEXTS[0], TEXTS[1]), "identical_norm": False,
    }  # fmt: skip
    assert first == pairs[0]
    assert ["typo", "typo", "typo|typo"] == [pair["edit"] for pair in pairs]
    assert [False, True, False] == [pair["identical_norm"] for pair in pairs]


def test_pairs_of_a_large_family_are_capped_and_counted(tmp_path):
    """The pairs with the source come first; what is left out is counted."""
    blocks = [[member(700, number, number) for number in range(30)]]
    counts, _, pairs = truth_of(tmp_path, blocks, {0: [700]})

    assert {
        "families": 1,
        "members": 30,
        "pairs": MOST_PAIRS,
        "pairs_left_out": 435 - 300,
    } == counts
    assert ["s4-00000000"] * 29 == [pair["article_a"] for pair in pairs[:29]]
    assert len(pairs) == len({(pair["article_a"], pair["article_b"]) for pair in pairs})


def test_standing_lines_are_paired_with_the_first(tmp_path):
    """A line that comes once is no family; else each is paired with where it stood first."""
    line = [member(3, 0, article, planted="boilerplate") for article in range(5)]
    blocks = [line[:1], line[1:3], [*line[3:], member(4, 0, 9, planted="boilerplate")]]
    counts, members, pairs = truth_of(tmp_path, blocks, {})

    assert {"families": 1, "members": 5, "pairs": 4, "pairs_left_out": 6} == counts
    assert [0, 1, 2, 3, 4] == [m["member"] for m in members]
    assert {"s4-00000000"} == {pair["article_a"] for pair in pairs}


def test_pairs_of_a_line_are_capped_too(tmp_path):
    """After the cap a line's members are written without a pair."""
    line = [member(3, 0, article, planted="boilerplate") for article in range(MOST_PAIRS + 3)]
    counts, *_ = truth_of(tmp_path, [line], {})
    n = MOST_PAIRS + 3

    assert (n, MOST_PAIRS) == (counts["members"], counts["pairs"])
    assert n * (n - 1) // 2 - MOST_PAIRS == counts["pairs_left_out"]


def test_nothing_planted(tmp_path):
    """Both tables are there, without rows."""
    assert ({"families": 0, "members": 0, "pairs": 0, "pairs_left_out": 0}, [], []) == truth_of(tmp_path, [[]], {})  # fmt: skip


def test_jaccards_are_exact():
    """Each equals its definition, in any order of pairs; equal normalized texts are told."""
    texts = [*TEXTS, "Größe zählt, sagte Zoë.", "…"]
    pairs = [(a, b) for a in texts for b in reversed(texts)]
    scores, same = jaccards(pairs)
    expected = [jaccard(a, b) for a, b in pairs if "…" not in (a, b)]

    kept = [i for i, pair in enumerate(pairs) if "…" not in pair]
    assert expected == scores[kept].tolist()
    assert [normalize(a) == normalize(b) for a, b in pairs] == same.tolist()
