"""Runs the job that a settings file describes; prints nothing unless something is wrong.

    python jobs/nightly.py [jobs/nightly.toml]

The exit codes are those of `dedup run`.
"""

import sys
from pathlib import Path

from dedup.cli import main

if __name__ == "__main__":
    beside = str(Path(__file__).with_suffix(".toml"))
    main(["--quiet", "--config", *(sys.argv[1:] or [beside]), "run"])
