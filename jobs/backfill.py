"""Publishes an archive part by part: each file or folder in it is a run; goes on where it was stopped.

    python jobs/backfill.py ARCHIVE [SETTINGS.toml] [FLAGS of dedup nightly]

The settings are those of the nightly job, so both write to the same output.
"""

import sys
from pathlib import Path

from dedup.cli import main

if __name__ == "__main__":
    named = [one for one in sys.argv[2:3] if one.endswith(".toml")]
    settings = (named or [str(Path(__file__).with_name("nightly.toml"))])[0]
    more = sys.argv[2 + len(named) :]
    main(["--config", settings, "nightly", "--one-by-one", *sys.argv[1:2], *more])
