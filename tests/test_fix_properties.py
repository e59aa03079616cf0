"""What holds for fixes whatever is wrong with a card.

Fixes are made on cards with faults of every kind: one planted at a time, and several at random. With EXLINT_CARDS, the
cards of that folder are fixed, too.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint.binding import bind
from exlint.binding.resemblance import most_alike
from exlint.card import Card, Passage
from exlint.document import Document
from exlint.engine import run
from exlint.findings import Applicability, Finding, PlacedFix, Report, Span
from exlint.fixing import apply, mend
from exlint.markdown import parse
from exlint.request import FileRequest, Job, Origin
from exlint.source import Source
from helpers import plan
from test_mutations import EDITS, FEW, TEXTS, Edit, edited, mutations

SAFE = frozenset({Applicability.SAFE})
BOTH = frozenset({Applicability.SAFE, Applicability.UNSAFE})
SHARE = 8
MISSING_SECTION = "missing-section"
PLACEHOLDER = "placeholder"


@dataclass(frozen=True)
class Mending:
    """A text before and after its fixes were made."""

    before: Report
    after: Report
    text: str
    fixed: int


def job(text: str) -> Job:
    return Job(FileRequest("card.md", Origin.NAMED), "card.md", data=text.encode())


def look(jobs: Sequence[Job]) -> Report:
    return run(jobs, plan())


def mending(text: str, levels: frozenset[Applicability]) -> Mending:
    result = mend([job(text)], look, levels)
    assert result.unfinished == ()
    return Mending(look([job(text)]), result.report, result.jobs[0].read().decode(), result.fixed.get("card.md", 0))


def assert_sound(text: str, levels: frozenset[Applicability]) -> None:
    done = mending(text, levels)
    before, after = (Counter(each.name for each in report.findings) for report in (done.before, done.after))
    assert done.after.troubles == ()
    if before[MISSING_SECTION] > after[MISSING_SECTION]:  # a skeleton wants to be filled in
        del after[PLACEHOLDER]
    assert after <= before
    assert (done.fixed > 0) == (done.text != text)
    again = mending(done.text, levels)
    assert (again.text, again.fixed) == (done.text, 0)


def assert_gentle(text: str) -> None:
    """No safe fix takes a word of free prose away that is outside of what is marked.

    It may move it, and it may take away a passage that stands in the card once more, word for word.
    """
    source = Source.from_text("card.md", text)
    card = _card(parse(source))
    for finding in look([job(text)]).findings if card else ():
        for fix in finding.fixes:
            if card and fix.applicability is Applicability.SAFE:
                assert _words_lost(finding, fix, card) == Counter(), (finding, fix)


def assert_each_is_good_alone(text: str) -> None:
    """Each fix by itself, the first or another, leaves fewer findings and of no rule more: a program may make any."""
    before = look([job(text)]).findings
    for finding in before:
        for fix in finding.fixes:
            after = look([job(apply(text, [each.edit for each in fix.edits]))]).findings
            counts = [Counter(each.name for each in found if each.name not in fix.brings) for found in (before, after)]
            assert counts[1] < counts[0], (finding.message, fix.message, text)


def _card(document: Document) -> Card | None:
    return most_alike(bind(document, each, found_by_pattern=False) for each in plan().types)


def _words_lost(finding: Finding, fix: PlacedFix, card: Card) -> Counter[str]:
    source = card.document.source
    marked = Span(source.offset(finding.place.start), source.offset(finding.place.end))
    edits = [each.edit.span for each in fix.edits]
    touched = [each for each in card.passages if any(edit.overlaps(_whole(each)) for edit in edits)]
    left = {each.prose.text for each in card.passages if each not in touched}
    words = [
        passage.prose.span(word.start, word.end)
        for passage in touched
        if passage.is_running_text and passage.prose.text not in left
        for word in passage.words
    ]
    taken = (word for word in words if any(edit.overlaps(word) for edit in edits) and not marked.overlaps(word))
    put = re.findall(r"[\w'’-]+", " ".join(each.edit.text for each in fix.edits))
    return Counter(source[word] for word in taken) - Counter(put)


def _whole(passage: Passage) -> Span:
    return passage.prose.span(0, len(passage.prose.text))


PLANTED = [
    (name, mutation.name, mutation.text)
    for name in TEXTS
    for index, mutation in enumerate(mutations(TEXTS[name]))
    if (index + list(TEXTS).index(name)) % (SHARE if name in FEW else 12 * SHARE) == 0
]
"""Of the cards of every form many faults, of the others a few; which, goes round."""


@pytest.mark.parametrize("levels", [SAFE, BOTH], ids=["safe", "unsafe"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_card_with_a_fault_becomes_better_and_then_stays(name: str, levels: frozenset[Applicability]) -> None:
    for card, _, text in PLANTED:
        if card == name:
            assert_sound(text, levels)


@pytest.mark.parametrize("name", TEXTS)
def test_a_safe_fix_leaves_prose_alone(name: str) -> None:
    for card, _, text in PLANTED:
        if card == name:
            assert_gentle(text)


@pytest.mark.parametrize("name", TEXTS)
def test_each_fix_is_good_alone(name: str) -> None:
    for card, _, text in PLANTED:
        if card == name:
            assert_each_is_good_alone(text)


@pytest.mark.parametrize("levels", [SAFE, BOTH], ids=["safe", "unsafe"])
@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), edits=EDITS)
def test_a_damaged_card_becomes_better_and_then_stays(
    levels: frozenset[Applicability], name: str, edits: list[Edit]
) -> None:
    assert_sound(edited(TEXTS[name], edits), levels)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), edits=EDITS)
def test_each_edit_changes_its_span_only(name: str, edits: list[Edit]) -> None:
    text = edited(TEXTS[name], edits)
    for finding in look([job(text)]).findings:
        for fix in finding.fixes:
            spans = [each.edit.span for each in fix.edits]
            assert spans == sorted(spans)
            assert not any(one.end > two.start for one, two in pairwise(spans))
            assert Span(0, len(text)).contains(fix.reach)
            ends = [0, *(end for span in spans for end in (span.start, span.end)), len(text)]
            kept = [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
            parts = [part for one, edit in zip(kept, fix.edits, strict=False) for part in (one, edit.edit.text)]
            assert apply(text, [each.edit for each in fix.edits]) == "".join([*parts, kept[-1]])


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), edits=EDITS)
def test_line_endings_make_no_difference(name: str, edits: list[Edit]) -> None:
    text = edited(TEXTS[name], edits).replace("\r", "")
    assert mending(text.replace("\n", "\r\n"), BOTH).text == mending(text, BOTH).text.replace("\n", "\r\n")


@pytest.mark.skipif("EXLINT_CARDS" not in os.environ, reason="EXLINT_CARDS names no folder of cards")
@pytest.mark.parametrize("levels", [SAFE, BOTH], ids=["safe", "unsafe"])
def test_real_cards_become_better_and_then_stay(levels: frozenset[Applicability]) -> None:
    paths = sorted(Path(os.environ["EXLINT_CARDS"]).rglob("*.md"))
    jobs = [Job(FileRequest(str(path), Origin.WALKED), str(path), data=path.read_bytes()) for path in paths]
    before = look(jobs)
    done = mend(jobs, look, levels)
    assert (done.unfinished, done.report.troubles) == ((), ())
    counts = [Counter((each.place.filename, each.name) for each in report.findings) for report in (before, done.report)]
    assert counts[1] <= counts[0]
    again = mend(done.jobs, look, levels)
    assert (again.jobs, again.fixed) == (done.jobs, {})


@pytest.mark.skipif("EXLINT_CARDS" not in os.environ, reason="EXLINT_CARDS names no folder of cards")
@settings(max_examples=200, deadline=None)
@given(data=st.data(), edits=EDITS)
def test_damaged_real_cards_become_better_and_then_stay(data: st.DataObject, edits: list[Edit]) -> None:
    paths = sorted(Path(os.environ["EXLINT_CARDS"]).rglob("*.md"))
    text = data.draw(st.sampled_from(paths)).read_text(encoding="utf-8")
    assert_sound(edited(text, edits), BOTH)
    assert_gentle(edited(text, edits))
