"""Fixes as text: edits, which of them go together, passes, and what is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint import fixing
from exlint.check import check_file
from exlint.engine import run
from exlint.findings import Applicability, Edit, Finding, Fix, Problem, Related, Report, Severity, Span, Trouble
from exlint.fixing import apply, mend
from exlint.request import FileRequest, Job, Origin
from exlint.rules.base import CardRule
from exlint.source import Source
from exlint.value import replace
from helpers import CARDS, check_text, plan, with_rule

SAFE = frozenset({Applicability.SAFE})
BOTH = frozenset({Applicability.SAFE, Applicability.UNSAFE})
CARD = CARDS[0].read_text(encoding="utf-8")


def test_edits_are_made_at_their_places() -> None:
    edits = [Edit(Span(6, 9), "c"), Edit(Span(0, 0), "a"), Edit(Span(2, 4), "")]
    assert apply("0123456789", edits) == "a0145c9"
    assert apply("01", [Edit(Span(1, 1), "a"), Edit(Span(1, 1), "b"), Edit(Span(2, 2), "c")]) == "0ab1c"
    assert apply("", [Edit(Span(0, 0), "a")]) == "a"


@given(st.text(min_size=8, max_size=40), st.data())
def test_nothing_but_the_spans_changes(text: str, data: st.DataObject) -> None:
    """Made from the last to the first, edits don't move each other: that is what has to come out."""
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    spans = [Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    edits = [Edit(span, data.draw(st.text(max_size=3))) for span in sorted(set(spans))]
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.span.start] + edit.text + expected[edit.span.end :]
    assert apply(text, data.draw(st.permutations(edits))) == expected


# Passes, over a language of our own: each fault is a word, and its fix is what the table says.

Faults = dict[str, Fix | tuple[str, Applicability] | str]


def job(text: str, name: str = "a.md") -> Job:
    return Job(FileRequest(name, Origin.NAMED), name, data=text.encode())


def looking_for(faults: Faults) -> Callable[[Sequence[Job]], Report]:
    """Finds each word of the table that is in a text; a string is what the word is safely replaced with."""

    def look(jobs: Sequence[Job]) -> Report:
        return Report(tuple(finding for each in jobs for finding in _found(each, faults)), len(jobs), len(jobs))

    return look


def _found(each: Job, faults: Faults) -> list[Finding]:
    source = Source.decode(each.request.name, each.read())
    found = []
    for match in re.finditer(r"\w+", source.text):
        if match[0] in faults:
            span, how = Span(*match.span()), faults[match[0]]
            text, level = how if isinstance(how, tuple) else (how, Applicability.SAFE)
            fix = text if isinstance(text, Fix) else Fix(f"write {text}", (Edit(span, text),), level)
            place = source.place(span)
            severity = Severity.ERROR
            found.append(Finding("EX599", match[0], severity, "m", place, fixes=(source.place_fix(fix),)))
    return found


def mended(text: str, faults: Faults, levels: frozenset[Applicability] = SAFE) -> tuple[str, int]:
    """The text afterwards, and how many fixes were made."""
    result = mend([job(text)], looking_for(faults), levels)
    assert result.unfinished == ()
    return result.jobs[0].read().decode(), result.fixed.get("a.md", 0)


def test_fixes_are_made_by_their_level() -> None:
    faults: Faults = {"one": "1", "two": ("2", Applicability.UNSAFE), "three": ("3", Applicability.DISPLAY)}
    assert mended("one two three one", faults) == ("1 two three 1", 2)
    assert mended("one two three one", faults, BOTH) == ("1 2 three 1", 3)
    assert mended("none", faults, BOTH) == ("none", 0)


def test_the_first_of_several_fixes_is_made() -> None:
    source = Source.from_text("a.md", "one")
    both = (Fix("a", (Edit(Span(0, 3), "1"),), Applicability.UNSAFE), Fix("b", (Edit(Span(0, 3), "I"),)))

    def look(jobs: Sequence[Job]) -> Report:
        fixes = tuple(map(source.place_fix, both))
        finding = Finding("EX599", "n", Severity.ERROR, "m", source.place(Span(0, 3)), fixes=fixes)
        return Report((finding,) if jobs[0].read() == b"one" else (), 1, 1)

    assert mend([job("one")], look, SAFE).jobs[0].read() == b"one"
    assert mend([job("one")], look, BOTH).jobs[0].read() == b"1"


def test_a_fix_that_leads_to_another_waits_for_it() -> None:
    assert mended("a", {"a": "b", "b": "c", "c": "d"}) == ("a", 0)  # the findings don't become fewer
    assert mended("a a", {"a": "b b"}) == ("b b b b", 2)


def test_a_trial_that_comes_to_the_text_that_was_refused_is_refused_too() -> None:
    faults: Faults = {"a": "c c", "b": "b", "c": "d"}  # with and without the second fix, the text is the same
    assert mended("a b", faults) == ("a b", 0)


def test_fixes_that_touch_or_enclose_each_other_are_made_one_after_the_other() -> None:
    passes: list[str] = []
    around = Fix("both ends", (Edit(Span(0, 4), "1 "), Edit(Span(8, 9), "")))
    look = looking_for({"one": around, "two": "2", "three": "3"})

    def noting(jobs: Sequence[Job]) -> Report:
        passes.append(jobs[0].read().decode())
        return look(jobs)

    assert mend([job("one two three")], noting, SAFE).fixed == {"a.md": 2}
    assert passes == ["one two three", "1 two hree", "1 2 hree"]


def test_a_fix_that_makes_a_card_worse_is_refused_and_the_others_are_made() -> None:
    faults: Faults = {"bad": "worse worse", "worse": "bad", "one": "1"}
    assert mended("one bad one one bad one", faults) == ("1 bad 1 1 bad 1", 4)
    assert mended("bad", faults) == ("bad", 0)


