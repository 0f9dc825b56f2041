"""Every error a user can meet.

DedupError                exit 70  a bug, if it reaches the user bare
├── GateError             exit  1  the run is published, but not as good as was asked for
├── UsageError            exit  2  a flag, a setting or an argument is wrong
├── InputError            exit 66  there is nothing to read
├── RejectedError         exit 65  too many rows were rejected; nothing was published
├── OutputError           exit 74  the disk is full or a file cannot be written or read back
├── LockedError           exit 75  another run is at work on the same output
├── PermissionRefusedError exit 77 a folder may not be read or written
├── IncompatibleError     exit 78  a run was made by another schema or configuration
└── MissingExtraError     exit  2  an optional package is not installed

Each carries three lines: what happened, where, and what to do about it.
"""

__all__ = [
    "DedupError",
    "GateError",
    "IncompatibleError",
    "InputError",
    "LockedError",
    "MissingExtraError",
    "OutputError",
    "PermissionRefusedError",
    "RejectedError",
    "UsageError",
]


class DedupError(Exception):
    """What happened, where, and what to do; `str()` is the three lines a terminal shows."""

    exit_code = 70

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__("\n  ".join(line for line in (what, where, todo) if line))


class GateError(DedupError):
    """The run is published, but not as good as was asked for."""

    exit_code = 1


class UsageError(DedupError):
    """A flag, a setting or an argument is wrong."""

    exit_code = 2


class InputError(DedupError):
    """There is nothing to read."""

    exit_code = 66


class RejectedError(DedupError):
    """More rows were rejected than `max_rejects` allows; nothing was published."""

    exit_code = 65


class OutputError(DedupError):
    """The disk is full, or a file cannot be written or read back."""

    exit_code = 74


class LockedError(DedupError):
    """Another run is at work on the same output."""

    exit_code = 75


class PermissionRefusedError(DedupError):
    """A folder may not be read or written."""

    exit_code = 77


class IncompatibleError(DedupError):
    """A published run was made by another schema or configuration."""

    exit_code = 78


class MissingExtraError(DedupError):
    """An optional package is not installed."""

    exit_code = 2

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(
            f"the package {module!r} is not installed",
            todo=f"pip install 'dedup[{extra}]'",
        )
