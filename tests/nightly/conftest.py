"""An inbox for each test."""

import pytest

from dedup.nightly import inbox as module
from tests.nightly.made import Inbox


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    """An empty inbox; a file that was just written is not waited for."""
    monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(module, "YOUNG", 0.0)
    return Inbox(tmp_path)
