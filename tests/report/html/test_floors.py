"""The groups at each floor, counted before the page is cut."""

import pytest

from dedup import pipeline
from dedup.config import Config
from dedup.report.html.floors import groups_by_floor
from tests.page.conftest import SEEDS
from tests.report.made import EARLY, LATE, OCCURRENCES, PAIRS, publish


def test_a_small_run(tmp_path):
    """Three equal texts stay a group at every floor; a pair at 0.72 is one up to 0.72."""
    found = dict(groups_by_floor(publish(tmp_path / "out", pairs_by_text()), 0.6))
    assert list(range(60, 101)) == list(found)
    assert {60: 2, 72: 2, 73: 1, 100: 1} == {step: found[step] for step in (60, 72, 73, 100)}


def pairs_by_text():
    """The made run, its pair named after the texts of the occurrences."""
    names = {"text_id_a": f"t-{EARLY[:8]}", "text_id_b": f"t-{LATE[:8]}-late"}
    rows = [
        row | {"text_id": names["text_id_b"]} if row["text"] == LATE else row for row in OCCURRENCES
    ]
    return {"pairs": [PAIRS[0] | names], "occurrences": rows}


@pytest.mark.jit
def test_the_sample(tmp_path):
    """Each count is that of a run at that floor without containment; at its own, that of this run."""
    folders = iter(range(9))

    def groups(floor, containment=0.0):
        out = tmp_path / str(next(folders))
        config = Config(similarity=floor, containment=containment, recall=0.9999)
        found = pipeline.run([str(SEEDS)], out, config)
        return found.folder, found.manifest["counts"]["clusters"]

    folder, n_groups = groups(0.6, 0.85)
    found = dict(groups_by_floor(folder, 0.6))
    assert n_groups == found[60]
    for floor in (0.7, 0.85, 1.0):
        assert groups(floor)[1] == found[round(100 * floor)]
