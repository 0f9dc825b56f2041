"""A corpus of three articles with one pair, and what a run finds in it."""

import json

__all__ = ["FOUND", "NOTES", "write"]

ARTICLES = [
    (
        "a1",
        "2025-03-01",
        "The night train to the coast was stopped by a fallen oak. Nobody was hurt.",
    ),
    (
        "a2",
        "2025-03-02",
        "The night train to the coast was halted by a fallen oak. Buses ran instead.",
    ),
    ("a3", "2025-03-03", "Bakers in the old town doubled the price of rye bread this spring."),
]
NOTES = "in.jsonl: 3 articles, 0 rejected (id=id text=text date=date)"
FOUND = "2 of 5 sentences (40.0 %) are repeated, in 1 group, across 2 of 3 articles"


def write(folder, *more):
    """Write the corpus, and `more` lines, as in.jsonl."""
    rows = [json.dumps(dict(zip(("id", "date", "text"), row, strict=True))) for row in ARTICLES]
    (folder / "in.jsonl").write_text("\n".join([*rows, *more]) + "\n")
