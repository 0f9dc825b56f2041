"""Who watches a run: a bar on a terminal, lines in a pipe, JSON in a log, or nobody."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dedup.cli.terminal import Terminal
from dedup.report.safe import safe

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import ProgressColumn, Task, TaskID
    from rich.text import Text

    from dedup.pipeline import Progress

__all__ = ["watching"]

NOTES_SHOWN = 20


@contextmanager
def watching(screen: Terminal) -> Iterator[Callable[["Progress"], None]]:
    """The function that a run reports its progress to, for as long as the block lasts."""
    notes = Notes(screen)
    if not screen.live:
        yield notes
    else:
        with bars(screen) as shown:
            yield Watcher(shown, notes)
    if notes.n > NOTES_SHOWN and not screen.verbose:
        screen.note(
            "notes", f"and {notes.n - NOTES_SHOWN:,} more lines like these: run.json has all"
        )


class Notes:
    """Prints what is for the user; a folder of thousands of files is told by its first ones."""

    def __init__(self, screen: Terminal) -> None:
        """Nothing is printed yet."""
        self.screen = screen
        self.n = 0

    def __call__(self, progress: "Progress") -> None:
        """Print a note; figures are for bars."""
        if not progress.note:
            return
        self.n += 1
        if self.n <= NOTES_SHOWN or self.screen.verbose:
            self.screen.note("note", safe(progress.note), stage=progress.stage)


class Watcher:
    """Moves one bar for each stage; notes stand above the bars."""

    def __init__(self, shown: "Bars", notes: Notes) -> None:
        """`shown` is running, and moves out of the way of what is printed."""
        self.shown, self.notes = shown, notes
        self.tasks: dict[str, TaskID] = {}
        self.current = ""

    def __call__(self, progress: "Progress") -> None:
        """Show one step."""
        if progress.note:
            self.notes(progress)
            return
        if progress.stage != self.current:
            self.begin(progress.stage)
        task = self.tasks[progress.stage]
        self.shown.update(task, completed=progress.done, total=progress.total)

    def begin(self, stage: str) -> None:
        """Show a stage, which ends the one before; a stage may come again for another unit."""
        if self.current:
            before = self.tasks[self.current]
            self.shown.update(before, completed=self.shown.tasks[before].total)
        if stage in self.tasks:
            self.shown.reset(self.tasks[stage])
        else:
            self.tasks[stage] = self.shown.add_task(stage, total=None)
        self.current = stage


def bars(screen: Terminal) -> "Bars":
    """Bars with stage, share, rows a second and time left; gone when the run ends."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(no_color=not screen.colored(sys.stdout), soft_wrap=True)
    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        rate_column(),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
    )


def rate_column() -> "ProgressColumn":
    """Rows done and rows a second."""
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Rows done and rows a second, blank until known."""

        def render(self, task: "Task") -> "Text":
            """One cell."""
            speed = task.finished_speed or task.speed
            return Text(f"{task.completed:>12,.0f} rows" + (f" {speed:>11,.0f}/s" if speed else ""))

    return Rate()
