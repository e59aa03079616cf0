"""How much work a check is, counted: what was read once is not read again, and what can't matter is not looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from exlint import prose, recognition, schema
from exlint.baseline import Baseline
from exlint.binding import bind
from exlint.card import Card, Passage, PassageKind
from exlint.changes import Comparison
from exlint.discovery import Discovered
from exlint.document import Document
from exlint.extract import extract
from exlint.findings import Finding, Place, Position, RelatedPlace, Severity, Span
from exlint.markdown import parse
from exlint.prose import Prose
from exlint.request import FileRequest, Job, Origin
from exlint.results import FileResult
from exlint.source import Source
from exlint.survey import survey
from exlint.typestore import TypeStore
from exlint.value import replace
from helpers import CARDS, check_text, default_plan, plan, steps

CARD = CARDS[0].read_text(encoding="utf-8")
FIXTURES = sorted(folder for folder in (Path(__file__).parent / "rules").iterdir() if folder.is_dir())


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Forget all texts, though not what rules have made of their word lists."""
    check_text(CARD)
    for remembering in (prose.words, prose.sentences, prose.vocabulary, schema.violations_of_json):
        remembering.cache_clear()


def card_of(text: str) -> Card:
    """The text as a card of the first built-in type."""
    return bind(parse(Source.from_text("card.md", text)), TypeStore().builtin()[0])


# Once


def test_each_text_of_a_card_is_read_once() -> None:
    card = card_of(CARD)
    texts = {text for passage in card.passages for text in (passage.free, passage.prose.text)}
    questions = {question.prose.text for section in card.sections for question in section.questions}
    check_text(CARD)
    assert prose.vocabulary.cache_info().misses == len(texts)
    assert prose.words.cache_info().misses <= len(texts | questions) + 1  # the description's name for the card
    assert prose.sentences.cache_info().misses <= len(texts)


def test_what_cards_have_in_common_is_read_once() -> None:
    check_text(CARD)
    before = prose.vocabulary.cache_info().misses
    check_text(CARD)
    assert prose.vocabulary.cache_info().misses == before


def test_each_distinct_metadata_is_validated_once() -> None:
    for card in (*CARDS, *CARDS):
        check_text(card.read_text(encoding="utf-8"))
    distinct = {tuple(line for line in card.read_text().splitlines() if line.startswith("- **")) for card in CARDS}
    assert schema.violations_of_json.cache_info().misses <= len(distinct)


