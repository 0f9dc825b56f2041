"""`dedup export`: a run, written for other tools."""

import json
from pathlib import Path

import click

from dedup.cli.expressions import LANGUAGE
from dedup.cli.terminal import terminal

__all__ = ["command"]

TARGETS = ["csv", "ndjson", "dolma", "nemo", "hf", "ids", "datasketch"]

HELP = """Write a run for other tools: spreadsheets, data curators, Hugging Face, datasketch.

OUT is the output folder of `dedup run`, or one run in it. PATH is what is written,
all at once; when it exists already, nothing happens.

\b
--to        PATH is                                                    --where is about
csv         one table for a spreadsheet; no text runs as a formula     its rows
ndjson      one table, one JSON object a row                           its rows
ids         a text file: ids of articles to drop, one a line,          article_pairs
            keeping the earliest of each set of duplicates
nemo        the same as a folder of Parquet: `id` and the group,       article_pairs
            for NeMo Curator's TextDuplicatesRemovalWorkflow
dolma       a folder: attributes/dedup/..., a line a document,         occurrences
            spans [start, end, jaccard] of repeated sentences
hf          a folder that datasets.load_dataset(PATH, TABLE) opens
datasketch  Parquet: the MinHash sketch of each repeated text,
            for LeanMinHash.deserialize(sketch, "<") and a MinHashLSH

\b
Examples:
  dedup export out --to csv -o groups.csv --table clusters --where "n_sources >= 3"
  dedup export out --to ids -o drop.txt
  dedup export out --to ids -o drop.txt --where "coverage_b >= 0.8"
  dedup export out --to hf -o for-the-hub

"""
HELP += LANGUAGE


@click.command("export", help=HELP)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--to", required=True, type=click.Choice(TARGETS), help="The form.")
@click.option(
    "-o", "--out", "target", required=True, metavar="PATH", type=click.Path(path_type=Path),
    help="The file or folder to write.",
)  # fmt: skip
@click.option("--table", metavar="TABLE", help="Of csv and ndjson. [default: occurrences]")
@click.option("--where", metavar="EXPR", help="Only rows for which this SQL condition holds.")
def command(out: Path, to: str, target: Path, table: str | None, where: str | None) -> None:
    """Write the run in the form `to`, and say what was written."""
    from dedup.report.export import FORMS, Wanted, export
    from dedup.report.safe import safe
    from dedup.storage import find_run

    n = export(find_run(out), to, target, Wanted(table, where))
    screen = terminal()
    screen.say(f"wrote {safe(str(target))}: {n:,} {FORMS[to].counted}")
    if screen.as_json:
        click.echo(json.dumps({"status": "ok", "to": to, "output": str(target), "n": n}))
