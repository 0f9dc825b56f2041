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


@contextmanager
def watching(screen: Terminal) -> Iterator[Callable[["Progress"], None]]:
    """The function that a run reports its progress to, for as long as the block lasts."""
    if not screen.live:
        yield lambda progress: note(screen, progress)
        return
    with bars(screen) as shown:
        yield Watcher(shown)


def note(screen: Terminal, progress: "Progress") -> None:
    """Print what is for the user; figures are for bars."""
    if progress.note:
        screen.note("note", safe(progress.note), stage=progress.stage)


class Watcher:
    """Moves one bar for each stage, and prints notes above the bars."""

    def __init__(self, shown: "Bars") -> None:
        """`shown` is running."""
        self.shown = shown
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, progress: "Progress") -> None:
        """Show one step."""
        if progress.note:
            self.shown.console.print(safe(progress.note), markup=False, highlight=False)
            return
        if progress.stage not in self.tasks:
            self.tasks[progress.stage] = self.shown.add_task(progress.stage, total=progress.total)
        task = self.tasks[progress.stage]
        self.shown.update(task, completed=progress.done, total=progress.total)


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
