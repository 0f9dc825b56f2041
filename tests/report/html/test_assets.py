"""The chapters of the page's script and style."""

from pathlib import Path

import dedup.report.html
from dedup.report.html.document import SCRIPTS, STYLES

ASSETS = Path(dedup.report.html.__file__).parent / "assets"


def test_every_asset_is_used_and_short():
    """No file lies about unused, none has 300 lines, and each says at its top what it is."""
    assert {*SCRIPTS, *STYLES, "page.html"} == {path.name for path in ASSETS.iterdir()}
    for path in ASSETS.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) < 300
        assert lines[0].startswith(("// ", "/* ", ":root", "<!doctype html>"))


def test_nothing_writes_markup():
    """No way to make elements from text is used anywhere."""
    for name in SCRIPTS:
        source = (ASSETS / name).read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                     "new Function", "fetch(", "XMLHttpRequest", "import("):  # fmt: skip
            assert word not in source, f"{name}: {word}"
