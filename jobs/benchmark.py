"""The benchmark, by the name it goes by: see the folder jobs/benchmark."""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_suffix("")), run_name="__main__")
