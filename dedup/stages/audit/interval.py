"""A 95 % interval for a share, when trials come in groups that may succeed or fail together.

Clopper and Pearson's interval (1934) takes trials as independent.  Pairs of one family of texts are
not, so their number is first brought down to that of as many independent ones (Korn and Graubard
1998): divided by the design effect, the jackknife's variance of the share over groups against the
variance it would have if each pair were drawn by itself, and by what Student's t is wider than the
normal distribution for as few groups as make up that variance.  Where that cannot be told, because
all pairs of a band were found or none, every group counts as one trial.
"""

from typing import NamedTuple

from dedup.kernels.arrays import Doubles

__all__ = ["Trials", "interval"]

TAIL = 0.025

# The degrees of freedom are themselves an estimate, from as few as one miss; not below so many.
LEAST_FREEDOM = 6.0


class Trials(NamedTuple):
    """By group: the pairs that are true, and those of them that were found."""

    true: Doubles
    found: Doubles


def interval(trials: Trials) -> tuple[float, float]:
    """The lower and the upper end; 0 and 1 where there is nothing to go by."""
    from scipy.special import betaincinv

    n, x = float(trials.true.sum()), float(trials.found.sum())
    if n == 0:
        return 0.0, 1.0
    size = effective(trials)
    hits = x * size / n
    misses = size - hits
    low = betaincinv(hits, misses + 1, TAIL) if x > 0 else 0.0
    high = betaincinv(hits + 1, misses, 1 - TAIL) if x < n else 1.0
    return float(low), float(high)


def effective(trials: Trials) -> float:
    """How many independent trials these are worth."""
    n, groups = float(trials.true.sum()), len(trials.true)
    share = float(trials.found.sum()) / n
    if groups == 1 or share in (0.0, 1.0):
        return min(n, float(groups))
    # By how much the share moves, squared, when a group is left out.
    moved = ((trials.found - share * trials.true) / (n - trials.true)) ** 2
    if not moved.any():
        return n
    variance = (groups - 1) / groups * float(moved.sum()) * wider(moved)
    return min(n, share * (1 - share) / variance)


def wider(moved: Doubles) -> float:
    """By what an interval's square grows, given what each group adds to the variance."""
    from scipy.special import ndtri, stdtrit

    freedom = max(LEAST_FREEDOM, float(moved.sum()) ** 2 / float((moved**2).sum()))
    return float(stdtrit(freedom, 1 - TAIL) / ndtri(1 - TAIL)) ** 2
