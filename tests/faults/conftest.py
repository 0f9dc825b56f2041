"""Where the tables of faults are collected."""

import pytest

from tests.conftest import FAULT_TABLES


@pytest.fixture
def fault_tables(request):
    """What the end of the test report shows."""
    return request.config.stash.setdefault(FAULT_TABLES, [])
