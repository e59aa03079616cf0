"""Checking in several processes: the same results, whatever becomes of the workers."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from exlint.assembly import assemble
from exlint.card import Card
from exlint.engine import Inspector
from exlint.findings import Problem, Severity
from exlint.plan import Plan, RuleSetting
from exlint.pool import Pool, processors
from exlint.request import FileRequest, Job, Origin
from exlint.rules.base import CardRule, NoOptions
from exlint.value import replace
from helpers import CARDS, plan

MANY = 40


def jobs(count: int = MANY) -> list[Job]:
    """Cards of which every third has a fault."""
    made = []
    for index in range(count):
        text = CARDS[index % len(CARDS)].read_text(encoding="utf-8")
        data = text.replace("## FAQ", "### FAQ") if index % 3 == 0 else text
        request = FileRequest(f"{index:03}.md", Origin.WALKED, matching=("exercise",))
        made.append(Job(request, request.name, data=data.encode()))
    return made


@pytest.fixture
def told() -> list[str]:
    return []


def in_pool(every: Sequence[Job], used: Plan, told: list[str], processes: int = 2) -> tuple[object, list[int]]:
    """The report of a pool, and the processes that it had."""
    pool = Pool(used, processes, told.append)
    try:
        report = assemble(every, pool)
        return report, [pid for worker in pool._workers if (pid := worker.process.pid)]
    finally:
        pool.close()


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_the_report_is_that_of_one_process(processes: int, told: list[str]) -> None:
    report, workers = in_pool(jobs(), plan(), told, processes)
    assert report == assemble(jobs(), Inspector(plan()))
    assert (len(workers), told) == (processes if processes > 1 else 0, [])


def test_a_few_files_start_no_process(told: list[str]) -> None:
    report, workers = in_pool(jobs(5), plan(), told)
    assert (report, workers) == (assemble(jobs(5), Inspector(plan())), [])


def test_workers_are_gone_when_the_pool_is_closed(told: list[str]) -> None:
    _, workers = in_pool(jobs(), plan(), told)
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_file_that_can_not_be_read_is_told_as_by_one_process(tmp_path: Path, told: list[str]) -> None:
    every = [*jobs(), Job(FileRequest("gone.md", Origin.NAMED), str(tmp_path / "gone.md"))]
    report, _ = in_pool(every, plan(), told)
    assert report == assemble(every, Inspector(plan()))


def deadly(only_once: Path | None = None, by: signal.Signals = signal.SIGKILL) -> Plan:
    """A plan with a rule that sends the process that checks `020.md` a signal; with a file that it makes then, once."""

    def check(card: Card, options: NoOptions) -> Iterator[Problem]:
        if card.document.source.name == "020.md" and not (only_once and only_once.exists()):
            if only_once:
                only_once.touch()
            os.kill(os.getpid(), by)
        return iter(())

    rule = CardRule(code="EX299", name="deadly", since="0.1.0", severity=Severity.ERROR, check=check, data_doc="Kills.")
    used = plan()
    on = (*used.rules, RuleSetting(rule.code, rule.severity, NoOptions()))
    return replace(used, known={**used.known, rule.code: rule}, rules=on)


@pytest.mark.skipif(sys.platform != "linux", reason="the rule is known to a forked process only")
def test_files_of_a_worker_that_was_killed_are_checked_again(tmp_path: Path, told: list[str]) -> None:
    report, workers = in_pool(jobs(), deadly(tmp_path / "killed"), told)
    assert report == assemble(jobs(), Inspector(plan()))
    assert (len(workers), told) == (2, ["a worker process was killed by signal 9; its files are checked again"])


@pytest.mark.skipif(sys.platform != "linux", reason="the rule is known to a forked process only")
def test_an_interrupt_is_for_the_main_process_to_act_on(tmp_path: Path, told: list[str]) -> None:
    report, workers = in_pool(jobs(), deadly(tmp_path / "interrupted", signal.SIGINT), told)
    assert report == assemble(jobs(), Inspector(plan()))
    assert ((tmp_path / "interrupted").exists(), len(workers), told) == (True, 2, [])


@pytest.mark.skipif(sys.platform != "linux", reason="the rule is known to a forked process only")
def test_a_file_that_kills_every_worker_is_a_trouble(told: list[str]) -> None:
    report, _ = in_pool(jobs(), deadly(), told)
    others = assemble([job for job in jobs() if job.request.name != "020.md"], Inspector(plan()))
    message = "the process that checked it was killed by signal 9, for the second time"
    assert [(each.filename, each.message) for each in report.troubles] == [("020.md", message)]  # type: ignore[attr-defined]
    files = {each.place.filename for each in others.findings}
    assert {each.place.filename for each in report.findings} == files  # type: ignore[attr-defined]
    assert told == ["a worker process was killed by signal 9; its files are checked again"]


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked there only")
@pytest.mark.parametrize("possible", [0, 1])
def test_workers_that_can_not_be_started_are_done_without(
    possible: int, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [os.fork] * possible

    def fork() -> int:
        if not left:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return left.pop()()

    monkeypatch.setattr(os, "fork", fork)
    report, workers = in_pool(jobs(), plan(), told)
    assert report == assemble(jobs(), Inspector(plan()))
    why = f"a worker process can't be started: {os.strerror(errno.EAGAIN)}"
    assert (len(workers), told) == (possible, [why])


def test_large_files_with_large_results_get_through(tmp_path: Path) -> None:
    """A chunk of them is more than a connection takes that nobody reads, in either direction."""
    items = "- Breathe out  when you push.\n" + 5 * "- Breathe in when you let the handles come back.\n"
    text = CARDS[0].read_text(encoding="utf-8").replace("## Pro tips\n\n", f"## Pro tips\n\n{350 * items}")
    for index in range(40):
        (tmp_path / f"{index}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "exlint", "check", "--isolated", "--select", "EX509", "--quiet", "--jobs", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    assert (done.returncode, done.stdout.count(b"EX509"), done.stderr) == (1, 14_000, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_when_the_main_process_is_killed(tmp_path: Path) -> None:
    for index in range(400):
        (tmp_path / f"{index}.md").write_bytes(CARDS[index % len(CARDS)].read_bytes())
    command = [sys.executable, "-m", "exlint", "check", "--isolated", "--no-cache", "--jobs", "2", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        workers = _children(process.pid, 2)
        process.kill()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []


def _children(pid: int, count: int) -> list[int]:
    """Its child processes, as soon as there are so many."""
    if not Path("/proc/self/task").exists():
        pytest.skip("reads /proc")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(found) >= count:
            return [int(each) for each in found]
        time.sleep(0.02)
    raise AssertionError("no workers")


def test_processors() -> None:
    assert processors() >= 1
