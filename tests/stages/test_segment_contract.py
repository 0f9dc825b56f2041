"""What every segmenter promises about its spans, whatever the text."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.errors import MissingExtraError
from dedup.stages.segment import segment
from tests.naive.segmenting import check_spans, cut, raw_articles, strip

SEGMENTERS = ("scanner", "punkt", "sentencex")

AWKWARD = {
    "empty": "",
    "white space only": " \t\u3000\r\n\u200b \u2028",
    "byte order mark": "\ufeffOne. Two.\ufeff",
    "astral": "Nice 🎉. Next 👩‍👩‍👧 one. 𝔘𝔫𝔦. End",
    "emoji after a stop": "Done! 😀 Next. 🇫🇷🇩🇪 Last.",
    "combining marks": "Cafe\u0301. E\u0301te\u0301. \u0301Odd.",
    "right to left": "وصل الرجل. \u200fثم غادر؟ לא. כן!",
    "Chinese": "他来了。她走了！「好。」完",
    "Thai": "ฝนตก ลมแรง ฟ้ามืด",
    "carriage returns": "One.\rTwo.\r\rThree.\r\nFour.\r\n\r\nFive.",
    "other line breaks": "One.\x85Two.\u2028Three.\u2029Four.\x0bFive.\x0cSix.",
    "control characters": "One\x00. Two\x1f. \x00 Three.\x00",
    "no-break spaces": "One.\u00a0Two.\u202fThree.\u3000Four.",
    "quotes": '"One." \'Two.\' “Three.” «Four.» „Five.“ "',
    "only terminators": ". .. ... ?! !!! 。。 … .\n.",
    "closing marks": '.)]}"\'”’» . ) ] " ',
    "no terminator": "just some words without an end",
    "long word": "x" * 5000 + ". Y.",
    "one letter": "a",
    "references": "One.&nbsp;Two.&quot; &amp;quot;Three.&#8221;&nbsp;",
}

# Short texts of what matters to a segmenter, mixed with anything at all.
PIECES = st.sampled_from(
    [
        *".!?…。！।؟\"'”“’»«()[]「」 \n\r\t",
        "\r\n",
        "\n\n",
        "\u2028",
        "\u200b",
        "\ufeff",
        "́",
        "Mr.",
        "U.S.",
        "e.g.",
        "The",
        "he",
        "No. 5",
        "3.",
        "[12]",
        ":-)",
        "😀",
        "&quot;",
        "&nbsp;",
        "&amp;#8221;",
        "α;",
        "ดร.",
        "é",
        "ß",
        "他",
        "A",
        "z",
    ]
)
TEXTS = (
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25)
    .map("".join)
    .filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
)


@pytest.fixture(params=SEGMENTERS)
def config(request):
    """A config for each segmenter."""
    return Config(segmenter=request.param)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_awkward_texts(config, text):
    """Spans are ordered, disjoint, trimmed, exact in bytes, and leave no visible character out."""
    check_spans([text], segment(raw_articles([text]), config))


def test_all_awkward_texts_at_once(config):
    """A table of many texts gives what each gives alone."""
    texts = list(AWKWARD.values())
    spans = segment(raw_articles(texts), config)

    check_spans(texts, spans)
    for article, text in enumerate(texts):
        alone = segment(raw_articles([text]), config)
        rows = [row for row in spans.to_pylist() if row["article"] == article]
        assert [row | {"article": article} for row in alone.to_pylist()] == rows


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@given(texts=st.lists(TEXTS, max_size=3))
def test_any_texts(segmenter, texts):
    """The promises hold for any texts."""
    check_spans(texts, segment(raw_articles(texts), Config(segmenter=segmenter)))


@given(text=TEXTS, language=st.sampled_from(["auto", "en", "de", "ja", "zh", "ru", "xx"]))
def test_any_language(text, language):
    """The scanner's promises hold in every language."""
    check_spans([text], segment(raw_articles([text], [language]), Config()))


def test_plain_sentences(config):
    """Three plain sentences are three."""
    text = "The river rose. Nobody slept. Morning came."

    assert ["The river rose.", "Nobody slept.", "Morning came."] == cut(
        text, segment(raw_articles([text], ["en"]), config)
    )


def test_paragraphs_come_first(config):
    """No sentence crosses a paragraph, even without a full stop."""
    text = "Flood warning\n\nThe river rose\n\nNobody slept"

    assert text.split("\n\n") == cut(text, segment(raw_articles([text], ["en"]), config))


def test_wrapped_sentence(config):
    """In hard-wrapped text a sentence goes on over line breaks."""
    words = "the river rose and rose until the old bridge gave way and the road was gone for good"
    text = "\n".join(["There " + words, "so " + words, "then " + words]) + "."

    assert [text] == cut(text, segment(raw_articles([text], ["en"]), config))


@pytest.mark.parametrize("module", ["punkt", "sentencex"])
def test_missing_package(monkeypatch, module):
    """Without the package, the error names the extra to install."""
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtraError) as caught:
        segment(raw_articles(["One."]), Config(segmenter=module))

    assert f"the package '{module}' is not installed\n  pip install 'dedup[{module}]'" == str(
        caught.value
    )


LONG = {
    "dots": "." * 1_000_000,
    "spaced dots": ". " * 500_000,
    "dots and brackets": ".)" * 500_000 + "x",
    "letters and dots": "a. " * 333_333,
    "capitals and dots": "A." * 500_000,
    "questions": "?!" * 500_000,
    "quotes": '. " ' * 250_000,
    "notes": ". [1] " * 166_666 + "x",
    "glued notes": ".[1]" * 250_000 + "x",
    "open brackets": "「" + "あ。" * 170_000,
    "brackets": "「あ。」と" * 70_000,
    "Chinese": "他来了。" * 83_333,
    "blank": " " * 1_000_000,
    "line breaks": "\n" * 1_000_000,
    "short lines": "a\n" * 500_000,
    "stop and blanks": "a." + " " * 1_000_000 + "B.",
    "marks": "a." + "\u0301" * 500_000 + " B.",
    "one word": "x" * 1_000_000,
    "full stops of Hindi": "वह आया। " * 50_000,
    "Arabic": "وصل الرجل ثم غادر المدينة " * 20_000,
}


@pytest.mark.jit
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_time_is_linear(text):
    """A megabyte of anything is cut; a scanner that looked back each time would not end."""
    spans = segment(raw_articles([text]), Config())

    covered = sum(spans["char_end"].to_pylist()) - sum(spans["char_start"].to_pylist())
    assert len(strip(text)) >= covered >= len("".join(text.split()))


@pytest.mark.parametrize("language", ["ru", "xx", "de-AT"])
@pytest.mark.parametrize("segmenter", ["punkt", "sentencex"])
def test_libraries_take_any_language(segmenter, language):
    """A language the library does not know is no error."""
    spans = segment(raw_articles(["Eins. Zwei."], [language]), Config(segmenter=segmenter))

    assert spans.num_rows in (1, 2)
