"""However an index lives, the clusters in the end are those of the articles left in it."""

import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import Config
from dedup.index import compact, drop_before, newest, remove, settings_of, verify
from dedup.pipeline.against import against_rebuild
from tests.index.nights import Place, article, differences, night, state
from tests.index.test_equivalence import corpus

FIRST = datetime.date(2026, 3, 1)


class Life:
    """An index, the runs it published, and the articles that must be in it."""

    def __init__(self, place, rnd):
        self.place, self.rnd = place, rnd
        self.runs, self.rows = [], {}
        # Too few articles of one outlet for a fixture, which hangs on all articles of the outlet.
        self.pool = [row | {"source": f"S{i % 12}"} for i, row in enumerate(corpus(rnd, 40))]

    def night(self):
        """Some articles come, a few of them again, with another text."""
        some = self.rnd.sample(self.pool, self.rnd.randrange(1, 9))
        text = self.rnd.choice(self.pool)["text"]
        some = [row | ({"text": text} if self.rnd.random() < 0.3 else {}) for row in some]
        self.rows |= {row["id"]: row for row in some}
        self.runs.append(night(self.place, some, f"n{len(self.runs)}"))

    def remove(self):
        """Some ids are taken down, known ones and others."""
        ids = [row["id"] for row in self.rnd.sample(self.pool, 6)]
        done = remove(self.place.index, ids)
        assert sorted(set(ids) - self.rows.keys()) == sorted(done.unknown)
        self.rows = {name: row for name, row in self.rows.items() if name not in ids}

    def drop(self):
        """What is older than some day goes."""
        day = FIRST + datetime.timedelta(days=self.rnd.randrange(0, 20))
        drop_before(self.place.index, day)
        self.rows = {
            name: row for name, row in self.rows.items() if row["published_at"] >= day.isoformat()
        }

    def compact(self):
        """All nights become one."""
        done = compact(self.place.index)
        assert (len(self.rows), 0) == (
            done.n_articles,
            newest(self.place.index).nights[0].n_removed,
        )

    def end(self):
        """A last run relates what is left; the rebuild knows only the articles left."""
        last = article(99, "The end came with a sentence that nothing else resembles at all.")
        self.rows["a0099"] = last
        self.runs.append(night(self.place, [last], "last"))
        one = Place(self.place.folder / "one", self.place.settings)
        return night(one, self.rnd.sample(list(self.rows.values()), len(self.rows)), "all")


@pytest.mark.jit
@pytest.mark.parametrize("unit", ["sentence", "both"])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_life_adds_up_to_one_night(unit, seed, tmp_path_factory):
    """After any nights, removals, drops and compactions, clusters are those of a rebuild."""
    rnd, folder = random.Random(seed), tmp_path_factory.mktemp("life")
    life = Life(Place(folder, {"unit": unit}), rnd)

    life.night()
    for step in rnd.choices(["night", "remove", "drop", "compact"], [4, 2, 1, 2], k=8):
        getattr(life, step)()
    rebuild = life.end()

    assert {} == differences(state(life.runs), state([rebuild]))
    assert [] == verify(life.place.index).damages
    config = Config.build(settings_of(newest(life.place.index)) | {"jobs": 2})
    assert [] == against_rebuild(life.place.index, config).differences
