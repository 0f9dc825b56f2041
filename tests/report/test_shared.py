"""The sentences that two articles of a run share."""

import pytest

from dedup.errors import UsageError
from dedup.report.shared import shared_sentences
from tests.pipeline.made import rows_of
from tests.report.corpus import BRIDGE, FOOTER, publish
from tests.report.made import PAIRS, article, occurrence
from tests.report.made import publish as publish_rows


def row(name, index, text, text_id):
    """One occurrence."""
    more = {"sentence_index": index, "text_id": text_id}
    return occurrence("c-1", name, index * 50, text, **more)


def test_the_best_of_several_is_shown(tmp_path):
    """Of two sentences of a near one of b, the one of the higher Jaccard stands beside it."""
    rows = [
        row("a", 0, "one two three", "t-1"),
        row("a", 1, "one two four", "t-2"),
        row("b", 0, "one two five", "t-3"),
    ]
    pairs = [
        PAIRS[0] | {"pair_id": f"p-{one}", "text_id_a": one, "text_id_b": "t-3", "jaccard": score}
        for one, score in (("t-1", 0.75), ("t-2", 0.875))
    ]
    tables = {"occurrences": rows, "pairs": pairs, "articles": [article("a"), article("b")]}
    found = shared_sentences(publish_rows(tmp_path / "out", tables), "a", "b")
    assert [("near", 1, 0, 0.875, "one two [-four-]{+five+}")] == [tuple(one) for one in found]


def test_both_directions(tmp_path):
    """It does not matter which article came first."""
    _, run = publish(tmp_path)
    there, back = shared_sentences(run, "a1", "a2"), shared_sentences(run, "a2", "a1")
    assert ["near", "equal"] == [one.kind for one in there] == [one.kind for one in back]
    assert "[-The old-]{+The+}" not in back[0].text
    assert [(0, 0), (3, 2)] == [(one.index_a, one.index_b) for one in there]
    assert [(0, 0), (2, 3)] == [(one.index_a, one.index_b) for one in back]


def test_in_the_order_of_b(tmp_path):
    """Sentences come as b has them; equal ones are shown as b has them."""
    _, run = publish(tmp_path)
    found = shared_sentences(run, "a1", "a3")
    assert [("equal", 3, 0, 1.0, FOOTER), ("equal", 0, 1, 1.0, BRIDGE)] == [tuple(x) for x in found]


def test_without_published_texts(tmp_path):
    """A run with --no-text shows where the sentences stand."""
    _, run = publish(tmp_path, publish_text=False)
    places = {one["char_start"]: one["char_end"] for one in rows_of(run, "occurrences")
              if one["article_id"] == "a3"}  # fmt: skip
    assert [f"[{a}:{b}]" for a, b in sorted(places.items())] == [
        one.text for one in shared_sentences(run, "a1", "a3")
    ]


def test_unknown_article(tmp_path):
    """A mistyped id is told with those that look like it."""
    _, run = publish(tmp_path)
    with pytest.raises(UsageError, match="nothing is called 'a33'"):
        shared_sentences(run, "a1", "a33")
