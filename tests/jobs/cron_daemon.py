"""Debian's cron daemon, in a corner of its own: it sees one crontab, and nothing of this machine's."""

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager

__all__ = ["REQUIRED", "cron_running", "obstacle"]

REQUIRED = os.environ.get("CRON_TESTS") == "required"

# Other crontabs, the daemon's own lock and the audit trail, which containers lack, are out of sight.
APART = """
set -e
mount -t tmpfs none /var/spool/cron/crontabs
mount -t tmpfs none /etc/cron.d
mount -t tmpfs none /run
printf '# none\\n' > /run/empty
mount --bind /run/empty /etc/crontab
printf 'account required pam_permit.so\\nauth required pam_permit.so\\nsession required pam_permit.so\\n' > /run/pam
mount --bind /run/pam /etc/pam.d/cron
"""
START = 'crontab "$1" && exec cron -f -L 15'
UNSHARE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]


def obstacle():
    """Why the daemon cannot run here; nothing if it can."""
    if shutil.which("cron") is None or shutil.which("crontab") is None:
        return "no cron on this machine: apt-get install cron"
    if os.getuid() != 0:
        return "the cron daemon needs root"
    done = subprocess.run(
        [*UNSHARE, "sh", "-c", APART], capture_output=True, text=True, check=False
    )
    if done.returncode and not REQUIRED:
        return f"no mount namespace of our own, and this machine's crontab is not touched: {done.stderr}"
    return ""


@contextmanager
def cron_running(crontab, log):
    """The daemon, with that crontab, while the block lasts.

    Where no namespace can be had but the test is required, the machine is there for it.
    """
    apart = subprocess.run([*UNSHARE, "sh", "-c", APART], capture_output=True, check=False)
    wrapped, script = ([], START) if apart.returncode else (UNSHARE, APART + START)
    with log.open("w") as told:
        daemon = subprocess.Popen(
            [*wrapped, "sh", "-c", script, "sh", str(crontab)],
            stdout=told, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            yield daemon
        finally:
            if not wrapped:
                subprocess.run(["crontab", "-r"], check=False)
            os.killpg(daemon.pid, signal.SIGKILL)
            daemon.wait(30)
