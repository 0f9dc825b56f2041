"""The overview of a run."""

import pytest

from dedup.report.summary import as_object, lines, size_line, summarize
from tests.report.made import COUNTS, FOOTER, cluster, publish


def test_summary_of_a_run(tmp_path):
    """The lines say how much is repeated, what most, what closest, and that no row was lost."""
    summary = summarize(publish(tmp_path / "out"))
    assert [
        "5 of 8 sentences (62.5 %) are repeated, in 2 groups, across 3 of 4 articles",
        f'  most repeated   x3 in 2 outlets  "{FOOTER}"',
        "  closest rewrite 0.72  c-bbbbbbbbbbbbbbbb",
        "  rows            5 read = 4 reported + 1 rejected",
    ] == lines(summary)
    assert ("8 tables, 0.4 MB", "c-bbbbbbbbbbbbbbbb") == (
        size_line(summary.manifest),
        summary.example,
    )


def test_summary_without_repeats(tmp_path):
    """Nothing repeated is said in one line, and there is nothing to show next."""
    none = {"occurrences": [], "clusters": [], "pairs": []}
    summary = summarize(publish(tmp_path / "out", none))
    assert [
        "none of 8 sentences is repeated, in 4 articles",
        "  rows            5 read = 4 reported + 1 rejected",
    ] == lines(summary)
    assert None is summary.example


def test_summary_of_both_units(tmp_path):
    """Each unit has its own line."""
    run = publish(tmp_path / "out", config={"unit": "both"})
    assert [
        "5 of 8 sentences (62.5 %) are repeated, in 2 groups, across 3 of 4 articles",
        "none of 8 paragraphs is repeated, in 4 articles",
    ] == lines(summarize(run))[:2]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            cluster("c-x", "Fog\x1b[2J at\nthe  coast."),
            'x3 in 2 outlets  "Fog\\x1b[2J at the coast."',
        ),
        (cluster("c-x", None), "x3 in 2 outlets  c-x"),
        (cluster("c-x", "Fog.", n_sources=0), 'x3 in 3 articles  "Fog."'),
    ],
)
def test_most_repeated_text(tmp_path, row, line):
    """The text is one harmless line; without it the id stands there, without outlets articles do."""
    summary = summarize(publish(tmp_path / "out", {"clusters": [row], "pairs": []}))
    assert f"  most repeated   {line}" == lines(summary)[1]
    assert "c-x" == summary.example


def test_summary_as_object(tmp_path):
    """The object holds the counts of the manifest, and whether rows were rejected."""
    run = publish(tmp_path / "out")
    found = as_object(summarize(run), run)
    wanted = {name: value for name, value in COUNTS.items() if name not in ("texts", "candidates")}
    assert {
        "run_id": "20250301T060000Z-abcd",
        "status": "rejects",
        **wanted,
        "recall": [],
        "rows_read": 5,
        "rejected": 1,
        "known": 0,
        "output": str(run),
        "seconds": 1.94,
    } == found
