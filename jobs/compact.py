"""Compacts the index of the nightly job: what was removed is erased, and nights cost a little less.

    python jobs/compact.py [SETTINGS.toml] [FLAGS of dedup index compact]

The exit codes are those of `dedup index compact`; prints nothing unless something is wrong.
"""

import sys
from pathlib import Path

from dedup.cli import main

if __name__ == "__main__":
    named = [one for one in sys.argv[1:2] if one.endswith(".toml")]
    settings = (named or [str(Path(__file__).with_name("nightly.toml"))])[0]
    more = sys.argv[1 + len(named) :]
    main(["--quiet", "--config", settings, "index", "compact", *more])
