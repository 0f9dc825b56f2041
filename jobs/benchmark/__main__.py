"""`python jobs/benchmark`: the folder as a program, wherever it is started."""

import importlib
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

if __name__ == "__main__":
    importlib.import_module("jobs.benchmark.page").main()
