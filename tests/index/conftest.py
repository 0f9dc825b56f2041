"""What several verbs are tried on."""

import pytest

from tests.index.made import two_nights


@pytest.fixture
def place(tmp_path):
    """Reports and an index of two nights."""
    return two_nights(tmp_path)
