"""One block of articles: its own sentences, what lands in it, and what it sends ahead."""

from itertools import pairwise
from random import Random
from typing import NamedTuple

import numpy as np

from dedup.generator.draws import BLOCK, article_sizes, outlet_numbers, paragraph_ends
from dedup.generator.families import Planting, plant_families, plant_stories, spare_material
from dedup.generator.grammar import news_grammar
from dedup.generator.outlets import LINES_EACH, outlets
from dedup.generator.planted import Member, Reprint, Underway
from dedup.generator.sentences import compose
from dedup.generator.slots import Slots
from dedup.kernels.arrays import Doubles, Longs

__all__ = ["Block", "make_block"]


BOILERPLATE_SHARE = 0.15
MOST_OWN = 3  # sentences of its own that a reprint may end with, and one more


class Block(NamedTuple):
    """The articles first, first + 1, ...; `moments` are shares of an article's own time."""

    first: int
    titles: list[str]
    texts: list[str]
    n_sentences: list[int]
    outlets: Longs
    moments: Doubles
    members: list[Member]


def make_block(number: int, seed: int, underway: Underway) -> Block:
    """The articles of a block, the same whatever comes after it."""
    dice = np.random.Generator(np.random.PCG64([seed, number]))
    grammar, first = news_grammar(), number * BLOCK
    reprints = one_each(underway.reprints.pop(number, []))
    sizes = article_sizes(dice)
    for reprint in reprints:
        own = int(sizes[reprint.article - first]) % (MOST_OWN + 1)
        sizes[reprint.article - first] = len(reprint.copies) + own
    slots = Slots(first, sizes, compose(grammar, "sentence", int(sizes.sum()), dice))
    titles = compose(grammar, "headline", BLOCK, dice)
    for reprint in reprints:
        slots.fill(reprint)
        titles[reprint.article - first] = reprint.title
    for copy in underway.copies.pop(number, []):
        slots.land(copy)
    planting = Planting(slots, underway, spare_material(dice), Random(f"{seed}/{number}"))
    plant_stories(planting, titles, dice)
    plant_families(planting, dice)
    return laid_out(slots, titles, dice)


def one_each(reprints: list[Reprint]) -> list[Reprint]:
    """The reprints, the first of those that would be one article."""
    return list({reprint.article: reprint for reprint in reversed(reprints)}.values())[::-1]


def laid_out(slots: Slots, titles: list[str], dice: np.random.Generator) -> Block:
    """The texts in paragraphs, with the standing lines of their outlets, and where things are."""
    chosen = outlet_numbers(BLOCK, len(outlets()), dice)
    gaps = separators(slots, dice)
    lines = standing_lines(chosen, dice)
    pieces = [piece for pair in zip(slots.texts, gaps, strict=True) for piece in pair]
    bounds = (2 * slots.bounds).tolist()
    texts = ["".join(pieces[a : b - 1]) for a, b in pairwise(bounds)]
    members = slots.members(gaps)
    for i, line in lines.items():
        start = len(texts[i]) + 2
        text = outlets()[line // LINES_EACH].lines[line % LINES_EACH]
        texts[i] += "\n\n" + text
        place = (slots.first + i, start, start + len(text))
        members.append(Member(line, 0, "boilerplate", "exact", *place, text))
    n_sentences = [n + (i in lines) for i, n in enumerate(slots.sizes.tolist())]
    return Block(slots.first, titles, texts, n_sentences, chosen, dice.random(BLOCK), members)


def separators(slots: Slots, dice: np.random.Generator) -> list[str]:
    """What follows each sentence: a space, or an empty line after the last of a paragraph."""
    gaps = [" "] * len(slots.texts)
    for at in paragraph_ends(len(slots.texts), dice).tolist():
        gaps[at] = "\n\n"
    return gaps


def standing_lines(chosen: Longs, dice: np.random.Generator) -> dict[int, int]:
    """The articles that end with a line of their outlet, and the number of that line."""
    have, which = dice.random(BLOCK) < BOILERPLATE_SHARE, dice.random(BLOCK)
    lines = chosen * LINES_EACH + (which * LINES_EACH).astype(np.int64)
    return dict(zip(np.flatnonzero(have).tolist(), lines[have].tolist(), strict=True))
