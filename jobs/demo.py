"""Runs the job on the sample corpus into `out/` and shows what it found.

python jobs/demo.py
"""

import sys
from contextlib import chdir
from pathlib import Path

from dedup.cli import root

CHECKOUT = Path(__file__).resolve().parents[1]
DOCUMENT = "000_c76e54084ab40304.txt"


def main() -> int:
    """Run, then show the repeated sentences of one document; returns the exit code."""
    with chdir(CHECKOUT):
        code = root.main(["run", "seeds/articles", "--out", "out"], standalone_mode=False)
        if code:
            return code
        print(f"\n$ dedup show out {DOCUMENT}")
        return root.main(["show", "out", DOCUMENT, "--format", "table"], standalone_mode=False)


if __name__ == "__main__":
    sys.exit(main())
