"""Which spans are quotations, slowly: a character at a time over one paragraph."""

__all__ = ["quoted"]

CLOSERS = {
    '"': '"', "'": "'", "“": "”", "„": "”“", "”": "”", "‘": "’", "‚": "’", "«": "»", "»": "«",
    "「": "」", "『": "』",
}  # fmt: skip
SPACES = {*map(chr, range(0x21)), "\u00a0", "\u3000", "\u202f"}
STOPS = ",.!?…"


def is_digit(char):
    """Whether a figure's digit."""
    return char in "0123456789"


def is_letter(char):
    """Whether a letter, as far as quotation marks care."""
    low = chr(ord(char) | 0x20)
    plain = not is_digit(char) and char not in SPACES
    return plain and ("a" <= low <= "z" or 0xC0 <= ord(char) < 0x2000 or ord(char) >= 0x3040)


def opens(char, last, following):
    """Whether a mark may open a quotation."""
    if char not in CLOSERS or is_digit(last):
        return False
    if char in "»”\"'":
        return (last in SPACES or last in "(—[") and following not in SPACES
    return not is_letter(last) or char in "「『"


def closes(char, opener, last, following):
    """Whether a mark closes what `opener` opened."""
    closers = CLOSERS[opener]
    if char == "“" and closers[0] == "”":
        return last not in SPACES and not is_letter(following)
    if char not in closers:
        return False
    if char in "’'":
        free = not is_letter(following) and not is_digit(following)
        point = following not in SPACES
        return free and (last in STOPS or (char == "’" and point))
    return char != '"' or last not in SPACES or not is_letter(following)


def quotations(text):
    """The half-open spans of the quotations of a paragraph."""
    padded, found, at = f" {text} ", [], 0
    while at < len(text):
        if not opens(text[at], padded[at], padded[at + 2]):
            at += 1
            continue
        opener, end = text[at], None
        for stop in range(at + 1, len(text)):
            # What opened the quotation is no character before its first one.
            last = " " if stop == at + 1 else text[stop - 1]
            if closes(text[stop], opener, last, padded[stop + 2]):
                end = stop + 1
                break
        if end is None:
            end = at + 1 if opener in "'‘‚" else len(text)
        if end > at + 1:
            found.append((at, end))
        at = end
    return found


def quoted(text, spans):
    """Whether each span of a paragraph stands in quotation marks with half of its characters."""
    found = quotations(text)
    inside = [sum(max(0, min(e, stop) - max(s, start)) for s, e in found) for start, stop in spans]
    return [n > 0 and 2 * n >= stop - start for n, (start, stop) in zip(inside, spans, strict=True)]
