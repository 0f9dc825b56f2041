"""Who watches a night from outside: a file for Prometheus, and an address that is called."""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dedup.cli.guard import code_of
from dedup.cli.terminal import Terminal
from dedup.report.safe import safe

if TYPE_CHECKING:
    from dedup.pipeline import Published

__all__ = ["Monitors"]

# Exit codes with which everything that could be read is published.
GOOD = (0, 3)
# A process that was told to stop has little time.
HURRY = 3.0


class Monitors:
    """Tells when a night begins and how it ends; what fails here is a warning, never an error."""

    def __init__(
        self, screen: Terminal, out: str, prometheus: str | None, ping: str | None
    ) -> None:
        """Nothing is told yet."""
        self.screen, self.out = screen, out
        self.prometheus = Path(prometheus) if prometheus else None
        self.url = ping.rstrip("/") if ping else None
        self.code, self.started = 0, time.monotonic()
        self.manifests: list[dict[str, Any]] = []

    def __enter__(self) -> "Monitors":
        """Tell that the night begins."""
        self.call("/start", {})
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Tell how it ended."""
        code = code_of(error) or self.code
        figures = self.figures(code)
        self.write(figures)
        suffix = "" if code in GOOD else f"/{code}"
        self.call(suffix, figures, hurried=error is not None and not isinstance(error, Exception))

    def add(self, published: "Published") -> None:
        """Count a run that was published."""
        self.manifests.append(published.manifest)

    def figures(self, code: int) -> dict[str, float]:
        """What is told of the night: numbers only."""
        now, stages = time.time(), [one for run in self.manifests for one in run["stages"]]
        figures: dict[str, float] = {
            "last_run_timestamp_seconds": now,
            "exit_code": code,
            "duration_seconds": round(time.monotonic() - self.started, 3),
            "runs": len(self.manifests),
            "rows_read": sum(run["rows"]["read"] for run in self.manifests),
            "rejects": sum(run["rows"]["rejected"] for run in self.manifests),
            "peak_memory_bytes": max((one["rss_peak_bytes"] for one in stages), default=0),
        }
        for name in ("articles", "sentences", "pairs", "clusters"):
            figures[name] = sum(run["counts"][name] for run in self.manifests)
        return figures | ({"last_success_timestamp_seconds": now} if code in GOOD else {})

    def write(self, figures: dict[str, float]) -> None:
        """Replace the file for Prometheus."""
        from dedup.nightly.textfile import write_textfile

        if self.prometheus is None:
            return
        try:
            write_textfile(self.prometheus, figures, str(Path(self.out).resolve()))
        except OSError as error:
            self.screen.warn(f"{safe(str(self.prometheus))} cannot be written: {error.strerror}")

    def call(self, suffix: str, figures: dict[str, float], *, hurried: bool = False) -> None:
        """Call the address; it is a secret, so a warning does not show it."""
        from dedup.nightly.ping import TIMEOUT, ping

        if self.url is None:
            return
        body = json.dumps(figures).encode() if figures else b""
        problem = ping(self.url + suffix, body, HURRY if hurried else TIMEOUT)
        if problem:
            self.screen.warn(f"the ping could not be sent: {safe(problem)}")
