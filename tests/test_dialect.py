"""The option `dialect` of `mixed-dialect`."""

from __future__ import annotations

import pytest

from exlint.findings import Severity
from exlint.plan import RuleSetting
from exlint.rules.house.mixed_dialect import Dialect, Options
from exlint.value import replace
from helpers import CARDS, check_text, plan


def _found(sentence: str, dialect: Dialect) -> list[str]:
    text = CARDS[0].read_text(encoding="utf-8").replace("## Pro tips\n\n", f"## Pro tips\n\n- {sentence}\n")
    chosen = replace(plan(), rules=(RuleSetting("EX905", Severity.WARNING, Options(dialect)),))
    return [finding.message.partition("; write ")[2] for finding in check_text(text, plan=chosen).findings]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Analyze the color of the center.", []),
        ("Analyse the colour of the centre.", ["'Analyze'", "'color'", "'center'"]),
        ("It stabilises and is stabilising.", ["'stabilizes'", "'stabilizing'"]),
        ("Move towards the wall, then upwards.", ["'toward'", "'upward'"]),
    ],
)
def test_american(sentence: str, expected: list[str]) -> None:
    assert _found(sentence, "american") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Analyse the colour of the centre.", []),
        ("Analyze the color of the center.", ["'Analyse'", "'colour'", "'centre'"]),
        ("Look forward while you move upward among them.", []),
    ],
)
def test_british(sentence: str, expected: list[str]) -> None:
    of_the_card = "'towards'"
    assert [each for each in _found(sentence, "british") if each != of_the_card] == expected
