"""However a corpus is cut into nights, the clusters in the end are those of one night."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.nights import Place, article, differences, night, state, table

STEMS = [
    "The harbor office closed the {} pier on Monday after a storm tore {} cables from the wall.",
    "Bakers in the old town doubled the price of {} bread this spring, the guild said on {}.",
    "A {} ferry carrying forty passengers ran aground near the {} lighthouse before dawn.",
    "“We will not {} the bridge,” the mayor of the {} district told reporters at noon.",
]
WORDS = ["northern", "southern", "rye", "Tuesday", "small", "old", "reopen", "eastern"]
SENTENCES = [stem.format(one, other) for stem in STEMS for one in WORDS[:4] for other in WORDS[3:6]]


def sentence(rnd):
    """One of the sentences, in four of ten cases cut, or merged with another one."""
    one, other = rnd.choice(SENTENCES), rnd.choice(SENTENCES)
    whole, kind = one.rstrip(".”"), rnd.random()
    if kind < 0.2:
        return " ".join(whole.split()[: rnd.randrange(9, 12)]) + "."
    return f"{whole}, while {other[0].lower()}{other[1:]}" if kind < 0.4 else one


def corpus(rnd, n):
    """Articles of a few sentences each, many of them alike, some held by others."""
    return [
        article(
            i,
            " ".join(sentence(rnd) for _ in range(rnd.randrange(1, 5))),
            source=rnd.choice("ABC"),
        )
        for i in range(n)
    ]


def split(rnd, rows, n_nights):
    """The rows in nights, in any order."""
    nights = [[] for _ in range(n_nights)]
    for row in rnd.sample(rows, len(rows)):
        rnd.choice(nights).append(row)
    return nights


@pytest.mark.jit
@pytest.mark.parametrize("unit", ["sentence", "both"])
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_nights_add_up_to_one(unit, seed, tmp_path_factory):
    """The last state of every cluster equals the rebuild's: texts, scores, spans, ids and all."""
    rnd, folder = random.Random(seed), tmp_path_factory.mktemp("nights")
    rows = corpus(rnd, 24)
    nights = [some for some in split(rnd, rows, rnd.randrange(2, 5)) if some]
    several = Place(folder / "several", {"unit": unit})
    one = Place(folder / "one", {"unit": unit})

    runs = [night(several, some, f"n{i}") for i, some in enumerate(nights)]
    rebuild = night(one, rnd.sample(rows, len(rows)))

    assert {} == differences(state(runs), state([rebuild]))
    assert held_pairs([rebuild]) > 0


def held_pairs(runs):
    """How many pairs the runs have by containment alone."""
    return sum(row["jaccard"] < 0.6 for run in runs for row in table(run, "pairs").to_dicts())


@pytest.mark.jit
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_replaced_articles_leave_no_trace(seed, tmp_path_factory):
    """After articles came again with other texts, clusters are as if only these had ever come."""
    rnd, folder = random.Random(seed), tmp_path_factory.mktemp("replaced")
    first, second = corpus(rnd, 16), corpus(rnd, 16)
    again = rnd.sample(range(16), 6)
    last = [second[i] if i in again else first[i] for i in range(16)]
    several, one = Place(folder / "several", {}), Place(folder / "one", {})

    runs = [night(several, first[:10], "n0"), night(several, first[10:], "n1")]
    runs.append(night(several, [second[i] for i in again], "n2"))
    rebuild = night(one, last)

    assert {} == differences(state(runs), state([rebuild]))
