"""Text that a spreadsheet would run as a formula, made text again.

Excel, LibreOffice and Google Sheets evaluate a cell that begins with one of a few characters, even
a quoted one; a leading apostrophe keeps it text (owasp.org/www-community/attacks/CSV_Injection;
OWASP ASVS 1.2.10 names = + - @ tab and NUL).  Line breaks and the full-width signs, which some
locales take for the plain ones, are guarded too.
"""

import polars as pl
import polars.selectors as cs

__all__ = ["guarded"]

STARTS = r"^[=+\-@\t\r\n\x00\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"


def guarded(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with an apostrophe before every string that a spreadsheet would evaluate.

    Numbers stay numbers: a negative lag is no formula.
    """
    text = cs.string()
    risky = text.str.contains(STARTS)
    return rows.with_columns(pl.when(risky).then(pl.lit("'") + text).otherwise(text).name.keep())
