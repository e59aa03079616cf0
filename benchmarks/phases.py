"""Where the time of a check goes: CPU time of each phase for a card, in multiples of what mistune alone needs for it.

    python benchmarks/phases.py "$EXLINT_CARDS" --rules 10

mistune's time is taken card by card in between, so that a busy or slow machine changes little. One process, nothing
remembered at the start; reading rules, types and word lists is not counted.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import itemgetter
from pathlib import Path
from time import thread_time
from typing import TypeVar

import mistune

from exlint.binding import bind
from exlint.document import Located
from exlint.facts import Collected, Json
from exlint.markdown import parse
from exlint.rules.base import CardRule, CollectionRule
from exlint.rules.registry import all_rules
from exlint.source import Source
from exlint.typestore import TypeStore

T = TypeVar("T")
_MISTUNE = "mistune alone"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the cards of a folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cards", type=Path, help="the folder of cards")
    parser.add_argument("--rules", type=int, default=0, metavar="N", help="show the N rules that take the longest, too")
    options = parser.parse_args(arguments)
    paths = sorted(options.cards.glob("*.md"))
    watch = _Watch()
    for path in paths:
        watch.look_at(path.name, path.read_text(encoding="utf-8"))
    watch.look_at_collection()
    watch.show(len(paths), options.rules)
    return 0


class _Watch:
    """Runs the phases one after the other and adds up what each takes, in seconds."""

    def __init__(self) -> None:
        self.phases: defaultdict[str, float] = defaultdict(float)
        self.rules: defaultdict[str, float] = defaultdict(float)
        self.facts: list[tuple[str, Located | None, dict[str, Json]]] = []
        self.markdown = mistune.create_markdown(renderer=None)
        self.card_type, *_ = TypeStore().builtin()
        self.on = [rule for rule in all_rules(TypeStore().builtin()).values() if rule.default]

    def time(self, phase: str, work: Callable[[], T], rule: str = "") -> T:
        """The work's result."""
        start = thread_time()
        result = work()
        taken = thread_time() - start
        self.phases[phase] += taken
        self.rules[rule] += taken
        return result

    def look_at(self, name: str, text: str) -> None:
        """One card, from its text to its facts."""
        self.time(_MISTUNE, lambda: self.markdown(text))
        document = self.time("parse", lambda: parse(Source.from_text(name, text)))
        card = self.time("bind", lambda: bind(document, self.card_type))
        fragments: dict[str, Json] = {}
        for rule in self.on:
            called, settings = f"{rule.code} {rule.name}", rule.options()
            if isinstance(rule, CardRule):
                phase = "prose rules" if rule.code.startswith("EX5") else "other rules"
                self.time(phase, lambda: list(rule.check(card, settings)), called)  # noqa: B023
            elif isinstance(rule, CollectionRule):
                fragments[rule.code] = self.time("collect", lambda: rule.collect(card, settings), called)  # noqa: B023
        title = Located(card.title.text, card.title.span) if card.title else None
        self.facts.append((name, title, fragments))

    def look_at_collection(self) -> None:
        """All cards, by their facts."""
        for rule in self.on:
            if isinstance(rule, CollectionRule):
                collected = [Collected(path, title, fragments[rule.code]) for path, title, fragments in self.facts]
                self.time("collection", lambda: list(rule.check(collected, rule.options())))  # noqa: B023

    def show(self, cards: int, rules: int) -> None:
        """A line for each phase: milliseconds a card, multiples of mistune's; and for the rules that take longest."""
        unit = self.phases.pop(_MISTUNE)
        print(f"{_MISTUNE:32}{1000 * unit / cards:8.2f} ms a card")
        self.phases["all"] = sum(self.phases.values())
        del self.rules[""]
        slowest = sorted(self.rules.items(), key=itemgetter(1), reverse=True)[:rules]
        for name, taken in (*self.phases.items(), *slowest):
            print(f"{name:32}{1000 * taken / cards:8.2f} ms {taken / unit:8.2f} ×")


if __name__ == "__main__":
    raise SystemExit(main())
