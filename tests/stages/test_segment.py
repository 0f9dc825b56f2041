"""Spans of paragraphs and sentences: order, numbering, languages, layouts, and parts."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.errors import DedupError
from dedup.stages.segment import segment
from tests.naive.segmenting import check_spans, cut, paragraphs, raw_articles

PARAGRAPH = Config(unit="paragraph")
STORY = "Flood hits town\n\nThe river rose. Nobody slept.\n\nMorning came. It was dry."
WORDS = st.sampled_from(["a", "of", "the", "river", "bridge", "flooding", "é", "他"])


def shown(text, config):
    """What is cut from one English text."""
    return cut(text, segment(raw_articles([text], ["en"]), config))


def test_rows_of_sentences():
    """Every column of a sentence's row, in characters and in bytes."""
    spans = segment(raw_articles(["Été. Ça va?\n« Oui. »"], ["fr"]), Config())

    assert [
        [0, False, 0, 0, 0, 4, 0, 6, False],
        [0, False, 1, 0, 5, 11, 7, 14, False],
        [0, False, 2, 1, 12, 20, 15, 25, True],
    ] == [list(row.values()) for row in spans.to_pylist()]


@pytest.mark.parametrize("unit", ["paragraph", "both"])
def test_rows_of_paragraphs(unit):
    """A paragraph comes before its first sentence and carries that one's index."""
    rows = segment(raw_articles([STORY], ["en"]), Config(unit=unit)).to_pylist()

    assert [
        (True, 0, 0, "Flood hits town"),
        (False, 0, 0, "Flood hits town"),
        (True, 1, 1, "The river rose. Nobody slept."),
        (False, 1, 1, "The river rose."),
        (False, 2, 1, "Nobody slept."),
        (True, 3, 2, "Morning came. It was dry."),
        (False, 3, 2, "Morning came."),
        (False, 4, 2, "It was dry."),
    ] == [
        (r["is_paragraph"], r["sentence_index"], r["paragraph_index"],
         STORY[r["char_start"] : r["char_end"]])
        for r in rows
    ]  # fmt: skip
    assert all(
        STORY.encode()[r["byte_start"] : r["byte_end"]].decode()
        == STORY[r["char_start"] : r["char_end"]]
        for r in rows
    )


def test_paragraphs_are_quotations_by_their_own_spans():
    """A quotation goes on over sentences; a paragraph is one when half of it is."""
    text = 'He rose. "We go now. It is late, and far," she said.\n\nNo "more" of it.'
    rows = segment(raw_articles([text], ["en"]), Config(unit="both")).to_pylist()

    assert [True, False, True, True, False, False] == [row["is_quote"] for row in rows]
    assert [True, False, False, False, True, False] == [row["is_paragraph"] for row in rows]


def test_sentences_are_the_same_with_paragraphs():
    """Asking for paragraphs adds rows and changes none."""
    articles = raw_articles([STORY, "", "One. Two."])
    both = segment(articles, Config(unit="both"))

    assert segment(articles, Config()) == both.filter(pa.compute.invert(both["is_paragraph"]))


def test_empty_table():
    """No articles, no spans."""
    assert 0 == segment(raw_articles([]), Config()).num_rows
    assert 0 == segment(raw_articles([]), PARAGRAPH).num_rows


def test_article_without_text():
    """An article of white space has no row; the next keeps its number."""
    spans = segment(raw_articles(["", " \n\t", "One."]), PARAGRAPH)

    assert [2, 2] == spans["article"].to_pylist()


def test_other_columns_are_refused():
    """A table that is not RAW_ARTICLES is an error that names the difference."""
    table = raw_articles(["One."]).drop_columns(["title"])

    with pytest.raises(DedupError, match="title: got None, expected string"):
        segment(table, Config())


@pytest.mark.parametrize("tag", ["de", "DE", "de-DE", "de_AT", " de "])
def test_language_tags(tag):
    """A tag names the language, whatever its case, region or separator."""
    text = "Am 3. Mai begann es."

    assert [text] == cut(text, segment(raw_articles([text], [tag]), Config()))


def test_default_language():
    """Articles without a language are in that of the config; others keep theirs."""
    text = "Am 3. Mai begann es."
    spans = segment(raw_articles([text] * 3, [None, "en", ""]), Config(language="de"))

    assert [0, 1, 1, 2] == spans["article"].to_pylist()