def test_a_file_that_is_all_that_a_type_asks_for_is_bound_to_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bound: Counter[str] = Counter()

    def counted(document: Document, *rest: object, **more: object) -> Card:
        bound[document.source.name] += 1
        return bind(document, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(recognition, "bind", counted)
    first, *_ = TypeStore().builtin()
    other = replace(first, name="other")
    result = check_text(CARD, plan=replace(default_plan(), types=(first, other)))
    assert (result.card_type, bound) == (first.name, {"card.md": 1})


# Only what may matter


def test_clues_lead_to_the_passages_that_have_them() -> None:
    card = card_of("# Push-up\n\nFirst one.\n\n- Second (one).\n- It's the third; no  more.\n")
    assert texts(card.passages_with(frozenset({"one"}))) == ["First one.", "Second (one)."]
    assert texts(card.passages_with(frozenset({"push", "it"}))) == ["Push-up", "It's the third; no  more."]
    assert texts(card.passages_with(re.compile("  "))) == ["It's the third; no  more."]
    assert texts(card.passages_with("  ", "\t")) == ["It's the third; no  more."]
    assert texts(card.passages_with("e")) == ["First one.", "Second (one).", "It's the third; no  more."]
    assert texts(card.passages_with("one.\nS")) == ["First one.", "Second (one)."]
    assert texts(card.passages_with(re.compile(r"[(;]"), frozenset({"first"}))) == [
        "First one.",
        "Second (one).",
        "It's the third; no  more.",
    ]
    assert texts(card.passages_with(re.compile(r"one\.\s+Second"))) == ["First one.", "Second (one)."]
    assert texts(card.passages_with(frozenset({"fourth"}), re.compile("!"))) == []
    assert texts(card.passages_with(re.compile(r"\n\Z"))) == ["It's the third; no  more."]
    assert texts(replace(card, passages=()).passages_with(re.compile(r"\n"), frozenset({"one"}))) == []


def test_clues_are_found_in_what_is_dictated_and_where_it_is_blanked() -> None:
    text = "Say less. more"
    passage = Passage.of(PassageKind.PARAGRAPH, None, Prose(text, ((0, Span(0, len(text))),)), ((0, 9),))
    card = replace(card_of("# A\n"), passages=(passage,))
    for clue in (frozenset({"less"}), frozenset({"more"}), re.compile(r"less\. m"), re.compile("\ufffc m")):
        assert texts(card.passages_with(clue)) == [text]


def test_a_card_knows_what_of_it_is_still_to_be_written() -> None:
    card = card_of("# Push-up\n\nTODO write this.\n\n- Lower the {thing}.\n- Push it up.\n- TODO write this.\n")
    unwritten = [each.prose.text for each in card.passages if card.is_unwritten(each)]
    assert unwritten == ["TODO write this.", "Lower the {thing}.", "TODO write this."]


def texts(passages: Iterator[Passage]) -> list[str]:
    """What the passages show."""
    return [passage.prose.text for passage in passages]


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_a_rule_finds_the_same_in_all_passages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clue may lead to more passages than needed, never to fewer."""
    rules = plan(folder.name)
    cards = [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.md"))]
    by_clues = [facts_and_findings(check_text(card, plan=rules)) for card in cards]
    monkeypatch.setattr(Card, "passages_with", all_passages)
    assert [facts_and_findings(check_text(card, plan=rules)) for card in cards] == by_clues


def all_passages(card: Card, *clues: object) -> Iterator[Passage]:
    """What `Card.passages_with` may give at most."""
    return iter(card.passages)


def facts_and_findings(result: FileResult) -> tuple[object, ...]:
    """All that rules say of a card."""
    return result.findings, result.facts, result.troubles


def test_a_sound_card_is_looked_at_in_few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    passages_with = Card.passages_with

    def counted(card: Card, *clues: frozenset[str] | re.Pattern[str]) -> Iterator[Passage]:
        found = list(passages_with(card, *clues))
        given.append((len(found), len(card.passages)))
        return iter(found)

    monkeypatch.setattr(Card, "passages_with", counted)
    for card in CARDS:
        check_text(card.read_text(encoding="utf-8"))
    looked_at, possible = (sum(each) for each in zip(*given, strict=True))
    assert len(given) >= 15 * len(CARDS)
    assert looked_at < 0.2 * possible, looked_at / possible


# In proportion


def in_proportion(once: int, twice: int, four: int) -> bool:
    """Whether the work for n, 2n and 4n things grows as their number."""
    return four - twice < 2.5 * (twice - once)


SIZES = (100, 200, 400)


def test_findings_that_cards_share_are_not_each_held_against_all() -> None:
    def finding(number: int) -> Finding:
        """One of card 0 and another card."""
        hub, other = (Place(f"{each}.md", Position(1, 1), Position(1, 2), ("A",)) for each in (0, number))
        return Finding("EX703", "alike", Severity.WARNING, "alike", other, (RelatedPlace("to", hub),), shared=True)

    counts = []
    for size in SIZES:
        findings = [finding(number) for number in range(1, size)]
        known = Baseline.of(findings, Path("baseline.json"))
        assert known.compare(findings) == ((), replace(known, findings={}, groups=frozenset()))
        counts.append(steps(partial(known.compare, findings)))
    assert in_proportion(*counts)


@pytest.mark.parametrize("lines", ["a\n", "a\n\nb\n\n", "{}\n", "{}\n\n"])
def test_rows_are_carried_over_to_what_was_edited(lines: str) -> None:
    """An edit at both ends and of each fourth line, among lines that repeat or don't."""
    counts = []
    for size in SIZES:
        before = "".join(lines.format(number) for number in range(size)).splitlines()
        after = ["x", *(f"{line} x" if index % 4 == 0 else line for index, line in enumerate(before)), "x"]
        request = FileRequest("a.md", Origin.NAMED)
        old, new = (Job(request, "a.md", data="\n".join(each).encode()) for each in (before, after))
        comparison = Comparison(Discovered((old,), ()), (), {"a.md": ()}, {})
        counts.append(steps(partial(comparison.after, [new])))
    assert in_proportion(*counts)


@pytest.mark.parametrize("name", ["{}/a.md", "cards/{}/a.md", "{}.md"])
def test_folders_are_surveyed_in_one_walk(name: str) -> None:
    counts = []
    for size in SIZES:
        files = [(name.format(f"{number:03}"), "exercise" if number % 2 else None) for number in range(size)]
        counts.append(steps(partial(survey, files)))
    assert in_proportion(*counts)


@pytest.mark.parametrize("piece", ["\n## A{}\n\n[a](b.md)\n", "\n### A{}\n\n[a](b.md)\n"])
def test_the_sections_of_links_are_found_in_one_walk(piece: str) -> None:
    counts = []
    for size in SIZES:
        card = card_of(CARD + "".join(map(piece.format, range(size))))
        counts.append(steps(partial(extract, card)))
    assert in_proportion(*counts)
