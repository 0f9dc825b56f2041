"""Families of near-duplicates: sentences that are taken up again, and stories that are reprinted."""

from random import Random
from typing import NamedTuple

import numpy as np

from dedup.generator.draws import BLOCK, family_sizes, lags, spread
from dedup.generator.edits import Spare, any_edit, light_edit
from dedup.generator.grammar import news_grammar
from dedup.generator.planted import Copy, Reprint, Underway
from dedup.generator.sentences import compose
from dedup.generator.slots import Slots

__all__ = ["Planting", "plant_families", "plant_stories", "spare_material"]

FAMILIES = 50  # in a block of 256 articles, about 3100 sentences
WITHIN_SHARE = 0.12  # of the families: a sentence repeated in its own article
STORY_SHARE = 0.007  # of the articles: reprinted elsewhere
ONE_MORE = 0.55  # the chance of yet another reprint
MOST_REPRINTS, LATEST_REPRINT = 24, 4_000
MOST_CUT = 0.4  # of a story, from its end
FEWEST_KEPT = 2
N_SPARE = 64


class Planting(NamedTuple):
    """A block, what leaves it, and what its edits draw on."""

    slots: Slots
    underway: Underway
    spares: list[Spare]
    hand: Random


def spare_material(dice: np.random.Generator) -> list[Spare]:
    """Phrases and sentences for the edits of a block."""
    grammar = news_grammar()
    sentences = compose(grammar, "sentence", N_SPARE, dice)
    kinds = ("attribution_suffix", "attribution_prefix", "clause_tail", "aside", "aside")
    drawn = (compose(grammar, kind, N_SPARE, dice, capital=False) for kind in kinds)
    return [
        Spare(sentence, suffix, prefix, tail, (one, two))
        for sentence, suffix, prefix, tail, one, two in zip(sentences, *drawn, strict=True)
    ]


# ---- sentences that are taken up again ----------------------------------------------------------


def plant_families(planting: Planting, dice: np.random.Generator) -> None:
    """Let some of the block's plain sentences be sources, and send out their copies."""
    slots = planting.slots
    places = (dice.random(FAMILIES) * len(slots.texts)).astype(np.int64).tolist()
    sizes = family_sizes(FAMILIES, dice).tolist()
    within = (dice.random(FAMILIES) < WITHIN_SHARE).tolist()
    for slot, size, inside in zip(places, sizes, within, strict=True):
        if slot not in slots.held:
            plant(planting, slot, [0] if inside else lags(size - 1, dice).tolist())


def plant(planting: Planting, slot: int, after: list[int]) -> None:
    """Let the sentence in a slot come again, after[i] articles later or in the same one."""
    slots, hand = planting.slots, planting.hand
    article, text = slots.article_of(slot), slots.texts[slot]
    planted = "scatter" if after[0] else "within"
    family = planting.underway.new_family(article + max(after))
    slots.source(slot, family, planted)
    for member, lag in enumerate(after, start=1):
        edit, copy = any_edit(text, hand, hand.choice(planting.spares))
        send(planting, Copy(family, member, planted, edit, article + lag, hand.random(), copy))


def send(planting: Planting, copy: Copy) -> None:
    """Put a copy into its place in this block, or let it come later."""
    if copy.article < planting.slots.first + BLOCK:
        planting.slots.land(copy)
    else:
        planting.underway.send(copy)


# ---- stories that are reprinted -----------------------------------------------------------------


def plant_stories(planting: Planting, titles: list[str], dice: np.random.Generator) -> None:
    """Let some articles in which nothing is planted be reprinted in later blocks."""
    first = planting.slots.first
    for i in np.flatnonzero(dice.random(BLOCK) < STORY_SHARE).tolist():
        free = (a for a in range(first + i, first + BLOCK) if planting.slots.is_free(a))
        article = next(free, None)
        if article is not None:
            reprint(planting, article, titles[article - first], dice)


def reprint(planting: Planting, article: int, title: str, dice: np.random.Generator) -> None:
    """Send out an article's reprints, and make its sentences their sources."""
    slots, hand = planting.slots, planting.hand
    n = 1
    while n < MOST_REPRINTS and hand.random() < ONE_MORE:
        n += 1
    later = spread(np.ones(n), np.full(n, LATEST_REPRINT), dice) + slots.first + BLOCK - 1
    span = slots.span(article)
    families = [planting.underway.new_family(int(later.max())) for _ in span]
    texts = [slots.texts[slot] for slot in span]
    for slot, family in zip(span, families, strict=True):
        slots.source(slot, family, "wire")
    for member, target in enumerate(later.tolist(), start=1):
        kept = max(FEWEST_KEPT, len(texts) - int(hand.random() * (MOST_CUT * len(texts) + 1)))
        sent = list(zip(families[:kept], texts[:kept], strict=True))
        copies = [reprinted(planting, family, member, target, text) for family, text in sent]
        planting.underway.send_reprint(Reprint(target, title, copies))


def reprinted(planting: Planting, family: int, member: int, target: int, text: str) -> Copy:
    """A sentence as it stands in a reprint."""
    edit, copy = light_edit(text, planting.hand, planting.hand.choice(planting.spares))
    return Copy(family, member, "wire", edit, target, 0.0, copy)
