"""Texts drawn from a grammar."""

import numpy as np
import pyarrow as pa
import pytest

from dedup.generator.grammar import compiled, news_grammar, parsed
from dedup.generator.sentences import compose
from dedup.generator.tables import whole_texts
from dedup.overlap import overlaps
from dedup.stages.normalize import normalize
from tests.generator.made import dice, sentences


def only(production: str, *, capital: bool = True) -> str:
    """The text of a grammar of one production."""
    return compose(compiled(parsed(f"[start]\n{production}\n")), "start", 1, dice(), capital=capital)[0]  # fmt: skip


@pytest.mark.parametrize(
    ("production", "expected"),
    [
        ("rain fell ~.", "Rain fell."),
        ("Tol ~wick ~'s mayor", "Tolwick's mayor"),
        ('"_ rain fell ~," she said ~.', '"Rain fell," she said.'),
        ("“_ rain fell ~,” she said ~.", "“Rain fell,” she said."),
        ("it cost $_ 4 ~. ~5 million", "It cost $4.5 million"),
        ("a owl and a cat saw a hour", "An owl and a cat saw an hour"),
        (
            "a university , a unionist and a uninsured owl",
            "A university , a unionist and an uninsured owl",
        ),
        ("rain (_ at noon ~) fell", "Rain (at noon) fell"),
    ],
)
def test_words_are_spaced_and_capitalized(production, expected):
    """Marks join, first words get a capital, also inside quotation marks, and `a` becomes `an`."""
    assert expected == only(production)


def test_fragments_keep_their_case():
    """Without `capital` the first word stays as it is."""
    assert "rain fell" == only("rain fell", capital=False)


def test_same_dice_same_texts():
    """The texts depend on grammar and dice only; none may be asked for."""
    assert sentences(50, seed=3) == sentences(50, seed=3)
    assert sentences(50, seed=3) != sentences(50, seed=4)
    assert [] == sentences(0)


def test_sentences_look_like_sentences():
    """They begin with a capital, a figure or a quotation mark, and end with a mark, on one line."""
    for sentence in sentences(3000):
        first = sentence.lstrip('"“$€£')[0]
        assert first.isupper() or first.isdigit(), sentence
        assert sentence.endswith((".", "?")), sentence
        assert sentence.split() == sentence.split(" "), sentence
        assert not set("~<>_*") & set(sentence), sentence


def test_lengths_are_those_of_news():
    """About 21 words and 130 characters, some short and some long; one in fourteen not ASCII."""
    texts = sentences(6000)
    words = np.array([len(text.split()) for text in texts])

    assert 19.5 < words.mean() < 22.5
    assert words.min() >= 4
    assert (words < 12).mean() > 0.05
    assert (words > 35).mean() > 0.05
    assert 115 < np.mean([len(text) for text in texts]) < 140
    assert 0.05 < np.mean([not text.isascii() for text in texts]) < 0.09


@pytest.mark.jit
def test_no_two_sentences_are_alike_by_chance():
    """Of all pairs of 3000 sentences none reaches a Jaccard of 0.4, and one in 100,000 reaches 0.2.

    They share about as much as sentences of the news do: 1 % of their shingles.
    """
    texts = sentences(3000, seed=8)
    normal = normalize(*whole_texts(texts))
    left, right = np.triu_indices(len(texts), 1)
    scores = overlaps(normal, left.astype(np.int32), right.astype(np.int32)).jaccard

    assert scores.max() < 0.4
    assert (scores > 0.2).mean() < 1e-5
    assert 0.007 < scores.mean() < 0.014


def test_whole_texts_are_articles_of_one_span():
    """Each span covers its text, in bytes."""
    articles, spans = whole_texts(["one", "zwölf"])

    assert pa.table({"text": ["one", "zwölf"]}) == articles
    assert [[0, 1], [0, 0], [3, 6]] == [column.to_pylist() for column in spans.columns]


def test_grammar_knows_what_the_corpus_asks_for():
    """Every symbol that the generator starts from has texts of its own."""
    starts = [
        "sentence", "headline", "outlet", "boilerplate", "attribution_suffix", "attribution_prefix",
        "clause_tail", "aside",
    ]  # fmt: skip
    assert [] == [s for s in starts if not all(compose(news_grammar(), s, 20, dice()))]
