"""A virtual environment for each tool, with exactly the versions its recipe names."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Unusable", "python_for"]


class Unusable(Exception):  # noqa: N818 - a finding of the benchmark, told in its table
    """A tool that cannot do the work; the message is the reason."""


def python_for(packages: Sequence[str], folder: Path) -> Path:
    """The Python that has `packages`, installed below `folder` unless it was before.

    Raises:
        Unusable: pip could not install them.
    """
    if not packages:
        return Path(sys.executable)
    done, python = folder / "installed.txt", folder / "bin" / "python"
    if not done.is_file() or done.read_text().split() != list(packages):
        done.unlink(missing_ok=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", *packages]
        found = subprocess.run(command, check=False, capture_output=True, text=True)
        if found.returncode:
            raise Unusable(f"pip: {last_line(found.stderr)}")
        done.write_text("\n".join(packages))
    return python


def last_line(text: str) -> str:
    """What a command said last, errors of pip first."""
    lines = [line for line in text.splitlines() if line.strip()] or ["no word of why"]
    return next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1])
