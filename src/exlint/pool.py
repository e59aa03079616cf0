"""Files checked by several processes at once, with the same results in the same order as by one.

The pool is our own and not that of `concurrent.futures`: a worker that is killed (by a lack of memory, say) costs only
what it had in hand, and it is known which files that was. They are checked again, one by one; a file that costs a
second worker is a `Trouble`, and never passes as clean.

Workers are forked where that is safe: two take 13 ms so, 95 ms as new processes. They start when there is enough to do
for the first time, and stay.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from exlint.assembly import Found
from exlint.engine import Inspector, check_job
from exlint.facts import Facts
from exlint.findings import Problem, Trouble
from exlint.outline import RuleLine
from exlint.plan import Plan
from exlint.request import Job
from exlint.results import FileResult
from exlint.suppressions import Suppression
from exlint.value import Struct, Value

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_FORKS = sys.platform == "linux"
"""Forking is safe there as long as there are no threads, and exlint has none; the libraries of macOS have some."""
_WORTH_IT = 24
"""With fewer files than this, starting workers takes longer than they save."""
_LARGEST_CHUNK = 16


class _Chunk(Value):
    """Files that are checked together; `index` is the place of the first in the results."""

    index: int
    jobs: tuple[Job, ...]
    again: bool = False

    def parts(self) -> Iterator[_Chunk]:
        """Each file by itself, to be checked again."""
        return (_Chunk(self.index + at, (job,), again=True) for at, job in enumerate(self.jobs))


class _Worker(Struct):
    """A process, and what it is checking.

    It has one chunk at a time: with the next one on its way while it sends the results of this one, both it and the
    main process could be waiting for the other to read, for ever.
    """

    process: BaseProcess
    connection: Connection
    in_hand: _Chunk | None = None


class Pool:
    """A checker with `processes` workers. `tell` is given a message when one of them is lost."""

    def __init__(self, plan: Plan, processes: int, tell: Callable[[str], None]) -> None:
        self._plan = plan
        self._processes = processes
        self._tell = tell
        self._inspector = Inspector(plan)
        self._workers: list[_Worker] = []
        self.outline = self._inspector.outline

    def files(self, jobs: Sequence[Job]) -> Iterator[FileResult]:
        """Check each; by the workers if they are many enough."""
        if len(jobs) < _WORTH_IT or self._processes < 2:
            yield from self._inspector.files(jobs)
            return
        results: dict[int, FileResult] = {}
        waiting = deque(_chunks(jobs, self._processes))
        for index in range(len(jobs)):
            while index not in results:
                self._give(waiting)
                if self._workers:
                    self._take(waiting, results)
                else:
                    chunk = waiting.popleft()
                    results.update(enumerate(self._inspector.files(chunk.jobs), chunk.index))
            yield results.pop(index)

    def collection(self, rule: RuleLine, facts: Sequence[Facts], fragments: Sequence[str]) -> Found:
        """Let the rule look at all cards, in this process."""
        return self._inspector.collection(rule, facts, fragments)

    def unused(self, rule: RuleLine, suppressions: Sequence[Suppression]) -> Sequence[Problem]:
        """Let the rule look at them, in this process."""
        return tuple(self._inspector.unused(rule, suppressions))

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _give(self, waiting: deque[_Chunk]) -> None:
        """Hand out a chunk to each worker that has none."""
        while waiting and len(self._workers) < self._processes:
            try:
                self._workers.append(self._started())
            except OSError as error:  # there are too many processes, or too little memory
                self._tell(f"a worker process can't be started: {error.strerror or error}")
                self._processes = len(self._workers)
        for worker in self._workers:
            if waiting and worker.in_hand is None:
                worker.in_hand = waiting.popleft()
                with suppress(OSError):  # it is gone; taking in from it will tell
                    worker.connection.send(worker.in_hand.jobs)

    def _take(self, waiting: deque[_Chunk], results: dict[int, FileResult]) -> None:
        """Take in what is ready; wait until something is."""
        from multiprocessing.connection import wait

        busy = {worker.connection: (worker, chunk) for worker in self._workers if (chunk := worker.in_hand)}
        for connection in wait(list(busy)):
            worker, chunk = busy[connection]  # type: ignore[index]
            worker.in_hand = None
            try:
                found: list[FileResult] = worker.connection.recv()
            except (EOFError, OSError):
                self._lose(worker, chunk, waiting, results)
                continue
            results.update(enumerate(found, chunk.index))

    def _lose(self, worker: _Worker, chunk: _Chunk, waiting: deque[_Chunk], results: dict[int, FileResult]) -> None:
        """A worker is gone. What it was checking is checked again, file by file, or given up."""
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        how = _ending(worker.process.exitcode)
        if chunk.again:
            (job,) = chunk.jobs
            message = f"the process that checked it {how}, for the second time"
            results[chunk.index] = FileResult((), None, None, message, (Trouble(job.request.name, message),))
        else:
            self._tell(f"a worker process {how}; its files are checked again")
            waiting.extendleft(chunk.parts())

    def _started(self) -> _Worker:
        import multiprocessing  # which a run with few files need not load

        context: Any = multiprocessing.get_context("fork" if _FORKS else "spawn")
        ours, theirs = context.Pipe()
        gc.freeze()  # what is there now stays, and need not be looked at (and so copied) by each worker
        inherited = [ours, *(worker.connection for worker in self._workers)] if _FORKS else []
        process = context.Process(target=_work, args=(theirs, self._plan, inherited), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _chunks(jobs: Sequence[Job], processes: int) -> Iterator[_Chunk]:
    """Small enough that all workers have something to do up to the end."""
    size = max(1, min(_LARGEST_CHUNK, len(jobs) // (4 * processes)))
    return (_Chunk(start, tuple(jobs[start : start + size])) for start in range(0, len(jobs), size))


def _ending(code: int | None) -> str:
    return f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with status {code}"


def _work(connection: Connection, plan: Plan, inherited: Sequence[Connection]) -> None:
    """What a worker does: check what comes, until nothing can come any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the main one ends the others
    for each in inherited:  # as long as a worker has the main process's end, no worker hears of its end
        each.close()
    try:
        while True:
            jobs: tuple[Job, ...] = connection.recv()
            connection.send([check_job(job, plan) for job in jobs])
    except (EOFError, OSError):
        os._exit(0)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
