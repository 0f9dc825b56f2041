"""The slow twin of `explain`: greedy set cover in plain Python."""

from collections.abc import Mapping, Sequence

__all__ = ["greedy_cover"]


def greedy_cover(
    chars: Sequence[int], holds: Mapping[str, set[int]], exact: Mapping[str, set[int]], least: float
) -> list[tuple[str, int, int]]:
    """The names taken, with the characters each adds and how many of its units are exact.

    Names are in their order in time: of equal gains the one with more exact units, then the first.
    """
    left, taken = set(range(len(chars))), []
    while True:
        gains = [
            (-sum(chars[i] for i in units & left), -len(exact[name] & units & left), at, name)
            for at, (name, units) in enumerate(holds.items())
            if units & left
        ]
        if not gains or -min(gains)[0] < least:
            return taken
        gain, n_exact, _, name = min(gains)
        taken.append((name, -gain, -n_exact))
        left -= holds[name]
