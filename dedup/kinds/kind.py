"""What sort of repetition a group is: the first of these that holds.

| kind | a group is one when | example |
| --- | --- | --- |
| boilerplate | at least half of its occurrences are fixtures of their outlet | `Sign up for our newsletter.` |
| quote | at least half of its occurrences stand in quotation marks | `"We will rebuild," she said.` |
| formula | its texts differ in numbers, dates and names only | `The payment date is April 15.` |
| internal_repeat | it stands in one article only | a summary that repeats the lead |
| exact_copy | all its texts are equal when normalized | a sentence of an agency, reprinted |
| rewrite | anything else | `state TV said` for `Iraqi state TV said` |

The order goes from what says most about where a text comes from to what says least: a fixture is one
whether or not its date changes, a quotation is one however many copies there are, and a formula
filled in twice in one article is no repetition of its author's.
"""

import polars as pl

from dedup.kernels.arrays import Keys, Longs

__all__ = ["FEWEST_WORDS", "KINDS", "formula_groups", "kind_of"]

KINDS = ("boilerplate", "quote", "formula", "internal_repeat", "exact_copy", "rewrite")
# With fewer words beside its numbers and names a text is no sentence that is filled in.
FEWEST_WORDS = 3


def kind_of(
    n_boilerplate: str = "n_boilerplate",
    n_quote: str = "n_quote",
    is_formula: str = "is_formula",
) -> pl.Expr:
    """The kind of each group, from columns of a frame with a row a group.

    The others are n_occurrences, n_articles and n_texts.
    """
    n = pl.col("n_occurrences")
    return (
        pl.when(2 * pl.col(n_boilerplate) >= n)
        .then(pl.lit("boilerplate"))
        .when(2 * pl.col(n_quote) >= n)
        .then(pl.lit("quote"))
        .when(pl.col(is_formula))
        .then(pl.lit("formula"))
        .when(pl.col("n_articles") == 1)
        .then(pl.lit("internal_repeat"))
        .when(pl.col("n_texts") == 1)
        .then(pl.lit("exact_copy"))
        .otherwise(pl.lit("rewrite"))
    )


def formula_groups(group: pl.Series, key: Keys, n_words: Longs) -> pl.DataFrame:
    """group, is_formula: whether its two texts or more are equal but for numbers, dates and names.

    Args:
        group: of each text, one row a distinct text.
        key: its masked key, from dedup.facts.masked_texts.
        n_words: its words beside numbers, dates and names.
    """
    texts = pl.DataFrame({"group": group, "key": key, "n_words": n_words})
    same = (pl.len() > 1) & (pl.n_unique("key") == 1) & (pl.min("n_words") >= FEWEST_WORDS)
    return texts.group_by("group", maintain_order=True).agg(is_formula=same)
