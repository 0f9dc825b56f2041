"""A folder for Hugging Face `datasets`."""

import pytest

from dedup.report.card import card_text
from dedup.report.export import export
from dedup.storage import file_sha256, read_manifest
from tests.report.made import publish


@pytest.fixture
def hub(tmp_path):
    run = publish(tmp_path / "out")
    assert 8 == export(run, "hf", tmp_path / "hub")
    return run, tmp_path / "hub"


def test_tables_are_copies_and_the_card_stands_beside_them(hub):
    """Every table is there byte for byte, with the manifest and the card."""
    run, folder = hub
    for path in run.glob("*.parquet"):
        assert file_sha256(path) == file_sha256(folder / path.name)
    assert read_manifest(run) == read_manifest(folder)
    assert card_text(read_manifest(run)) == (folder / "README.md").read_text()


def test_load_dataset_opens_every_table_with_rows(hub, tmp_path):
    """`load_dataset(folder, TABLE)` gives the rows of each table that has any."""
    datasets = pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    run, folder = hub
    rows = {
        file["name"].removesuffix(".parquet"): file["rows"] for file in read_manifest(run)["files"]
    }
    names = datasets.get_dataset_config_names(str(folder))
    assert [name for name, n in rows.items() if n] == names
    for name in names:
        found = datasets.load_dataset(
            str(folder), name, split="train", cache_dir=str(tmp_path / "c")
        )
        assert rows[name] == len(found)