def test_a_fix_that_does_nothing_is_refused() -> None:
    assert mended("same one same", {"same": "same", "one": "1"}) == ("same 1 same", 3)
    assert mended("same", {"same": "same"}) == ("same", 0)


def test_fixes_that_undo_each_other_end() -> None:
    assert mended("a b", {"a": "b", "b": "a"}) == ("a b", 0)


def test_what_a_fix_brings_on_purpose_is_no_reason_to_refuse_it() -> None:
    skeleton = (Edit(Span(0, 4), "TODO"),)
    assert mended("gone", {"gone": Fix("write", skeleton), "TODO": ("", Applicability.DISPLAY)}) == ("gone", 0)
    bringing = Fix("write", skeleton, brings=("TODO",))
    assert mended("gone", {"gone": bringing, "TODO": ("", Applicability.DISPLAY)}) == ("TODO", 1)


def test_only_what_is_picked_is_fixed_and_all_that_is_found_counts() -> None:
    look = looking_for({"one": "1", "two": "one"})

    def only_two(_: Sequence[Job], report: Report) -> Report:
        return Report(tuple(each for each in report.findings if each.name == "two"), 1, 1)

    result = mend([job("one two")], look, SAFE, only_two)
    assert result.jobs[0].read() == b"one two"  # it would bring another "one", if an unwanted one
    result = mend([job("one")], look, SAFE, only_two)
    assert (result.jobs[0].read(), result.report.findings) == (b"one", ())


def test_files_are_fixed_apart() -> None:
    jobs = [job("one bad", "a.md"), job("one one", "b.md"), job("fine", "c.md")]
    result = mend(jobs, looking_for({"one": "1", "bad": "bad bad"}), SAFE)
    assert [each.read() for each in result.jobs] == [b"1 bad", b"1 1", b"fine"]
    assert result.fixed == {"a.md": 1, "b.md": 2}
    assert [finding.name for finding in result.report.findings] == ["bad"]


def test_a_file_that_is_only_there_for_the_collection_is_left_alone() -> None:
    other = Job(FileRequest("b.md", Origin.WALKED), "b.md", reported=False, data=b"one")
    assert mend([other], looking_for({"one": "1"}), SAFE).jobs == (other,)


def test_the_last_pass_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixing, "MAX_PASSES", 2)
    result = mend([job("a b c")], looking_for({"a": Fix("x", (Edit(Span(0, 5), "b c"),)), "b": "1", "c": "2"}), SAFE)
    assert (result.jobs[0].read(), result.unfinished, result.fixed) == (b"b c", ("a.md",), {"a.md": 1})
    assert [finding.name for finding in result.report.findings] == ["b", "c"]


# Real cards


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_endings_and_byte_order_mark_stay(newline: str, bom: bytes, end: str) -> None:
    good = CARD.rstrip("\n") + end
    bad = good.replace(" the ", "  the ", 3).replace("\n2. ", "\n3. ")
    before = Job(FileRequest("a.md", Origin.NAMED), "a.md", data=bom + bad.replace("\n", newline).encode())
    result = mend([before], lambda jobs: run(jobs, plan()), BOTH)
    assert result.jobs[0].data == bom + good.replace("\n", newline).encode()


def test_mixed_line_endings_stay_and_what_is_inserted_ends_as_the_first_line() -> None:
    source = Source.from_text("a.md", "a\r\nb\nc")
    placed = source.place_fix(Fix("m", (Edit(Span(3, 3), "x\ny\r\n"),)))
    assert apply(source.text, [each.edit for each in placed.edits]) == "a\r\nx\r\ny\r\nb\nc"
    assert Source.from_text("a.md", "a").newline == "\n"


def test_a_suppressed_finding_has_no_fix() -> None:
    bad = CARD.replace(" the ", "  the ", 1)
    assert len(check_text(bad).findings) == 1
    row = next(index for index, line in enumerate(bad.split("\n")) if "  the " in line)
    lines = bad.split("\n")
    lines[row] += " <!-- exlint-disable-line EX509 -->"
    assert check_text("\n".join(lines)).findings == ()


def _rule(fix: Fix) -> CardRule:
    return CardRule("EX599", "n", "0.1.0", Severity.ERROR, lambda card, options: [Problem(Span(0, 1), "m", (), (fix,))])


def test_a_fix_does_not_reach_over_a_comment() -> None:
    comment = "<!-- exlint-disable-file EX501 -- why -->"
    text = f"{CARD}\n{comment}\n"
    at = text.index(comment)
    found = []
    for span in (Span(0, 1), Span(at - 1, at), Span(at - 1, at + 1), Span(at + len(comment), at + len(comment) + 1)):
        rule = _rule(Fix("m", (Edit(Span(0, 0), "x"), Edit(span, ""))[span.start == 0 :]))
        (finding,) = check_text(text, plan=with_rule(replace(plan(), rules=()), rule)).findings
        found.append(len(finding.fixes))
    assert found == [1, 1, 0, 0]


def test_a_rule_that_points_into_another_file_is_told() -> None:
    problem = Problem(Span(0, 1), "m", (Related(Span(0, 1), "there", "b.md"),))
    rule = CardRule("EX599", "n", "0.1.0", Severity.ERROR, lambda card, options: [problem])
    result = check_file(FileRequest("a.md", Origin.NAMED), CARD.encode(), with_rule(replace(plan(), rules=()), rule))
    message = "internal error in rule EX599 (n): LookupError: a rule about one file can't point into another, 'b.md'"
    assert [_without_traceback(each) for each in result.troubles] == [Trouble("a.md", message)]


def _without_traceback(trouble: Trouble) -> Trouble:
    return Trouble(trouble.filename, trouble.message)
