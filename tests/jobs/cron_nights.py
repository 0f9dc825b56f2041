"""Three nights of files, published by the cron daemon and the crontab that is shipped.

    python -m tests.jobs.cron_nights FOLDER

cron wakes up once a minute, so this takes some minutes; the tests go on meanwhile.  What happened
is in FOLDER/told.json, written last.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

from dedup import pipeline, storage
from tests.jobs.cron_daemon import cron_running

CHECKOUT = Path(__file__).parents[2]
DAYS = ("2026-03-10", "2026-03-11", "2026-03-12")
PATIENCE = 420  # seconds for all nights
SENTENCE = "The night ferry to the outer islands was held back by fog for the {} time this winter."
WATCHED = """#!/bin/sh
/bin/sh "$@" >> {folder}/output 2>&1
echo $? >> {folder}/codes
"""


def main(folder):
    """Lay out the folder, let cron run, put down a file a night."""
    crontab = laid_out(folder)
    pipeline.run([str(CHECKOUT / "seeds" / "articles")], folder / "warm" / "out")  # kernels
    published, until = [], time.monotonic() + PATIENCE
    with cron_running(crontab, folder / "daemon.log") as daemon:
        for number, day in enumerate(DAYS, 1):
            put(folder / "inbox" / day, number)
            while len(published) < number and time.monotonic() < until and daemon.poll() is None:
                time.sleep(1)
                published = storage.runs_of(folder / "out" / "nightly")
        while time.monotonic() < until and not is_over(folder):
            time.sleep(0.5)
    told = {
        name: (folder / name).read_text() if (folder / name).exists() else ""
        for name in ("output", "codes", "daemon.log")
    }
    (folder / "told.json").write_text(json.dumps(told))


def is_over(folder):
    """Whether every night has ended, none is under way, and none begins within seconds."""
    codes = folder / "codes"
    ended = codes.read_text().split().count("0") if codes.exists() else 0
    active = storage.beside(folder / "out" / "nightly").exists()
    return ended >= len(DAYS) and not active and 5 < time.time() % 60 < 55


def laid_out(folder):
    """The folder as /srv/dedup would be; returns the shipped crontab with its paths, every minute."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".venv").symlink_to(sys.prefix)
    shutil.copytree(CHECKOUT / "jobs", folder / "jobs")
    settings = (CHECKOUT / "jobs" / "nightly.toml").read_text()
    (folder / "jobs" / "nightly.toml").write_text(settings.replace("seeds/articles", "inbox"))
    shell = folder / "shell"
    shell.write_text(WATCHED.format(folder=folder))
    shell.chmod(0o755)
    text = (CHECKOUT / "jobs" / "crontab").read_text().replace("/srv/dedup", str(folder))
    text = text.replace("15 4 * * *", "* * * * *").replace("SHELL=/bin/sh", f"SHELL={shell}")
    lines = [f"PYTHONPATH={CHECKOUT}", *text.replace("MAILTO=dedup", 'MAILTO=""').splitlines()]
    crontab = folder / "crontab"
    crontab.write_text("\n".join(lines) + "\n")
    return crontab


def put(folder, number):
    """A file of two articles that share a sentence, written elsewhere and moved in at once."""
    folder.mkdir(parents=True)
    rows = [
        {"id": f"{folder.name}-{one}", "text": f"{SENTENCE.format(number)} {more}"}
        for one, more in (("a", "Nobody complained."), ("b", "The harbor office has no comment."))
    ]
    fresh = folder.parent.parent / "fresh.jsonl"
    fresh.write_text("".join(json.dumps(row) + "\n" for row in rows))
    fresh.rename(folder / "wire.jsonl")


if __name__ == "__main__":
    os.umask(0o077)  # the crontab says its own
    main(Path(sys.argv[1]).resolve())
