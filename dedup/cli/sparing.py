"""What the command does without: pandas, and the threads of BLAS.

pyarrow imports pandas, where it is installed, with the first array it makes, to ask whether what the
array is made of is one of pandas: a fifth of a second.  numpy and scipy each start a thread for every
core to multiply matrices, and these spin when they have nothing to do: an eighth of a second.
"""

import os
import sys

__all__ = ["spare"]


class Spared:
    """A finder of modules that does not find pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Raise ModuleNotFoundError for pandas; other finders are asked for the rest."""
        if name == "pandas":
            raise ModuleNotFoundError("dedup does without pandas", name=name)


def spare() -> None:
    """Have this process go without both; it must belong to the command, and have loaded neither."""
    sys.meta_path.insert(0, Spared)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
