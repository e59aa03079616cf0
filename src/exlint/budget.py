"""A limit of processor time for a piece of work, wherever the work is at that moment.

This is the net under the other limits: no content is known that needs it, but a rule or a plug-in may have a fault.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """The work has used up its time. No `Exception`, so that what is robust against faults does not go on."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` within the block once the process has used so much time in it.

    Time that others use, or that is waited, doesn't count. Where there is no such clock (Windows), and in a thread that
    is not the main one, there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError
