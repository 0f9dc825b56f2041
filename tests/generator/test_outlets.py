"""The invented outlets."""

from dedup.generator.outlets import LINES_EACH, domain, outlets


def test_there_are_three_hundred():
    """Names and addresses differ; addresses are of the domain that is kept free for examples."""
    known = outlets()

    assert 300 == len(known) == len({o.name for o in known}) == len({o.domain for o in known})
    assert [] == [
        o.domain for o in known if not o.domain.endswith(".example") or not o.domain.isascii()
    ]


def test_each_has_lines_of_its_own():
    """No two outlets share a standing line."""
    lines = [line for outlet in outlets() for line in outlet.lines]

    assert 300 * LINES_EACH == len(lines) == len(set(lines))


def test_addresses_are_plain():
    """Accents, spaces and marks are left out of an address."""
    assert "theosbyeherald.example" == domain("The Os-byé Herald")
