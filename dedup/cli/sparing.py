"""What the command does without: pandas, which pyarrow would import where it is installed.

It does so with the first array it makes, to ask whether what it is made of is one of pandas; that
takes a fifth of a second, and no verb makes any.
"""

import sys

__all__ = ["spare_pandas"]


class Spared:
    """A finder of modules that does not find pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Raise ModuleNotFoundError for pandas; other finders are asked for the rest."""
        if name == "pandas":
            raise ModuleNotFoundError("dedup does without pandas", name=name)


def spare_pandas() -> None:
    """Have this process go without pandas; it must belong to the command."""
    sys.meta_path.insert(0, Spared)
