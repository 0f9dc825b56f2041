"""DuckDB: an exact self-join on shingles, in SQL; on few sentences only."""

from jobs.benchmark.harness import Pair, Task

__all__ = ["ABOUT", "MOST", "PACKAGES", "READS", "VERIFIED", "find"]

PACKAGES = ("duckdb==2.0.0",)
ABOUT = "one SQL query: unnest the shingles, join on them, count"
READS = "texts"
VERIFIED = True
MOST = 5000

SHINGLES = """
create table shingles as
select row, size, unnest(own) as shingle from (select row, own, len(own) as size from (
    select row, list_distinct(list_transform(
        range(1, greatest(1, length(text) - 4) + 1), lambda i: substr(text, i, 5))) as own
    from texts))"""
PAIRS = """
select a.row, b.row from shingles a join shingles b on a.shingle = b.shingle and a.row < b.row
group by a.row, b.row, a.size, b.size
having count(*) / (a.size + b.size - count(*)) >= ?"""


def find(task: Task) -> list[Pair]:
    """Two statements."""
    import duckdb

    connection = duckdb.connect(config={"threads": task.jobs})
    connection.execute("create table texts (row integer, text varchar)")
    connection.executemany("insert into texts values (?, ?)", list(enumerate(task.texts)))
    with task.phase("shingle"):
        connection.execute(SHINGLES)
    with task.phase("join"):
        return connection.execute(PAIRS, [task.floor]).fetchall()
