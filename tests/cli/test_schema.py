"""`dedup schema` prints the columns and checks files against them."""

import json

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.schemas import REPORTS
from tests.cli.helpers import call
from tests.report.made import publish


def test_every_table_is_printed():
    """Without a name every table and column is there."""
    shown = call("schema").stdout
    assert [] == [table.name for table in REPORTS if f"\n{table.name}: " not in "\n" + shown]
    names = [field.name for table in REPORTS for field in table.schema]
    assert [] == [name for name in names if f"  {name}" not in shown]


def test_one_table_as_markdown():
    """A table in Markdown has a line for each column."""
    lines = call("schema", "quality", "--format", "md").stdout.splitlines()
    assert "### quality" == lines[0]
    assert "| `estimate` | float | n_found / n_true (0..1) |" in lines


def test_as_json():
    """JSON has name, type and null of each column."""
    found = json.loads(call("schema", "articles", "--json").stdout)
    column = found["tables"][0]["columns"][2]
    assert {"name": "source", "type": "string", "nullable": True, "comment": "the outlet"} == column


def test_unknown_table():
    """A table that there is not ends with 2 and the names of those there are."""
    result = call("schema", "article")
    assert 2 == result.exit_code
    assert result.stderr.startswith(
        "error: no table is called 'article'\n  the tables are: occurrences, pairs, clusters, "
    )


def test_check_of_a_run(tmp_path):
    """A run as published agrees with its schema."""
    publish(tmp_path / "out")
    result = call("schema", "--check", tmp_path / "out")
    expected = (
        "occurrences, pairs, clusters, article_pairs, articles, source_flow, quality, rejects: "
        "as in schema version 1\n"
    )
    assert (0, expected) == (result.exit_code, result.stdout)


def test_check_of_a_changed_file(tmp_path):
    """A file with another column ends with 78 and names the column."""
    path = publish(tmp_path / "out") / "source_flow.parquet"
    table = pq.read_table(path)
    index = table.schema.get_field_index("n_articles")
    wide = table.set_column(index, "n_articles", pa.array([], pa.int64()))
    pq.write_table(wide.replace_schema_metadata(table.schema.metadata), path)
    expected = (
        "error: files differ from schema version 1\n"
        "  source_flow.parquet: n_articles: got int64, expected int32\n"
        "  read them with the version of dedup that wrote them, or run again\n"
    )
    for target in (path, tmp_path / "out"):
        result = call("schema", "--check", target)
        assert (78, expected) == (result.exit_code, result.stderr)


def test_check_of_other_files(tmp_path):
    """A file of another version, of no version, or no Parquet at all is told apart."""
    pq.write_table(pa.table({"a": [1]}), tmp_path / "pairs.parquet")
    (tmp_path / "text.parquet").write_text("no")
    result = call("schema", "--check", tmp_path / "pairs.parquet")
    assert (78, "  pairs.parquet: schema version none") == (
        result.exit_code,
        result.stderr.splitlines()[1],
    )
    result = call("schema", "--check", tmp_path / "text.parquet")
    assert result.stderr.splitlines()[1].startswith("  text.parquet: cannot be read as Parquet: ")


def test_check_of_a_run_with_a_missing_table(tmp_path):
    """A table that run.json lists must be there."""
    path = publish(tmp_path / "out") / "pairs.parquet"
    path.unlink()
    result = call("schema", "--check", tmp_path / "out")
    expected = f"error: a table is missing\n  {path}\n  run again\n"
    assert (78, expected) == (result.exit_code, result.stderr)


def test_check_of_nothing(tmp_path):
    """A file that does not exist ends with 66."""
    result = call("schema", "--check", tmp_path / "x.parquet")
    expected = f"error: no such file\n  {tmp_path}/x.parquet\n  dedup schema --check OUT\n"
    assert (66, expected) == (result.exit_code, result.stderr)
