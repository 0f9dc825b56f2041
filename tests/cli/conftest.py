"""What several commands are tried on."""

import pytest

from tests.index.made import two_nights


@pytest.fixture
def index(tmp_path, monkeypatch):
    """An index of two nights, in the folder that is worked in."""
    two_nights(tmp_path, expect=100)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "index"
