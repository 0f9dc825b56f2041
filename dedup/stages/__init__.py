"""The way of the data, in this order: one file, one public function, one verb."""

__all__ = ["ORDER"]

ORDER = (
    "read",
    "segment",
    "normalize",
    "fold",
    "sketch",
    "winnow",
    "candidates",
    "verify",
    "cluster",
    "audit",
    "relate",
    "publish",
)
