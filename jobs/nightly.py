"""Publishes what is new in an inbox; prints nothing unless something is wrong.

    python jobs/nightly.py [SETTINGS.toml] [FLAGS of dedup nightly]

The exit codes are those of `dedup nightly`.
"""

import sys
from pathlib import Path

from dedup.cli import main

if __name__ == "__main__":
    named = [one for one in sys.argv[1:2] if one.endswith(".toml")]
    settings = (named or [str(Path(__file__).with_suffix(".toml"))])[0]
    main(["--config", settings, "nightly", *sys.argv[1 + len(named) :]])
