"""What every verb with `--where` or `--keep` says of the language; the tests run its examples."""

__all__ = ["EXAMPLES", "LANGUAGE"]

EXAMPLES = (
    "n_sources >= 3 AND kind <> 'quote'",
    "source IN ('Reuters', 'AFP') OR text LIKE '%strike%'",
    "numbers_differ AND jaccard > 0.9",
    "published_at >= DATE '2025-03-01'",
    "language IS NULL OR LOWER(language) = 'en'",
    "NOT is_quote",
)

LANGUAGE = "\b\nAn expression (EXPR) is what follows WHERE in SQL, as:\n" + "".join(
    f"  {one}\n" for one in EXAMPLES
)
LANGUAGE += """\
Quote text with ', names with "; what is unknown (null) does not count as true.
A mistyped column is told with those there are.
"""
