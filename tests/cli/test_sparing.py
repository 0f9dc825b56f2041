"""The command does without pandas."""

from tests.cli.helpers import spawn

CODE = """
import sys
from dedup.cli.sparing import spare_pandas
spare_pandas()
import numpy, polars, pyarrow
pyarrow.array(numpy.zeros(1))
print("pandas" in sys.modules, polars.from_arrow(pyarrow.array([1])).to_list())
import pandas
"""


def test_pandas_is_not_imported():
    """Neither with the first array nor when polars looks for it; who asks is told that it is not there."""
    done = spawn(code=CODE)

    assert "False [1]\n" == done.stdout
    assert "ModuleNotFoundError: dedup does without pandas" == done.stderr.splitlines()[-1]
