"""What changed between two units, and what sort of thing a group is."""

from dedup.facts import language_codes
from dedup.facts.plain import plain_changes, plain_mask
from tests.naive.relating.units import Row, Unit

__all__ = ["changed", "fixtures", "kind_of"]

FLAGS = ("numbers_differ", "names_differ", "negation_differs")
UNKNOWN = -1


def language_of(one: Unit) -> int:
    """The language of a unit's article."""
    return int(language_codes([one.article["language"]])[0])


def changed(old: Unit | None, new: Unit) -> Row:
    """Which facts differ; none where there is nothing to compare, or nothing differs."""
    if old is None or old.text == new.text:
        return dict.fromkeys(FLAGS, False)
    language = language_of(old) if language_of(old) != UNKNOWN else language_of(new)
    return dict(zip(FLAGS, plain_changes(old.text, new.text, language), strict=True))


def fixtures(groups: list[list[Unit]], unit: str) -> set[tuple[int, str]]:
    """The number of each group, and an outlet whose fixture it is."""
    outlets = {one.article["source"] for group in groups for one in group} - {None}
    return {
        (number, outlet)
        for outlet in outlets
        for number in range(len(groups))
        if is_fixture(number, own(groups, outlet), unit)
    }


def own(groups: list[list[Unit]], outlet: str) -> list[list[Unit]]:
    """Of every group what stands in an outlet."""
    return [[one for one in group if one.article["source"] == outlet] for group in groups]


def is_fixture(number: int, groups: list[list[Unit]], unit: str) -> bool:
    """Whether a group stands in 5 articles of an outlet, in .8 at one end, most mainly new."""
    group = groups[number]
    articles = {one.article["article_id"]: one.article for one in group}
    if len(articles) < 5:
        return False
    first = {one.article["article_id"] for one in group if place_of(one, unit)[0] < 3}
    last = {one.article["article_id"] for one in group if place_of(one, unit)[1] <= 3}
    fresh = [article for article in articles.values() if is_own(article, groups, unit)]
    at_one_end = 10 * max(len(first), len(last)) >= 8 * len(articles)
    return at_one_end and 2 * len(fresh) > len(articles)


def place_of(one: Unit, unit: str) -> tuple[int, int]:
    """How many units come before it in its article, and how many from it on."""
    before = one.sentence_index if unit == "sentence" else one.paragraph_index
    return before, size_of(one.article, unit) - before


def size_of(article: Row, unit: str) -> int:
    """How many units an article has."""
    paragraphs = article["paragraphs"]
    return sum(map(len, paragraphs)) if unit == "sentence" else len(paragraphs)


def is_own(article: Row, groups: list[list[Unit]], unit: str) -> bool:
    """Whether less than half of an article's units stand in another article of the outlet."""
    again = [
        one
        for group in groups
        if len({one.article["article_id"] for one in group}) > 1
        for one in group
        if one.article is article
    ]
    return 2 * len(again) < size_of(article, unit)


def kind_of(group: list[Unit], n_fixtures: int) -> str:
    """The kind of a group, `n_fixtures` of whose units are fixtures of their outlets."""
    if 2 * n_fixtures >= len(group):
        return "boilerplate"
    if 2 * sum(one.is_quote for one in group) >= len(group):
        return "quote"
    if is_formula(group):
        return "formula"
    if len({one.article["article_id"] for one in group}) == 1:
        return "internal_repeat"
    return "exact_copy" if len({one.key for one in group}) == 1 else "rewrite"


def is_formula(group: list[Unit]) -> bool:
    """Whether several texts, as first given, are equal but for numbers, dates and names."""
    firsts = {one.key: one for one in reversed(group)}.values()
    masked = [plain_mask(one.text, language_of(one)) for one in firsts]
    words = min(n for _, n in masked)
    return len(masked) > 1 and len({key for key, _ in masked}) == 1 and words >= 3
