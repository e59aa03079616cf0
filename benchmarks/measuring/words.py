"""The word lists and texts that planting draws on, from `words.toml` and `pools.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
LISTS: dict[str, Any] = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))
POOLS: dict[str, Any] = tomllib.loads((_HERE / "pools.toml").read_text(encoding="utf-8"))


def listed(name: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    words: str = LISTS[name]
    return frozenset(words.split())


NOUNS = listed("nouns")
VERBS = listed("verbs")
FUNCTION_WORDS = listed("function_words")
CUT_AFTER = listed("cut_after")
COMPOUNDS = listed("compounds")
PROPER_NAMES = listed("proper_names")
