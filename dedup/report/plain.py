"""Numbers as people read them."""

__all__ = ["counted", "duration", "megabytes", "percent", "shortened"]


def counted(n: int, noun: str, plural: str = "") -> str:
    """`n` with thousands separators and its noun: 1 group, 1,284 groups."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def percent(part: int, whole: int) -> str:
    """The share of `part` in `whole`, 0 of 0 being none."""
    return f"{100 * part / whole if whole else 0:.1f} %"


def duration(seconds: float) -> str:
    """Seconds below two minutes, minutes below two hours, then hours."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    if seconds < 7200:
        return f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"
    return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:02.0f} min"


def megabytes(n_bytes: int) -> str:
    """Bytes in decimal megabytes; one decimal below ten."""
    size = n_bytes / 1e6
    return f"{size:,.1f} MB" if size < 10 else f"{size:,.0f} MB"


def shortened(text: str, width: int) -> str:
    """`text` cut between words to at most `width` characters."""
    if len(text) <= width:
        return text
    kept = text[: width - 3]
    head = kept.rsplit(" ", 1)[0] if " " in kept else kept
    return head.rstrip(" ,;:.") + "..."
