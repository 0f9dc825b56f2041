"""What the benchmark's raw figures come to: medians, ratios, a table, a picture."""

from xml.etree import ElementTree

import polars as pl

from jobs.benchmark import pictures, plot, runs, table


def row(recipe, jobs, trial, phase, cpu, **more):
    """A raw row of 1,000,000 sentences, so that a second is a microsecond a sentence."""
    about = {"recipe": recipe, "tool": f"{recipe}==1.0", "jobs": jobs, "floor": 0.7}
    counts = {"pairs": 10, "proposed": 20, "proposed_hits": 10, "found": 10, "hits": 9}
    whole = {"sentences": 1_000_000, "trial": trial, "phase": phase, "wall": cpu / 2, "cpu": cpu}
    return {**about, **whole, **counts, "peak_megabytes": 7.0, "reason": "", **more}


def medians():
    """The summary of two trials of ours, one of another tool, and one without an answer."""
    ours = [row("ours", 1, n, "sketch", cpu) for n, cpu in enumerate([1.0, 3.0])]
    ours += [row("ours", 1, n, "verify", 1.0) for n in range(2)]
    ours += [row("ours", 1, n, "fold", 5.0) for n in range(2)]
    other = [row("other", 2, 0, "find", 60.0, tool="other[fast]==2.1")]
    none = [row("none", 2, 0, "", 0.0, reason="pip: no such thing")]
    return table.summary(pl.DataFrame(ours + other + none))


def test_medians_and_ratios():
    """Costs are medians a sentence without the preparing, and ratios are to ours on one thread."""
    ours, other, _ = medians()
    assert (3.0, 1.0, 5.0, 2, 1.0) == tuple(
        ours[key] for key in ("cpu_us", "checking_us", "preparing_us", "trials", "times")
    )
    assert (60.0, 30.0, 20.0) == (other["cpu_us"], other["wall_us"], other["times"])
    assert (0.9, 0.9, 0.5) == (other["recall"], other["precision"], other["proposed_precision"])


def test_table():
    """Cheapest first; a tool without an answer is listed with the reason."""
    lines = table.markdown(medians()).splitlines()
    assert [
        "| ours 1.0 | 1 | 1,000,000 | 3.00 | 1.00 | 1.0 | 1.50 | 5.00 | 7 | 0.9000 | 0.500 |",
        "| other 2.1 | 2 | 1,000,000 | 60.00 |  | 20.0 | 30.00 |  | 7 | 0.9000 | 0.500 |",
        "",
        "- none 1.0: pip: no such thing",
    ] == lines[2:]


def test_no_ratio_between_different_sizes():
    """A tool that was given fewer sentences is not compared."""
    raw = [row("ours", 1, 0, "sketch", 1.0), row("sql", 1, 0, "join", 1.0, sentences=5)]
    assert [1.0, None] == [one["times"] for one in table.summary(pl.DataFrame(raw))]


def test_picture():
    """The picture is XML with a bar for each tool that has a figure, longer for what costs more."""
    drawn = ElementTree.fromstring(plot.svg(medians(), "a < b"))
    name = "{http://www.w3.org/2000/svg}"
    bars = [float(one.get("width")) for one in drawn.iter(f"{name}rect") if one.get("x")]
    words = [one.text for one in drawn.iter(f"{name}text")]
    assert (2, True) == (len(bars), bars[0] < bars[1])
    assert {"a < b", "ours 1.0, 1 thread", "60 µs, recall 0.900"} <= set(words)


def test_picture_tells_who_was_given_fewer():
    """A tool that joined fewer sentences is drawn with their number, and large costs in whole µs."""
    raw = [row("ours", 1, 0, "sketch", 1.0), row("sql", 1, 0, "join", 0.0064, sentences=5)]
    drawn = plot.svg(table.summary(pl.DataFrame(raw)), "")
    assert ">1 µs, recall 0.900<" in drawn
    assert ">1,280 µs, recall 0.900, of 5<" in drawn


def test_pictures_show_the_figures_that_are_kept():
    """The README's pictures are those of the figures beside its tables: cog draws them anew."""
    drawn = pictures.drawn()
    assert drawn == {name: (pictures.PLACE / name).read_text() for name in drawn}


def test_stages_of_whole_runs():
    """A stage's time is its median; the pipeline and the process are told beside the stages."""
    manifest = {"counts": {"sentences": 100}, "seconds": 2.0}
    stages = [[{"stage": "read", "rows_in": 10, "seconds": s}] for s in (1.0, 0.5, 0.4)]
    made = [{"seconds": 3.0, "manifest": {**manifest, "stages": one}} for one in stages]
    rows = [row for number, run in enumerate(made) for row in runs.raw_rows(number, run)]
    assert [
        "100 sentences, medians of 3 runs",
        "read                  10     0.500            20",
        "pipeline             100     2.000            50",
        "process              100     3.000            33",
    ] == [line for line in runs.report(rows, 100).splitlines() if not line.startswith("stage")]
