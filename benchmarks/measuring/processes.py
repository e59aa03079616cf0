"""Whole processes, timed: commands in turn, so that their ratios hold when the machine's speed drifts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Command:
    """A process to time in a folder; `before` is done before each run and not timed. Any exit status will do."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    before: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Figures:
    """Medians of a command's runs: seconds on the clock and of processors, and the largest process in MB."""

    wall: float
    cpu: float
    memory: float
    runs: int


def in_turn(commands: Sequence[Command], runs: int, before: int = 1) -> Mapping[str, Figures]:
    """The figures of each command, by its name. Each is run a few times before, which is not counted."""
    taken: dict[str, list[tuple[float, float, float]]] = {command.name: [] for command in commands}
    for number in range(-before, runs):
        for command in commands:
            command.before()
            figures = _timed(command)
            if number >= 0:
                taken[command.name].append(figures)
    return {name: _medians(each) for name, each in taken.items()}


def _medians(taken: Sequence[tuple[float, float, float]]) -> Figures:
    wall, cpu, memory = (median(each) for each in zip(*taken, strict=True))
    return Figures(wall, cpu, memory, len(taken))


_LAUNCHER = """
import json, os, sys, time
null = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
silent = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, _, usage = os.wait4(pid, 0)
print(json.dumps([time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""Starts the process from a small one: a process begins with the largest size of the one that it comes from."""


def _timed(command: Command) -> tuple[float, float, float]:
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command.arguments]
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told = subprocess.run(launcher, cwd=command.folder, env=usual, stdout=subprocess.PIPE, check=True)
    wall, cpu, memory = json.loads(told.stdout)
    return wall, cpu, memory * (1 if sys.platform == "darwin" else 1024) / 1e6
