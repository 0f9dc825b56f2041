"""A signal waits until what must not be cut in two is done."""

import os
import signal
import threading

import pytest

from dedup.storage.signals import undisturbed


def test_ctrl_c_waits_for_the_end_of_the_block():
    """It is not lost either."""
    done = []
    with pytest.raises(KeyboardInterrupt), undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("all of it")
    assert ["all of it"] == done


def test_sigterm_reaches_the_handler_there_was():
    """Afterwards the handler is that of before, and is called once."""
    heard = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append("now"))
    try:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTERM)
            assert [] == heard
        assert ["now"] == heard
    finally:
        signal.signal(signal.SIGTERM, before)


def test_other_threads_are_never_disturbed():
    """Only the main thread may set handlers; elsewhere there is nothing to do."""
    done = []

    def work():
        with undisturbed():
            done.append("work")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ["work"] == done
