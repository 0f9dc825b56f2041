"""Hostile text cannot drive a terminal."""

import json

from hypothesis import given
from hypothesis import strategies as st

from dedup.report.safe import safe, safe_json

ANY = st.text(st.characters())


def test_controls_are_shown():
    """Escape sequences, line breaks and overrides become text."""
    assert "a\\x1b[2J\\n\\t\\r\\x9b\\u202e\\u2066\\ud800z" == safe(
        "a\x1b[2J\n\t\r\x9b\u202e\u2066\ud800z"
    )


def test_other_scripts_stay():
    """Letters of every script, emoji and joiners are as they were."""
    text = "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f469\u200d\U0001f680 e\u0301 \u00a0"
    assert text == safe(text)


@given(ANY)
def test_nothing_that_moves_a_cursor_is_left(text):
    """The result is one printable line."""
    found = safe(text)
    assert [] == [
        c for c in found if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029\u202e"
    ]
    assert [found] == (found.splitlines() or [""])


@given(ANY)
def test_json_means_the_same(text):
    """Escaping encoded JSON does not change its value."""
    encoded = safe_json(json.dumps([text], ensure_ascii=False))
    assert [text] == json.loads(encoded)
    assert safe(encoded) == encoded
