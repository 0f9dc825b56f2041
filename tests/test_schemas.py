"""The tables are what DESIGN says: names, columns and their order are a promise."""

import re

import pyarrow as pa
import pytest

from dedup import schemas
from dedup.errors import DedupError
from dedup.schemas import REPORTS, SENTENCES, check, empty, report_named, work
from dedup.schemas.define import SCORE, TIME, col, table

# Frozen: a new column goes to the end, anything else makes another schema version.  `?` may be null.
COLUMNS = {
    "occurrences": """unit cluster_id text_id article_id source? title? url? published_at? language?
        sentence_index paragraph_index char_start char_end n_words n_chars text? is_first is_quote
        is_boilerplate scope match_type best_article_id? best_source? best_char_start?
        best_char_end? jaccard? containment? edit_similarity? lag_seconds? numbers_differ
        names_differ? negation_differs? diff? is_new""",
    "pairs": """pair_id unit cluster_id text_id_a text_id_b article_id_a article_id_b source_a?
        source_b? published_at_a? published_at_b? char_start_a char_end_a char_start_b char_end_b
        text_a? text_b? n_occurrences_a n_occurrences_b jaccard containment_a containment_b
        edit_similarity edit_words longest_run_words numbers_differ names_differ?
        negation_differs? n_bands scope lag_seconds? diff?""",
    "clusters": """cluster_id unit text? kind n_occurrences n_articles n_sources n_texts
        n_within_article first_article_id first_source? first_published_at? last_published_at?
        span_seconds? jaccard_min jaccard_mean weakest_edge diameter n_new_occurrences
        previous_cluster_ids? n_pairs""",
    "article_pairs": """article_id_a article_id_b source_a? source_b? title_a? title_b?
        published_at_a? published_at_b? n_sentences_matched n_exact n_near chars_matched_a
        chars_matched_b coverage_a coverage_b longest_run_sentences longest_run_chars jaccard_mean? lag_seconds?
        relation is_new""",
    "articles": """article_id uri? source? title? published_at? language? n_chars n_paragraphs
        n_sentences n_repeated_sentences n_internal_repeats repeated_ratio original_ratio
        top_article_id? top_coverage? content_hash input_path input_row status""",
    "source_flow": """source_first source_later date? n_sentences n_articles lag_median_seconds?
        lag_p90_seconds?""",
    "cluster_events": """event unit cluster_id? previous_cluster_id? n_occurrences
        n_previous_occurrences""",
    "quality": """metric unit jaccard_low jaccard_high n_true n_found n_unlisted estimate ci_low ci_high
        method n_sampled seed""",
    "sentences": """unit article_id sentence_index paragraph_index char_start char_end text_id""",
    "rejects": """input_path input_row article_id? reason message raw_prefix?""",
}
SORTS = {
    "occurrences": "cluster_id, published_at, article_id, char_start",
    "pairs": "cluster_id, text_id_a, jaccard desc, text_id_b",
    "clusters": "n_occurrences desc, cluster_id",
    "article_pairs": "article_id_b, coverage_b desc, article_id_a",
    "articles": "article_id",
    "source_flow": "source_first, source_later, date",
    "cluster_events": "cluster_id, previous_cluster_id, event",
    "quality": "metric, unit, jaccard_low",
    "sentences": "article_id, char_start, unit",
    "rejects": "input_path, input_row",
}
EXAMPLE = table("example", "one row", "n", [col("n", pa.int32(), "a number"), col("s?", SCORE, "")])
every_report = pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)


def test_the_reports_are_these():
    """Ten tables, in this order, of schema version 1."""
    assert list(COLUMNS) == [kind.name for kind in REPORTS]
    assert "1" == schemas.SCHEMA_VERSION


@every_report
def test_columns_are_frozen(kind):
    """Names, order and what may be null stay as they were promised."""
    actual = [field.name + "?" * field.nullable for field in kind.schema]
    assert COLUMNS[kind.name].split() == actual


