"""What is on its way, and where it finds its place."""

import numpy as np

from dedup.generator.families import Planting, plant_families, plant_stories
from dedup.generator.outlets import LINES_EACH, outlets
from dedup.generator.planted import SOURCE, Copy, Reprint, Underway
from dedup.generator.slots import Slots
from tests.generator.made import SPARE, dice, hand, sentences

N_LINES = LINES_EACH * len(outlets())


def slots(first: int = 0) -> Slots:
    """Three articles, of two, three and one sentences."""
    return Slots(first, np.array([2, 3, 1]), [f"Text {i}." for i in range(6)])


def copy(article: int, place: float, text: str = "A copy.") -> Copy:
    """A copy for a place."""
    return Copy(700, 1, "scatter", "typo", article, place, text)


def test_families_are_numbered_after_the_lines():
    """The first family has the number after that of the last standing line, and each its own."""
    underway = Underway(100, 10)

    assert [N_LINES, N_LINES + 1] == [underway.new_family(5), underway.new_family(40)]
    assert {0: [N_LINES], 4: [N_LINES + 1]} == underway.ending


def test_a_family_ends_in_the_last_block_at_the_latest():
    """What would come after the last article ends with it."""
    underway = Underway(25, 10)
    underway.new_family(1000)

    assert {2: [N_LINES]} == underway.ending


def test_copies_wait_for_their_block():
    """A copy is kept under its block, in the order of sending; one after the last block is left out."""
    underway = Underway(25, 10)
    for article in (12, 29, 11, 30):
        underway.send(copy(article, 0.5))
        underway.send_reprint(Reprint(article, "A title", []))

    assert {1: [12, 11], 2: [29]} == {
        b: [c.article for c in cs] for b, cs in underway.copies.items()
    }
    assert {1: [12, 11], 2: [29]} == {
        b: [r.article for r in rs] for b, rs in underway.reprints.items()
    }


def test_a_copy_lands_at_its_place_or_the_next():
    """Down an article and around; a full article takes no more."""
    some = slots(10)
    landed = [some.land(copy(11, 0.5, f"Copy {i}.")) for i in range(4)]

    assert [True, True, True, False] == landed
    assert ["Text 0.", "Text 1.", "Copy 2.", "Copy 0.", "Copy 1.", "Text 5."] == some.texts
    assert (True, False, True) == (some.is_free(10), some.is_free(11), some.is_free(12))


def test_a_reprint_stands_first():
    """The copies fill the first slots of the article, and nothing else."""
    some = slots()
    some.fill(Reprint(1, "A title", [copy(1, 0, "One."), copy(1, 0, "Two.")]))

    assert ["Text 0.", "Text 1.", "One.", "Two.", "Text 4.", "Text 5."] == some.texts


def test_spans_count_from_the_start_of_the_article():
    """A member's span is where its text stands when the article is put together with its gaps."""
    some = slots(10)
    some.source(0, 701, "scatter")
    some.land(copy(11, 0.9, "Über."))
    gaps = [" ", "", " ", "\n\n", "", ""]
    found = [(m.family, m.edit, m.article, m.start, m.end, m.text) for m in some.members(gaps)]

    assert [(701, SOURCE, 10, 0, 7, "Text 0."), (700, "typo", 11, 17, 22, "Über.")] == found
    assert "Über." == "Text 2. Text 3.\n\nÜber."[17:22]


def planting(n_articles: int = 10_000) -> Planting:
    """A block of 256 articles of twelve sentences."""
    texts = sentences(256 * 12)
    return Planting(Slots(0, np.full(256, 12), texts), Underway(n_articles, 256), [SPARE], hand())


def test_families_keep_their_source():
    """Each has a plain sentence of the block as its source, and copies here or later."""
    some = planting()
    plain = list(some.slots.texts)
    plant_families(some, dice())
    sources = {c.family: (slot, c) for slot, c in some.slots.held.items() if c.edit == SOURCE}
    sent = [c for copies in some.underway.copies.values() for c in copies]

    assert len(sources) > 40
    assert [] == [s for s, c in sources.values() if plain[s] != c.text]
    assert {c.family for c in sent} <= set(sources)
    assert [] == [c for c in sent if not 256 <= c.article < 10_240]
    within = [c for c in some.slots.held.values() if c.planted == "within" and c.edit != SOURCE]
    assert within != []
    assert [] == [c for c in within if sources[c.family][1].article != c.article]


def test_stories_are_reprinted_from_the_top():
    """Every sentence of a story is a source; a reprint holds at least the first 60 %, in order."""
    some = planting()
    titles = [f"Title {i}" for i in range(256)]
    plant_stories(some, titles, dice(3))
    reprints = [r for rs in some.underway.reprints.values() for r in rs]

    assert reprints != []
    assert 0 == len(some.slots.held) % 12
    for reprint in reprints:
        families = [c.family for c in reprint.copies]
        sources = [c for c in some.slots.held.values() if c.family in families]
        article = {c.article for c in sources}
        assert 1 == len(article)
        assert reprint.title == titles[article.pop()]
        assert list(range(families[0], families[0] + len(families))) == families
        assert 7 <= len(families) <= 12
        assert reprint.article >= 256


def test_a_story_needs_an_article_in_which_nothing_is_planted():
    """Where all are taken no story begins."""
    some = planting()
    for article in range(256):
        some.slots.land(copy(article, 0.0))
    plant_stories(some, ["Title"] * 256, dice(3))

    assert {} == some.underway.reprints
