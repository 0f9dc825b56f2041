"""The command does without pandas, and without threads that multiply matrices."""

from pathlib import Path

import pytest

from tests.cli.helpers import spawn

SPARED = """
import sys
from dedup.cli.sparing import spare
spare()
"""

NO_PANDAS = """
import numpy, polars, pyarrow
pyarrow.array(numpy.zeros(1))
print("pandas" in sys.modules, polars.from_arrow(pyarrow.array([1])).to_list())
import pandas
"""

NO_THREADS = """
import numpy, scipy.special
import os
print(len(os.listdir("/proc/self/task")))
"""


def test_pandas_is_not_imported():
    """Neither with the first array nor when polars looks for it; who asks is told that it is not there."""
    done = spawn(code=SPARED + NO_PANDAS)

    assert "False [1]\n" == done.stdout
    assert "ModuleNotFoundError: dedup does without pandas" == done.stderr.splitlines()[-1]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists threads there")
def test_no_thread_is_started_for_matrices():
    """numpy and scipy are imported, and the thread that did it is the only one."""
    assert "1\n" == spawn(code=SPARED + NO_THREADS).stdout
