"""Small indexes for the tests of their verbs."""

from tests.index.nights import Place, article, night

__all__ = ["BREAD", "PIER", "PIER_AGAIN", "SNOW", "names_in", "two_nights"]

PIER = "The harbor office closed the northern pier on Monday after a storm tore cables loose."
PIER_AGAIN = (
    "The harbor office closed the northern pier on Monday after the storm tore cables loose."
)
BREAD = "Bakers in the old town doubled the price of rye bread this spring, the guild said."
SNOW = "It snowed all day in the hills above Vessin, and no train left the valley."


def two_nights(folder, settings=None, **at):
    """Three articles in two nights: the second brings a rewrite of what the first had."""
    place = Place(folder, settings or {})
    first = [article(1, PIER), article(2, f"{BREAD} {SNOW}")]
    night(place, first, "n0", day="2026-03-02", **at)
    night(place, [article(3, f"{SNOW} {PIER_AGAIN}")], "n1", day="2026-03-03", **at)
    return place


def names_in(index, words):
    """The files of an index whose bytes hold these words."""
    data = words.encode()
    files = sorted(path for path in index.rglob("*") if path.is_file())
    return [path.relative_to(index).as_posix() for path in files if data in path.read_bytes()]
