"""The expression language of --where and --keep."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.report.where import chosen, holds

ROWS = pl.DataFrame(
    {
        "n": [1, 2, 3],
        "name": ["select", "it's", None],
        "day": pl.Series(["2025-03-01", "2025-03-02", None]).str.to_datetime(time_zone="UTC"),
        "flag": [True, None, False],
    }
)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("n > 1", [2, 3]),
        ("n >= 2 AND NOT (n = 3)", [2]),
        ("n IN (1, 3) OR n BETWEEN 2 AND 2", [1, 2, 3]),
        ("name = 'select'", [1]),
        ("name = 'it''s'", [2]),
        ("name LIKE 's%'", [1]),
        ("name IS NULL", [3]),
        ("flag", [1]),
        ("NOT flag", [3]),
        ("day >= DATE '2025-03-02'", [2]),
        ("LENGTH(COALESCE(name, '')) = 0", [3]),
        ("CASE WHEN n = 2 THEN flag IS NULL ELSE false END", [2]),
        ("n = 1 -- and no more", [1]),
        ("1 = 1", [1, 2, 3]),
    ],
)
def test_rows_for_which_it_holds(where, expected):
    """A row is chosen when the expression is true of it; a null is not true."""
    assert expected == chosen(ROWS, where)["n"].to_list()


def test_nothing_said_is_every_row():
    """Without an expression all rows are chosen."""
    assert ROWS.equals(chosen(ROWS, None))


def test_of_no_rows():
    """An expression over no rows chooses none."""
    assert 0 == chosen(ROWS.clear(), "n > 1 OR 1 = 1").height


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("m > 3", 'bad --where: unable to find column "m"'),
        ("n >", "bad --where: unable to parse 'n >' as Expr"),
        ("n", "bad --where: it must be true or false of a row, got `Int64`"),
        ("n IN (SELECT 1)", "bad --where: no sub-queries"),
        ("(select a from read_csv('/etc/passwd')) = ''", "bad --where: no sub-queries"),
        ("read_csv('/etc/passwd') = 1", "bad --where: unsupported function 'read_csv'"),
        ("n > 1; DROP TABLE x", "bad --where: invalid expression (found unexpected token '"),
    ],
)
def test_what_is_wrong_is_told_with_the_columns(where, what):
    """The error says what, quotes the expression and lists the columns."""
    with pytest.raises(UsageError) as caught:
        holds(ROWS, where)
    expected = f"{what}\n  {where}\n  the columns are: n, name, day, flag"
    assert expected == str(caught.value)


def test_bytes_that_are_no_text():
    """What a shell passes on undecoded is told, not a bug."""
    with pytest.raises(UsageError, match=r"^bad --where: 'utf-8' codec can't encode character"):
        holds(ROWS, "name = '\udcff'")


def test_error_names_the_flag():
    """The error of another flag names that one."""
    with pytest.raises(UsageError, match=r"^bad --keep: unable to find column"):
        holds(ROWS, "m = 1", "--keep")


TOKENS = st.sampled_from(
    ["n", "name", "day", "flag", "1", "'x'", "=", ">", "AND", "OR", "NOT", "(", ")", "LIKE", "IN",
     "NULL", "IS", ",", "SUM", "table", "*", ";", "--", "?", "'", '"', "::int", "[1]"]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=8).map(" ".join) | st.text(max_size=12))
def test_any_text_is_understood_or_told(where):
    """Whatever is typed gives truth values, or a UsageError of three lines."""
    try:
        found = holds(ROWS, where)
    except UsageError as error:
        assert (True, True) == (error.what.startswith("bad --where: "), "n, name" in error.todo)
    else:
        assert (pl.Boolean, 3, 0) == (found.dtype, len(found), found.null_count())
