"""The README: what it shows of a terminal, produced by running it, and the code it shows."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["README", "python_blocks", "section", "session"]

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

# What differs from run to run is shown as an ellipsis.
VOLATILE = [
    (re.compile(r"run=\d{8}T\d{6}Z-[0-9a-f]{4}"), "run=…"),
    (re.compile(r"\d+\.\d s, \d+ MB peak"), "… s, … MB peak"),
    (re.compile(r"at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"), "at …"),
    (re.compile(r"compiling the kernels.*\n"), ""),
]


def session(*commands: str) -> str:
    """The commands and what they print, run one after another in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(f"$ {command}\n{output_of(command, folder)}" for command in commands)


def output_of(command: str, folder: str) -> str:
    """What a command prints, without what differs from run to run."""
    words = [sys.executable, "-m", "dedup", *shlex.split(command)[1:]]
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    text = subprocess.run(
        words, cwd=folder, env=plain, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    for pattern, shown in VOLATILE:
        text = pattern.sub(shown, text)
    return text


def section(title: str) -> str:
    """The part of the README under a heading, up to the next of its kind."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def python_blocks(text: str) -> list[str]:
    """The Python code in a text."""
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)
