"""`dedup index`: the life of an index, one file a verb, imported when it is used."""

from dedup.cli.group import LazyVerbs

__all__ = ["VERBS", "command"]

VERBS = {
    "info": "Show what an index holds, what it takes, and how full it is.",
    "verify": "Check that every file of an index is the one that was written.",
    "remove": "Take articles out of an index by their ids.",
    "drop-before": "Take out of an index what was published before a day.",
    "compact": "Make one night of all, and erase what was taken out.",
    "rebuild": "Make a new index of the articles of another one.",
    "files": "List the files of an index, for other programs.",
    "upgrade": "Bring an index to the newest format.",
}

HELP = """Look after an index: what it holds, is it whole, what must go, make it anew.

An index is made and filled by `dedup run ... --index INDEX`.

\b
Examples:
  dedup index info index
  dedup index verify index --scrub 1/30
  dedup index remove index --from takedown.txt && dedup index compact index
"""

command = LazyVerbs("index", VERBS, "dedup.cli.index", help=HELP)
