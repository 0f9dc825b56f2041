"""The dataset card of a run."""

import json
import re

import pytest

from dedup.report.card import card_text, write_card
from dedup.schemas import ONLY_IF_ASKED, REPORTS
from dedup.storage import read_manifest
from tests.report.made import publish


@pytest.fixture
def run(tmp_path):
    return publish(tmp_path / "out", inputs=[{"path": "in.jsonl", "n_bytes": 2_500_000}])


def test_card_says_what_was_found(run):
    """The figures are those of the manifest, and the settings are there as they were."""
    manifest = read_manifest(run)
    text = card_text(manifest)
    lines = text.splitlines()
    assert "# Repeated sentences: run 20250301T060000Z-abcd" in lines
    assert (
        "5 of 8 sentences in 4 articles are repeated, word for word or rewritten, in 2 groups."
        in lines
    )
    assert "Of 5 input rows, 4 were reported and 1 rejected with a reason." in lines
    assert "from 1 file (2.5 MB);" in text
    assert manifest["config"] == json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0])


def test_yaml_names_each_table_with_rows(run):
    """One configuration a table, occurrences by default; tables without rows cannot be loaded."""
    front = card_text(read_manifest(run)).split("---")[1].splitlines()
    assert [
        "configs:",
        "- config_name: occurrences",
        '  data_files: "occurrences.parquet"',
        "  default: true",
        "- config_name: pairs",
        '  data_files: "pairs.parquet"',
        "- config_name: clusters",
        '  data_files: "clusters.parquet"',
        "- config_name: articles",
        '  data_files: "articles.parquet"',
    ] == front[front.index("configs:") :]


def test_every_table_and_column_is_explained(run):
    """The card holds the column dictionary of the tables that the run has."""
    text = card_text(read_manifest(run))
    for kind in REPORTS:
        there = kind not in ONLY_IF_ASKED
        assert there == (f"### {kind.name}\n" in text) == (f"| `{kind.name}.parquet` |" in text)
        if there:
            assert [] == [field.name for field in kind.schema if f"| `{field.name}" not in text]


def test_write_card(run):
    """The card becomes README.md of the run; the tables are not touched."""
    before = sorted(path.name for path in run.iterdir())
    path = write_card(run)
    assert run / "README.md" == path
    assert card_text(read_manifest(run)) == path.read_text()
    assert sorted([*before, "README.md"]) == sorted(one.name for one in run.iterdir())


def test_same_manifest_same_card(run):
    """The card depends on the manifest alone: no clock, no order of anything."""
    assert card_text(read_manifest(run)) == card_text(read_manifest(run))
