"""The command line: one file per verb, imported when it is used.

`dedup --help` imports click and the standard library only; the test of this file holds it to that.
"""

from collections.abc import Sequence
from typing import NoReturn

from dedup.cli.group import LazyGroup
from dedup.cli.leave import leave
from dedup.cli.sparing import spare

__all__ = ["VERBS", "main", "root"]

VERBS = {
    "run": "Find the repeated sentences of a corpus and publish the reports.",
    "nightly": "Publish what is new in an inbox, a run for each night; for cron and its like.",
    "index": "Look after an index: what it holds, is it whole, what must go, make it anew.",
    "check": "Check one text against an index: which sentences were seen, and where first.",
    "show": "Look into published reports: the overview, a group, an article, a pair.",
    "report": "Make the page of a published run: one file that opens offline in any browser.",
    "explain": "Show which earlier articles cover an article, and how much is its own.",
    "audit": "Measure the recall of a published run again, on a larger sample.",
    "tune": "Show example pairs at each similarity, label them, and suggest a floor.",
    "diff": "Compare two texts, two files, or two articles of a run, word by word.",
    "boilerplate": "Show the fixtures of each outlet in a run, and keep a list of them.",
    "apply": "Write a cleaned copy of the articles: repeats dropped, masked or marked.",
    "export": "Write a run for other tools: spreadsheets, data curators, Hugging Face, datasketch.",
    "schema": "Print every table and column, or check files against them.",
    "config": "Show every setting and where it came from, or write a settings file.",
    "sample": "Write a sample corpus to a folder: the bundled one, or an invented one of any size.",
    "schedule": "Print what lets cron, systemd or another scheduler start dedup nightly.",
    "doctor": "Check this machine: versions, memory, folders, and a sample run.",
}

HELP = """Find repeated and near-repeated sentences across and within news articles.

Every reported pair is verified exactly; the reports are Parquet tables.

\b
Examples:
  dedup sample -o demo
  dedup run demo -o out
  dedup show out
"""

root = LazyGroup("dedup", help=HELP, verbs=VERBS, epilog="dedup VERB --help shows the rest.")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command `dedup` and end the process, which is taken to be its own, with its code."""
    spare()
    leave(root.main(args=None if args is None else list(args), standalone_mode=False))
