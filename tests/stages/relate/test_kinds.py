"""Facts and kinds where they reach the reports."""

import pytest

from tests.stages.relate.corpora import article, find

FLAGS = ("numbers_differ", "names_differ", "negation_differs")


def rows_of(name, articles, **wanted):
    """One report of these articles."""
    with pytest.MonkeyPatch.context() as patch:
        return find(patch, articles, **wanted)[name].to_pylist()


def flags_of(row):
    """The three flags of a row."""
    return tuple(row[name] for name in FLAGS)


def test_texts_equal_when_normalized_may_differ():
    """An exact match is compared all the same, unless it is the same to the letter."""
    texts = ["It grew by 1.5 points.", "It grew by 1 5 points.", "It grew by 1 5 points."]
    first, second, third = rows_of("occurrences", [article(i, [[t]]) for i, t in enumerate(texts)])

    assert ["first", "exact", "exact"] == [r["match_type"] for r in (first, second, third)]
    assert (False, False, False) == flags_of(first) == flags_of(third)
    assert (True, False, False) == flags_of(second)


def test_what_cannot_be_told_is_null():
    """Names in a script without capitals, and negations of a language without word lists."""
    told = "北京市長は昨日、会見で港を閉鎖すると{}人の記者に述べ、反対する住民の声にも耳を傾けた。"
    chinese = [told.format(number) for number in "三五五"]
    articles = [article(i, [[text]]) for i, text in enumerate(chinese)]
    old, new, copy = rows_of("occurrences", articles, min_words=1)

    assert (False, False, False) == flags_of(old) == flags_of(copy)
    assert (
        (True, None, False) == flags_of(new) == flags_of(rows_of("pairs", articles, min_words=1)[0])
    )


@pytest.mark.parametrize(("language", "expected"), [("auto", False), ("en", False), ("pl", None)])
def test_articles_without_a_language_are_read_in_the_default(language, expected):
    """The setting names the language of articles that name none."""
    texts = [f"The harbor office closed the northern pier {end}" for end in ("now.", "today.")]
    articles = [article(i, [[text]]) | {"language": None} for i, text in enumerate(texts)]
    (pair,) = rows_of("pairs", articles, language=language)

    assert expected == pair["negation_differs"]


def test_a_list_marks_texts(tmp_path):
    """Listed texts are boilerplate in the outlet named, or in all, however few there are."""
    path = tmp_path / "own.toml"
    entries = [("IT SNOWED", None), ("Rain again!", "Wire"), ("Nobody wrote this.", "Wire")]
    source = {None: "", "Wire": 'source = "Wire"\n'}
    path.write_text("".join(f'[[boilerplate]]\ntext = "{t}"\n{source[s]}' for t, s in entries))
    outlets = ["Wire", "Gazette", None]
    articles = [
        article(i, [["It snowed.", "Rain again.", "It is late."]], source=outlet)
        for i, outlet in enumerate(outlets)
    ]
    rows = rows_of("occurrences", articles, boilerplate=str(path))

    assert {("It snowed.", outlet) for outlet in outlets} | {("Rain again.", "Wire")} == {
        (row["text"], row["source"]) for row in rows if row["is_boilerplate"]
    }
    kinds = {
        row["text"]: row["kind"] for row in rows_of("clusters", articles, boilerplate=str(path))
    }
    assert {"It snowed.": "boilerplate", "Rain again.": "exact_copy"} == {
        text: kinds[text] for text in ("It snowed.", "Rain again.")
    }


def test_paragraphs_are_fixtures_by_their_own_places():
    """The last of four paragraphs is one, though its first sentence is none of the last three."""
    footer = ["Write to us.", "Call us.", "Visit us.", "Or stay at home."]
    stories = ["ferry crew rested", "quarry shut", "choir sang", "mill burned", "storm passed"]
    bodies = [[[f"The {one} {when}."] for when in ("now", "early", "again")] for one in stories]
    articles = [article(i, [*body, footer], source="Wire") for i, body in enumerate(bodies)]
    clusters = rows_of("clusters", articles, unit="paragraph", similarity=0.9)

    assert [("Write to us. Call us. Visit us. Or stay at home.", "boilerplate")] == [
        (row["text"], row["kind"]) for row in clusters
    ]
