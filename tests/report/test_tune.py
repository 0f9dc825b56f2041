"""What floors would give, and what labels say of them."""

import polars as pl
import pytest

from dedup.report.tune import FLOORS, Floor, examples, floors, suggested

N = 70


def pairs():
    """Ten pairs of each tenth from .3 up; one text of each is shared within its tenth."""
    rows = [
        {"pair_id": f"p-{i % 7}{i:03}", "jaccard": 0.3 + (i // 10) / 10 + (i % 10) / 200,
         "text_a": f"the ferry of pier {i // 10} left at noon", "text_b": f"ferry {i} left at noon"}
        for i in range(N)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"jaccard": pl.Float32})


def labeled(few, yes_from):
    """Labels of examples: y from some similarity on."""
    return {
        row["pair_id"]: "y" if row["low"] >= yes_from else "n" for row in few.iter_rows(named=True)
    }


def test_five_examples_of_each_tenth():
    """The same five of each, lowest first, with the words that differ."""
    few = examples(pairs())

    assert [floor for floor in FLOORS for _ in range(5)] == few["low"].to_list()
    assert few.equals(examples(pairs().sample(fraction=1.0, shuffle=True, seed=3)))
    assert "[-the-] ferry [-of pier 0-]{+7+} left at noon" in few["words"].to_list()


def test_a_pair_at_a_floor_belongs_above_it():
    """Jaccard is stored as float32; .6 is at the floor .6 all the same."""
    one = pl.DataFrame({"jaccard": [0.6], "pair_id": ["p"], "text_a": ["a"], "text_b": ["b"]},
                       schema_overrides={"jaccard": pl.Float32})  # fmt: skip

    assert [1, 1, 1, 1, 0, 0, 0] == [floor.n_pairs for floor in floors(one, {})]


def test_counts_without_labels():
    """Each floor holds its tenth and those above; without labels no precision, no suggestion."""
    several = floors(pairs(), {})

    assert [70, 60, 50, 40, 30, 20, 10] == [floor.n_pairs for floor in several]
    assert [77, 66, 55, 44, 33, 22, 11] == [floor.n_texts for floor in several]
    assert {None} == {floor.precision for floor in several}
    assert suggested(several) is None


def test_precision_from_labels():
    """Each tenth counts as its pairs do; the interval holds the share, and is narrower with more."""
    rows = pairs()
    several = floors(rows, labeled(examples(rows), 0.5))

    assert pytest.approx([5 / 7, 5 / 6, 1, 1, 1, 1, 1]) == [floor.precision for floor in several]
    assert all(floor.ci_low < floor.precision <= floor.ci_high for floor in several)
    assert [35, 30, 25, 20, 15, 10, 5] == [floor.n_labeled for floor in several]
    assert 0.5 == suggested(several)
    assert several[2].ci_low > several[6].ci_low


def test_a_tenth_without_labels_stops_the_curve():
    """Below a tenth that nobody labeled nothing is known; skipped pairs are no labels."""
    rows = pairs()
    given = {k: ("skip" if k in bin_ids(rows, 0.7) else "y") for k in rows["pair_id"]}
    several = floors(rows, given)

    assert [None] * 5 + [1.0, 1.0] == [floor.precision for floor in several]
    assert 0.8 == suggested(several)


def bin_ids(rows, low):
    """The pairs of one tenth."""
    few = rows.filter(pl.col("jaccard").is_between(low - 1e-6, low + 0.09))
    return set(few["pair_id"])


def test_tenths_without_pairs_are_passed_over():
    """An empty tenth neither needs a label nor is suggested."""
    rows = pairs().filter(pl.col("jaccard") < 0.79)
    several = floors(rows, labeled(examples(rows), 0.6))

    assert [0, 0] == [floor.n_pairs for floor in several[5:]]
    assert 0.6 == suggested(several)


def test_no_good_floor():
    """When even the closest pairs are not wanted, no floor is suggested."""
    rows = pairs()

    assert suggested(floors(rows, labeled(examples(rows), 1.0))) is None
    assert suggested([Floor(0.3, 0, 0, 0)]) is None


def test_no_pairs():
    """Without pairs there are floors that report nothing, and no examples."""
    none = pairs().head(0)

    assert 0 == examples(none).height
    assert [0] * 7 == [floor.n_pairs for floor in floors(none, {})]
