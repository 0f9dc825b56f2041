"""What becomes of the spans of one text; each action is a pure function of text and spans.

A span is (start, end, group) in code points of the text as given; spans are sorted and do not
overlap.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = ["ACTIONS", "MASK", "drop", "mark", "mask"]

Span = tuple[int, int, str]
MASK = "\N{FULL BLOCK}"


def drop(text: str, spans: Sequence[Span]) -> str:
    """The text without its spans, and without the white space that would be left over.

    Where something went, what stood around it is joined by the widest of the gaps there: a line
    break stays one, a paragraph break too, and no double space appears.
    """
    ends = [0, *(end for _, end, _ in spans)]
    starts = [*(start for start, _, _ in spans), len(text)]
    pieces = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    kept = [i for i, piece in enumerate(pieces) if piece.strip()]
    if not kept:
        return ""
    joined = [pieces[kept[0]].strip() if kept[0] else pieces[0].rstrip()]
    for before, after in pairwise(kept):
        joined += [widest(pieces[before : after + 1]), pieces[after].strip()]
    return "".join(joined) + tail(pieces, kept[-1])


def widest(pieces: Sequence[str]) -> str:
    """The gap with most line breaks: after the first piece, in what stands between, before the last."""
    first, last = pieces[0], pieces[-1]
    after = first[len(first.rstrip()) :]
    before = last[: len(last) - len(last.lstrip())]
    return max([after, *pieces[1:-1], before], key=lambda gap: (gap.count("\n"), len(gap) > 0))


def tail(pieces: Sequence[str], last: int) -> str:
    """The white space at the end of the text, as it stood."""
    end = pieces[-1]
    return end[len(end.rstrip()) :] if last == len(pieces) - 1 else end


def mask(text: str, spans: Sequence[Span]) -> str:
    """The text with every character of a span but white space as a block: offsets stay right."""
    return replaced(text, spans, lambda part, _: "".join(c if c.isspace() else MASK for c in part))


def mark(text: str, spans: Sequence[Span]) -> str:
    """The text with each span as `[[group: span]]`; nothing is lost."""
    return replaced(text, spans, lambda part, group: f"[[{group}: {part}]]")


def replaced(text: str, spans: Sequence[Span], make: Callable[[str, str], str]) -> str:
    """The text with each span as `make` makes it."""
    parts, at = [], 0
    for start, end, group in spans:
        parts += [text[at:start], make(text[start:end], group)]
        at = end
    return "".join([*parts, text[at:]])


ACTIONS: dict[str, Callable[[str, Sequence[Span]], str]] = {
    "drop": drop,
    "mask": mask,
    "mark": mark,
}
