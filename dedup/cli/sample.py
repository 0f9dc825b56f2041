"""`dedup sample`: a corpus to try the job on."""

import shutil
from pathlib import Path

import click

import dedup
from dedup.cli.terminal import terminal
from dedup.errors import InputError, UsageError

__all__ = ["bundled", "command"]

HELP = """Write the bundled sample corpus to a folder.

\b
Example:
  dedup sample -o demo && dedup run demo -o out
"""


@click.command("sample", help=HELP)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The folder.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
def command(out: Path, force: bool) -> None:  # noqa: FBT001 - click hands it over by name
    """Copy the sample's files."""
    source = bundled()
    names = sorted(path.relative_to(source) for path in source.rglob("*") if path.is_file())
    taken = [name for name in names if (out / name).exists()]
    if taken and not force:
        todo = "choose another folder, or --force replaces it"
        raise UsageError("a file exists already", where=str(out / taken[0]), todo=todo)
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, out / name)
    terminal().say(f"wrote {len(names)} files to {out}\nnext: dedup run {out} -o out")


def bundled() -> Path:
    """The folder of the sample: inside the installed package, or `seeds/articles` of a checkout."""
    package = Path(dedup.__file__).parent
    for folder in (package / "sample", package.parent / "seeds" / "articles"):
        if folder.is_dir():
            return folder
    todo = "install dedup again"
    raise InputError("the sample corpus is not installed", where=str(package), todo=todo)
