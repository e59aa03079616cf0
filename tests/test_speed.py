"""The benchmark of speed: collections that are made larger, and the page that is made of the numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from helpers import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import speed
from measuring.cards import slug
from measuring.processes import Command, in_turn
from measuring.scaling import readable_cards, scaled

CONTENT = REPOSITORY / "content" / "exercises"


def test_a_larger_collection_has_no_copies() -> None:
    cards = readable_cards(CONTENT)
    made = dict(scaled(cards, 3 * len(cards)))
    texts = [data.decode() for data in made.values()]
    assert len(made) == len(set(texts)) == 3 * len(cards)
    assert texts[: len(cards)] == ["\n".join(card.lines) for card in cards]
    for name, text in zip(made, texts, strict=True):
        assert name == f"{slug(text.partition(chr(10))[0][2:])}.md"
    steps = [tuple(line for line in text.split("\n") if line.startswith("1. ")) for text in texts]
    assert len(set(steps)) > 2 * len(cards)


def test_the_same_collection_is_made_again() -> None:
    cards = readable_cards(CONTENT)
    assert list(scaled(cards, 12)) == list(scaled(cards, 12))


def test_a_process_is_measured(tmp_path: Path) -> None:
    before: list[int] = []
    command = Command("pass", (sys.executable, "-c", "pass"), tmp_path, lambda: before.append(1))
    figures = in_turn([command], 2)["pass"]
    assert (figures.runs, len(before)) == (2, 3)
    assert 0 < figures.cpu < 60
    assert 1 < figures.memory < 1000


def test_the_page_is_current() -> None:
    assert speed.main(["--check"]) == 0


def test_the_page_is_made_of_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "RESULTS", tmp_path / "speed.json")
    monkeypatch.setattr(speed, "PAGE", tmp_path / "performance.md")
    names = ("python -c pass", "exlint, cold, 2 jobs", "exlint, warm")
    sizes = [
        {
            "size": size,
            "missing": ["harper"],
            "figures": {
                name: {"wall": wall * size, "cpu": wall, "memory": 50.0, "runs": 3}
                for name, wall in zip(names, (0.01, 0.1, 0.02), strict=True)
            },
        }
        for size in (10, 100)
    ]
    kept = {"cards": 5, "processors": 2, "python": "3.11", "runs": 3, "sizes": sizes}
    speed.RESULTS.write_text(json.dumps(kept))
    assert speed.main(["--render"]) == 0
    page = speed.PAGE.read_text()
    assert "| exlint, warm | 0.200 | 0.020 | 50 | 50 | 2.0 | 0.200 |" in page
    assert "Not installed here: harper." in page
    assert "| exlint, warm | 10.0 × the time, 50 MB |" in page
    assert speed.main(["--check"]) == 0
    speed.PAGE.write_text("old")
    assert speed.main(["--check"]) == 1
