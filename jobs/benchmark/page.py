"""The page that runs and draws.

python jobs/benchmark.py [INPUT ...]             whole runs of the job, stage by stage
python jobs/benchmark.py --peers [INPUT ...]     its matching core beside other tools
python jobs/benchmark.py --scale                 whole runs on generated corpora of growing size
python jobs/benchmark.py --nights                a night against an index, beside making the index
python jobs/benchmark.py --pair                  one pair of sentences, as each tool comes
python jobs/benchmark.py --defaults [FOLDER]     recall and precision of other shingles and floors
"""

import argparse
from pathlib import Path

from jobs.benchmark.defaults.earn import earn
from jobs.benchmark.nights import spend_nights
from jobs.benchmark.pair.compare import ask
from jobs.benchmark.peers import TOOLS, Plan, compare
from jobs.benchmark.runs import ROOT, time_runs
from jobs.benchmark.scale import SIZES, grow

__all__ = ["main"]


def main() -> None:
    """Read the arguments, run, print the table."""
    args = arguments().parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.scale:
        print(grow(args.articles, args.memory, args.repeat, args.out.resolve()))
    elif args.nights:
        print(spend_nights(args.articles, args.memory, args.out.resolve()))
    elif args.pair:
        print(ask(args.seeds, args.out.resolve()))
    elif args.defaults:
        print(earn(args.inputs, args.out))
    elif args.peers:
        floors = tuple(args.floor or [0.7])
        plan = Plan(args.sentences, floors, args.repeat, args.limit, args.out)
        print(compare(args.inputs, args.tools, plan))
    else:
        inputs = args.inputs or [str(ROOT / "seeds/articles")]
        print(time_runs(inputs, args.repeat, args.out))


def arguments() -> argparse.ArgumentParser:
    """What can be asked."""
    parser = argparse.ArgumentParser(prog="benchmark.py", description=__doc__)
    add = parser.add_argument
    add("inputs", nargs="*", metavar="INPUT", help="the sample, or with --peers generated articles")
    add("--repeat", type=int, default=5, help="how often; the medians are reported")
    add("--out", type=Path, default=ROOT / "out/benchmark")
    add("--peers", action="store_true", help="beside other tools, each installed for itself")
    add("--scale", action="store_true", help="on generated corpora of growing size")
    add("--nights", action="store_true", help="an index of --articles, and a hundredth more")
    add("--pair", action="store_true", help="the sample document's own pair, to other tools")
    add("--seeds", type=int, default=200, metavar="N", help="of --pair: how often each is asked")
    add("--defaults", action="store_true", help="on a corpus that dedup sample --articles wrote")
    add(
        "--articles",
        type=int,
        nargs="+",
        default=list(SIZES),
        metavar="N",
        help="of --scale and --nights",
    )
    add("--memory", default="4G", help="of both: what each run may use")
    add("--sentences", type=int, default=150_000, help="how many, all different")
    add("--floor", type=float, action="append", help="0.7; may be given again")
    add("--limit", type=float, default=900.0, help="seconds after which a tool is ended")
    add("--tools", nargs="+", default=TOOLS, choices=TOOLS, metavar="TOOL", help=" ".join(TOOLS))
    return parser
