"""The fuzzer's first inputs, and the page of what attacks cost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from helpers import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import fuzz
import robustness


def test_the_fuzzer_finds_nothing_in_its_first_inputs(tmp_path: Path) -> None:
    chosen = fuzz.targets(tmp_path)
    fed = [next(each) for each in [fuzz.inputs(chosen, "of this test")] for _ in range(40)]
    assert {"card", "page"} <= {name for name, _ in fed}
    assert [fuzz.fault_of(chosen[name], data, 120) for name, data in fed] == [""] * len(fed)


def test_the_fuzzer_tells_a_fault_and_makes_it_small() -> None:
    def feed(data: bytes) -> None:
        if b"x" in data:
            raise ValueError("an x")

    target = fuzz.Target((), feed, ".md")
    fault = fuzz.fault_of(target, b"abcxdef", 120)
    assert (fault, fuzz.smallest(target, b"abcxdef", fault, 120)) == ("ValueError: an x", b"x")


def test_the_page_is_made_of_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = json.loads(robustness.RESULTS.read_text(encoding="utf-8"))
    assert robustness.main(["--check"]) == 0
    monkeypatch.setattr(robustness, "RESULTS", tmp_path / "robustness.json")
    monkeypatch.setattr(robustness, "PAGE", tmp_path / "robustness.md")
    row = {"name": "stars", "piece": "*", "form": "file", "seconds": [0.5, 1.0], "memory": [1.0, 2.0], "told": "told"}
    robustness.RESULTS.write_text(json.dumps({**kept, "pieces": [row]}))
    assert robustness.main(["--render"]) == 0
    assert "| stars | file | 0.50 | 1.00 | 2.0 | 1 | 2 | told |" in robustness.PAGE.read_text(encoding="utf-8")
    robustness.PAGE.write_text("old")
    assert robustness.main(["--check"]) == 1
