"""A corpus of five articles with exact and near repeats, and a run of it."""

from tests.pipeline.made import run, write

__all__ = ["ARTICLES", "BRIDGE", "FOOTER", "publish", "write_input"]

BRIDGE = "The old harbor bridge reopened to heavy trucks on Monday after months of repairs."
NEARLY = "The harbor bridge reopened to heavy trucks on Monday after months of repairs."
FOOTER = "Write to the evening desk if we got something wrong."
SHOUT = "Nobody 😀 was hurt when the crane fell, said the harbor master."


def article(name, source, hour, text):
    """One article of the first of May."""
    stamp = f"2025-05-01T{hour:02}:00:00Z"
    return {
        "id": name,
        "source": source,
        "published_at": stamp,
        "text": text,
        "title": name.upper(),
    }


ARTICLES = [
    article("a1", "Harbor Post", 6, f"{BRIDGE} {SHOUT}\n\nDrivers were glad of it.\n\n{FOOTER}\n"),
    article("a2", "Coast Wire", 7, f"{NEARLY}\n\nA band played in the rain.\n\n{FOOTER}"),
    article("a3", "Coast Wire", 8, f"{FOOTER} {BRIDGE}"),
    article("a4", "Harbor Post", 9, f"  One line stands alone here.\r\n{SHOUT}\r\nThen it rained."),
    article("a5", None, 10, "جسر الميناء القديم أعيد فتحه أمام الشاحنات. Nothing here repeats."),
]


def write_input(folder, articles=ARTICLES):
    """The articles as in.jsonl."""
    return write(folder, *articles)


def publish(folder, **settings):
    """The input and the folder of its run."""
    path = write_input(folder)
    return path, run(path, folder / "out", **settings)
