"""Text of strangers, made harmless for a terminal.

Control characters, line separators, lone surrogates and the characters that reorder a line are
shown as escapes; everything else, right-to-left letters too, stays as it is.
"""

import re

__all__ = ["safe", "safe_json"]

UNSAFE = "\x00-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb"
DANGEROUS = re.compile(f"[{UNSAFE}]")
SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def safe(text: str) -> str:
    """`text` in one line that cannot drive a terminal.

    Example: the escape character becomes the four letters of its Python escape.
    """
    return DANGEROUS.sub(lambda match: escape(match[0]), text)


def escape(character: str) -> str:
    """The escape a person reads for one character."""
    code = ord(character)
    return SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def safe_json(text: str) -> str:
    """Encoded JSON with the same characters as escapes: equal for every parser."""
    return DANGEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
