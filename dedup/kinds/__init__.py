"""What sort of thing is repeated: quotations, fixtures of an outlet, formulas, copies, rewrites."""

from dedup.kinds.boilerplate import find_boilerplate, mark_boilerplate
from dedup.kinds.kind import KINDS, formula_groups, kind_of
from dedup.kinds.listed import Fixture, as_units, load_boilerplate, merged, save_boilerplate
from dedup.kinds.quotes import quoted

__all__ = [
    "KINDS", "Fixture", "as_units", "find_boilerplate", "formula_groups", "kind_of", "load_boilerplate",
    "mark_boilerplate", "merged", "quoted", "save_boilerplate",
]  # fmt: skip
