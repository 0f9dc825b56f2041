"""The README's recipes are run on the sample, and their answers compared."""

import re

import pandas as pd
import polars as pl
import pytest

from dedup.report.export import Wanted, export
from tests.pipeline.made import SEEDS, rows_of, run
from tests.readme import python_blocks, section

RECIPES = {
    part.partition("\n")[0]: python_blocks(part) for part in section("Recipes").split("\n### ")[1:]
}
ASKED = list(RECIPES)[:-1]
LIBRARIES = ("polars", "duckdb", "pandas", "datasets")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the run of the sample in out."""
    folder = tmp_path_factory.mktemp("recipes")
    run(SEEDS, folder / "out")
    return folder


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """Hugging Face's caches lie in the test's own folder, and nobody is called."""
    datasets = pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()


def answer(code):
    """What a recipe leaves in `found`, as rows in their order; missing numbers are 0."""
    names = {}
    exec(compile(code, "README.md", "exec"), names)
    frame = names["found"]
    if isinstance(frame, pd.DataFrame):
        frame = pl.from_pandas(frame.reset_index(drop=True))
    frame = frame.select(sorted(frame.columns)).with_columns(
        pl.selectors.numeric().cast(pl.Float64).round(3).fill_null(0).fill_nan(0)
    )
    return frame.to_dicts()


def answers(title):
    """The answer of each library to one question."""
    return [answer(code) for code in RECIPES[title]]


def test_every_question_is_answered_by_every_library():
    """Each recipe is there for polars, DuckDB, pandas and datasets."""
    assert 5 == len(ASKED)
    for title in ASKED:
        imports = [
            re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)[-1] for code in RECIPES[title]
        ]
        assert list(LIBRARIES) == imports


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("title", ASKED)
def test_all_libraries_give_the_same_answer(title, made, monkeypatch):
    """Four libraries, one answer."""
    monkeypatch.chdir(made)
    first, *others = answers(title)
    assert [first] * 3 == others
    assert first


def test_reused_by_three_outlets(made, monkeypatch):
    """The first recipe finds the two groups that three outlets carried on the tenth of March."""
    monkeypatch.chdir(made)
    found = answer(RECIPES[ASKED[0]][0])
    known = {}
    for row in rows_of(made / "out" / "latest", "occurrences"):
        if row["published_at"] and f"{row['published_at']:%F}" == "2025-03-10":
            known.setdefault(row["cluster_id"], set()).add(row["source"])
    expected = {name: len(sources) for name, sources in known.items() if len(sources) >= 3}
    assert expected == {row["cluster_id"]: row["n_sources"] for row in found}
    assert 2 == len(expected)


def test_ids_to_drop_are_those_of_export(made, monkeypatch, tmp_path):
    """The recipe and `dedup export --to ids` name the same articles."""
    monkeypatch.chdir(made)
    wanted = Wanted(where="coverage_b >= 0.8")
    export((made / "out" / "latest").resolve(), "ids", tmp_path / "drop.txt", wanted)
    found = [row["article_id_b"] for row in answer(RECIPES[ASKED[2]][0])]
    assert (tmp_path / "drop.txt").read_text().split() == found
    assert ["gazette-0312-cannery", "ledger-0312-cannery"] == found


def test_matrix_adds_up(made, monkeypatch):
    """The cells of the matrix are all sentences that one outlet had from another."""
    monkeypatch.chdir(made)
    cells = [
        n for row in answer(RECIPES[ASKED[3]][0]) for n in row.values() if not isinstance(n, str)
    ]
    flow = rows_of(made / "out" / "latest", "source_flow")
    assert sum(row["n_sentences"] for row in flow) == sum(cells) > 0


def test_numbers_that_changed(made, monkeypatch):
    """Found are the rewrites that were those whose figures changed, not those whose words did."""
    monkeypatch.chdir(made)
    found = {row["diff"] for row in answer(RECIPES[ASKED[4]][0])}
    assert any("[-14-]{+17+}" in diff for diff in found)
    assert not any("worldwide" in diff for diff in found)


def test_own_lsh(made, monkeypatch, tmp_path):
    """The five lines fill an index that finds the pair of the user's document."""
    monkeypatch.chdir(tmp_path)
    run_folder = (made / "out" / "latest").resolve()
    export(run_folder, "datasketch", tmp_path / "sketches.parquet")
    names = {}
    code = RECIPES[list(RECIPES)[-1]][0]
    exec(compile(code, "README.md", "exec"), names)
    pairs = [row for row in rows_of(run_folder, "pairs") if row["article_id_a"].startswith("000_")]
    sketches = dict(pl.read_parquet("sketches.parquet").select("text_id", "sketch").rows())
    assert 1 == len(pairs)
    query = names["LeanMinHash"].deserialize(sketches[pairs[0]["text_id_a"]], "<")
    assert pairs[0]["text_id_b"] in names["lsh"].query(query)
    assert 5 == len([line for line in code.split("\n") if line.strip()])