def test_unknown_language():
    """A language without a table is treated like none at all."""
    text = "Lt. Gen. Oren Baskin und Prof. Lenz kamen. El Sr. Lima se fue."
    known = segment(raw_articles([text], ["auto"]), Config())

    assert known == segment(raw_articles([text], ["tlh"]), Config())
    assert known == segment(raw_articles([text]), Config())


def test_mixed_languages_keep_their_order():
    """Articles in many languages come out in order, each cut by its own rules."""
    texts = ["Am 3. Mai begann es.", "It was May 3. It began.", "他来了。她走了。", "Один. Два."]
    languages = ["de", "en", "zh", "ru"]
    spans = segment(raw_articles(texts * 2, languages * 2), PARAGRAPH)

    assert sorted(spans["article"].to_pylist()) == spans["article"].to_pylist()
    for i, (text, language) in enumerate(zip(texts * 2, languages * 2, strict=True)):
        alone = segment(raw_articles([text], [language]), PARAGRAPH)
        here = spans.filter(pa.compute.equal(spans["article"], i))
        assert cut(text, alone) == cut(text, here)


@given(
    st.lists(st.sampled_from([STORY, "", "Été. Ça va?", "他来了。😀", " x "]), max_size=8),
    st.data(),
)
def test_parts_do_not_matter(texts, data):
    """Any slices of a table, and any chunks of its columns, give the same spans."""
    articles = raw_articles(texts)
    whole = segment(articles, PARAGRAPH).to_pylist()
    at = data.draw(st.integers(0, len(texts)))
    parts = [articles.slice(0, at), articles.slice(at)]

    assert whole == segment(pa.concat_tables(parts), PARAGRAPH).to_pylist()
    first, second = (segment(part, PARAGRAPH).to_pylist() for part in parts)
    assert whole == first + [row | {"article": row["article"] + at} for row in second]


def test_given_table_is_not_changed():
    """Segmenting twice gives the same twice."""
    articles = raw_articles([STORY])

    assert segment(articles, Config()) == segment(articles, Config())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\v", "\f"])
def test_every_line_break(newline):
    """Each sort of line break ends a line; two of them leave a blank one."""
    text = f"First line{newline}Second line{newline}{newline}Third line"

    assert ["First line", "Second line", "Third line"] == shown(text, Config(paragraphs="line"))
    blank = shown(text, Config(paragraphs="blank"))
    assert [f"First line{newline}Second line", "Third line"] == blank


def wrapped(width):
    """A text that a program filled to this width, as one string with line breaks."""
    words = (
        "The water rose past the old mark and nobody in the valley had seen it so high " * 12
    ).split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line]) + "."


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100, 118])
def test_wrapped_text(width):
    """Lines filled to a common width are one paragraph."""
    text = wrapped(width)

    assert [text, text] == shown(text, PARAGRAPH)


@pytest.mark.parametrize("width", [20, 150])
def test_narrow_and_wide_lines(width):
    """Lines narrower or wider than anyone wraps are paragraphs."""
    text = wrapped(width)

    assert text.split("\n") == shown(text, Config())


def test_short_lines_are_paragraphs():
    """Lines that break long before they are full are paragraphs."""
    text = "Breakfast is served from seven until ten\nLunch\nDinner is at eight\nTea\nBar"

    assert text.split("\n") == shown(text, Config())


def test_blank_lines_in_wrapped_text():
    """A blank line ends a paragraph of wrapped text, white space on it or not."""
    text = wrapped(60) + "\n \n" + wrapped(60) + "\n\t\u3000\n\n" + wrapped(60)

    assert 3 == len([row for row in shown(text, PARAGRAPH) if row.startswith("The water")]) // 2


@pytest.mark.parametrize("mode", ["auto", "blank", "line"])
@given(lines=st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=12), ends=st.data())
def test_paragraphs_equal_their_slow_twin(mode, lines, ends):
    """Paragraphs are those of the rule written down line by line."""
    breaks = st.sampled_from(["\n", "\r\n", "\n\n", " \n", "\u2028", "\r"])
    text = "".join(line + ends.draw(breaks) for line in lines)
    spans = segment(raw_articles([text]), Config(unit="paragraph", paragraphs=mode))

    found = cut(text, spans.filter(spans["is_paragraph"]))
    assert paragraphs(text, mode) == [unbroken(part) for part in found]


def unbroken(text):
    """The text with every line break as one blank."""
    for line_break in ("\r\n", *"\n\r\v\f\x85\u2028\u2029"):
        text = text.replace(line_break, " ")
    return text


def test_spans_of_a_story():
    """The promises hold for an ordinary text."""
    check_spans([STORY], segment(raw_articles([STORY]), Config()))