@every_report
def test_sort_orders_are_frozen(kind):
    """So does the order of the rows, by columns that exist."""
    actual = [name + " desc" * (way == "descending") for name, way in kind.sort]
    assert SORTS[kind.name].split(", ") == actual


@every_report
def test_every_column_is_documented(kind):
    """Each has a comment, no word of which is left over from another language of tables."""
    comments = [(field.metadata or {}).get(b"comment", b"").decode() for field in kind.schema]
    assert [] == [c for c in comments if len(c) < 3 or c.endswith(".") or "TODO" in c]
    assert kind.row.startswith(("one ", "where ", "what "))


@every_report
def test_types_are_plain(kind):
    """No nested, map, duration or null columns; scores are single precision, times in UTC."""
    for field in kind.schema:
        assert not pa.types.is_nested(field.type), field.name
        assert not pa.types.is_null(field.type), field.name
        if field.metadata.get(b"unit") == b"0..1":
            assert SCORE == field.type, field.name
        if pa.types.is_temporal(field.type):
            assert field.type in (TIME, pa.date32()), field.name
        if re.search(r"char_(start|end)", field.name):
            assert (pa.int32(), b"code points") == (field.type, field.metadata[b"unit"])


@every_report
def test_ids_are_strings(kind):
    """An id is a plain string, and only an absent article has none."""
    ids = [field for field in kind.schema if re.search(r"(^|_)id(_[ab])?$", field.name)]
    assert {pa.string()} >= {field.type for field in ids}


def test_work_tables_are_named_after_their_constants():
    """The name of each work table is that of its constant."""
    actual = [getattr(work, name).name for name in work.__all__]
    assert [name.lower() for name in work.__all__] == actual


def test_a_report_is_found_by_name():
    """Every report by its name; another name lists those there are."""
    assert list(REPORTS) == [report_named(name) for name in COLUMNS]
    with pytest.raises(DedupError) as caught:
        report_named("sentence")
    assert f"no table is called 'sentence'\n  the tables are: {', '.join(COLUMNS)}" == str(
        caught.value
    )


def test_an_empty_table_has_all_columns():
    """Types are there without rows."""
    assert (0, SENTENCES.schema) == (empty(SENTENCES).num_rows, empty(SENTENCES).schema)


def test_a_right_table_is_handed_back():
    """Its values are untouched, and its columns get comments and nullability."""
    given = pa.table({"n": pa.array([1], pa.int32()), "s": pa.array([None], pa.float32())})

    bare = pa.schema([field.remove_metadata() for field in EXAMPLE.schema])
    for one in (given, given.cast(bare)):
        found = check(one, EXAMPLE)
        assert [{"n": 1, "s": None}] == found.to_pylist()
        assert found.schema.equals(EXAMPLE.schema, check_metadata=True)


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        (
            {"n": pa.array([1], pa.int64())},
            "n: got int64, expected int32; s: got None, expected float",
        ),
        (
            {"n": pa.array([1], pa.int32()), "s": pa.array(["x"])},
            "s: got string, expected float",
        ),
        (
            {"n": pa.array([1], pa.int32()), "s": pa.array([0.5], SCORE), "t": pa.array([1])},
            "t: got int64, expected None",
        ),
        (
            {"s": pa.array([0.5], SCORE), "n": pa.array([1], pa.int32())},
            "got the order s, n, expected n, s",
        ),
    ],
)
def test_a_wrong_table_is_compared(columns, where):
    """Missing, mistyped, superfluous and misplaced columns are named with what was expected."""
    with pytest.raises(DedupError) as caught:
        check(pa.table(columns), EXAMPLE)

    assert f"table example has other columns than its schema\n  {where}" == str(caught.value)


def test_a_null_where_none_may_be_is_refused():
    """A null in a column that has none is caught before it is written."""
    given = pa.table({"n": pa.array([None], pa.int32()), "s": pa.array([0.5], SCORE)})

    with pytest.raises(DedupError) as caught:
        check(given, EXAMPLE)

    assert "table example has nulls where none may be\n  n: 1" == str(caught.value)
