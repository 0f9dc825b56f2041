"""Performs acts in processes that wait, with everything imported, until a tracer looks at them.

A line of JSON on stdin, [act, folder], is answered with the number of such a process; another line
lets it go, and is answered with how it ended.
"""

import ctypes
import importlib
import json
import os
import sys
from pathlib import Path

from dedup.cli.guard import exit_code_of

PR_SET_PTRACER, ANYBODY = 0x59616D61, -1


def main():
    """Answer until stdin ends."""
    for line in sys.stdin:
        act, folder = json.loads(line)
        module, name = act.split(":")
        function = getattr(importlib.import_module(module), name)
        wait, release = os.pipe()
        pid = os.fork()
        if pid == 0:
            perform(function, Path(folder), wait)
        print(pid, flush=True)
        sys.stdin.readline()
        os.write(release, b"x")
        for handle in (wait, release):
            os.close(handle)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def perform(function, folder, wait):
    """Wait for the word, then act as a command does; what it prints goes beside the folder."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
    told = os.open(folder.with_suffix(".err"), os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(told, stream)
    os.read(wait, 1)
    os._exit(exit_code_of(lambda: function(folder), {}))


if __name__ == "__main__":
    main()
