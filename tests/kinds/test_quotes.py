"""Which spans are quotations."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kinds import quoted
from tests.naive import quotes

MARKS = "\"'“”„‘’‚«»「」『』"
pieces = st.sampled_from(
    [*MARKS, *"aé漢5", " ", ".", ",", "(", "—", "\u00a0", "it's ", "the boys’ ", "the harbour "]
)
paragraphs = st.lists(pieces, min_size=1, max_size=16).map("".join)


def tables(paragraphs_of):
    """Articles and spans: of each article, the paragraphs, and the sentences cut from each."""
    rows, texts = [], []
    for article, paragraphs in enumerate(paragraphs_of):
        text = ""
        for number, sentences in enumerate(paragraphs):
            text += "\n\n" if text else ""
            for sentence in sentences:
                start = len(text.encode())
                text += sentence
                rows.append((article, number, start, len(text.encode())))
                text += " "
            text = text[:-1]
        texts.append(text)
    names = ("article", "paragraph_index", "byte_start", "byte_end")
    columns = zip(*rows, strict=True) if rows else [[]] * 4
    spans = {name: pa.array(c, pa.int32()) for name, c in zip(names, columns, strict=True)}
    return pa.table({"text": pa.array(texts, pa.string())}), pa.table(spans)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (['"We will go.', 'It is late," she said.', "He left."], [True, True, False]),
        (['The film "Jaws" opened on Friday.'], [False]),
        (["“We will go,” she said."], [True]),
        (["„Wir gehen jetzt nach Hause.“", "Er ging."], [True, False]),
        (["„Wir gehen jetzt nach Hause”, sagte sie."], [True]),
        (["« Nous partons demain », dit-il."], [True]),
        (["»Wir gehen nach Hause«, sagte er."], [True]),
        (["‘It’s the drivers’ own day,’ he said."], [True]),
        (["'It's over now,' he said.", "The boys' club won't close."], [True, False]),
        (["Rock 'n' roll is the workers' choice."], [False]),
        (["他说：「我们现在走吧。」", "他走了。"], [True, False]),
        (['"He told me, ‘Go home,’ and I did," she said.'], [True]),
        (['A pipe of 5" broke.', "Nobody saw it."], [False, False]),
        (['"We will never go.', "She said it twice."], [True, True]),
        (["”Vi går nu hem”, sade hon."], [True]),
    ],
)
def test_marks(sentences, expected):
    """Every kind of mark opens and closes; apostrophes and inches do not."""
    assert expected == quoted(*tables([[sentences]])).tolist()


def test_a_quotation_ends_with_its_paragraph():
    """One never closed ends there; one of many paragraphs is opened anew in each."""
    articles = [[['"One.', "Two."], ['"Three is it," he said.'], ["Four."]], [["Five."]]]

    assert [True, True, True, False, False] == quoted(*tables(articles)).tolist()


def test_no_spans():
    """No spans, no flags."""
    assert [] == quoted(*tables([])).tolist()


@given(st.lists(st.lists(paragraphs, min_size=1, max_size=3), min_size=1, max_size=3))
def test_equals_the_slow_twin(articles):
    """Whatever marks a paragraph has, its spans are judged as one character at a time."""
    found = quoted(*tables([[[paragraph] for paragraph in one] for one in articles])).tolist()

    expected = [quotes.quoted(p, [(0, len(p))])[0] for one in articles for p in one]
    assert expected == found


@given(paragraphs, st.data())
def test_every_span_of_a_paragraph(paragraph, data):
    """A span inside a quotation that began before it is one too."""
    cut = data.draw(st.integers(0, len(paragraph)))
    head = len(paragraph[:cut].encode())
    articles = pa.table({"text": [paragraph]})
    columns = [[0, 0], [0, 0], [0, head], [head, len(paragraph.encode())]]
    names = ["article", "paragraph_index", "byte_start", "byte_end"]
    spans = pa.table([pa.array(c, pa.int32()) for c in columns], names)

    expected = quotes.quoted(paragraph, [(0, cut), (cut, len(paragraph))])
    assert expected == quoted(articles, spans).tolist()
