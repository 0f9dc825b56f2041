"""The HTML around the payload: scripts and styles allowed by their hashes, and nothing else."""

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from dedup.report.html.fallback import fallback

__all__ = ["SCRIPTS", "STYLES", "document"]

# In this order; each file is a chapter of one script.
SCRIPTS = (
    "words.js", "format.js", "dom.js", "payload.js", "model.js", "components.js", "diff.js",
    "query.js", "terms.js", "select.js", "stats.js", "bars.js", "floor.js", "brush.js",
    "matrix.js", "table.js", "excerpt.js", "filters.js", "overview.js", "groups.js", "group.js",
    "pair.js", "articles.js", "article.js", "marked.js", "beside.js", "outlets.js",
    "run.js", "keys.js", "main.js",
)  # fmt: skip
STYLES = ("base.css", "frame.css", "charts.css", "table.css", "texts.css", "paper.css")


def document(header: dict[str, Any], payload: bytes) -> bytes:
    """The page of a run."""
    script, style = joined(SCRIPTS), joined(STYLES)
    slots = {
        "%%POLICY%%": policy(script, style),
        "%%TITLE%%": escape(f"Repeated sentences · {header['run'].get('run_id', '')}"),
        "%%STYLE%%": style,
        "%%FALLBACK%%": fallback(header),
        "%%SCRIPT%%": script,
    }
    page = asset("page.html")
    before, after = page.split("%%PAYLOAD%%")
    return filled(before, slots) + payload + filled(after, slots)


def filled(text: str, slots: dict[str, str]) -> bytes:
    """`text` with its slots filled in one pass, so that what fills them is never filled again."""
    for name, value in slots.items():
        head, found, tail = text.partition(name)
        if found:
            return filled(head, slots) + value.encode() + filled(tail, slots)
    return text.encode()


def policy(script: str, style: str) -> str:
    """Nothing is loaded, nothing is sent; only the script and the style written here count."""
    return (
        f"default-src 'none'; script-src {hashed(script)}; style-src {hashed(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def hashed(text: str) -> str:
    """The source expression that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def joined(names: tuple[str, ...]) -> str:
    """Several assets as one; scripts share one strict scope."""
    text = "\n".join(asset(name) for name in names)
    return f"(() => {{\n'use strict';\n{text}\n}})();\n" if names == SCRIPTS else text


def asset(name: str) -> str:
    """A file beside this one."""
    return files("dedup.report.html").joinpath("assets", name).read_text(encoding="utf-8")
