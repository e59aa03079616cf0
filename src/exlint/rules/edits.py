"""Makes the edits of fixes, with care for what Markdown is.

What a rule has read is text as shown; what a fix changes is the source. An edit is made only where the two are the
same but for line ends, so that no mark, escape or entity is ever overwritten unseen. A rule puts edits together with
`fix`, which gives no fix if one of them can't be made.
"""

from __future__ import annotations

from collections.abc import Sequence

from exlint.card import Passage
from exlint.findings import Applicability, Edit, Fix, Span
from exlint.lazy import lazy_pattern
from exlint.source import Source

_TOKEN = lazy_pattern(r"\s+|\w+|[^\w\s]")
_MARKUP = frozenset("\\`*_<>[]&|#~")


def fix(message: str, *edits: Edit | None, how: Applicability = Applicability.SAFE) -> tuple[Fix, ...]:
    """The fix of these edits; none if there are none, one of them could not be made, or two of them overlap."""
    made = sorted({edit for edit in edits if edit is not None})
    ends = [edit.span.end for edit in made]
    if not made or None in edits or any(end > edit.span.start for end, edit in zip(ends, made[1:], strict=False)):
        return ()
    return (Fix(message, tuple(made), how),)


def write(
    source: Source, span: Span, shown: str, text: str, how: Applicability = Applicability.SAFE
) -> tuple[Fix, ...]:
    """The fix that puts `text` where `shown` stands; none if the source shows it in another way."""
    message = f"write {text!r}" if text.strip() else f"remove {shown!r}"
    return fix(message, replaced(source, span, shown, text), how=how)


def replaced(source: Source, span: Span, shown: str, text: str) -> Edit | None:
    """The edit that puts plain `text` where `shown` stands; None if it can't be told what to overwrite.

    White space counts as the same in any form, so a text that is wrapped stays so where its words stay.
    """
    raw = source[span]
    if raw.split() != shown.split() or not _MARKUP.intersection(text) <= set(raw):
        return None
    return rewritten(source, span, text)


def removed(source: Source, span: Span, shown: str) -> Edit | None:
    """The edit that takes out what stands there; None if the source shows it in another way."""
    return Edit(span, "") if source[span].split() == shown.split() else None


def rewritten(source: Source, span: Span, text: str) -> Edit | None:
    """The edit that puts Markdown in the place of a span, cut down to the words that differ; None if none does."""
    old, new = _TOKEN.findall(source[span]), _TOKEN.findall(text)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    start = span.start + sum(map(len, old[:first]))
    end = span.end - sum(map(len, old[len(old) - last :]))
    inner = "".join(new[first : len(new) - last])
    return Edit(Span(start, end), inner) if start < end or inner else None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens two texts begin with alike; a line end is like a space."""
    pairs = zip(one, other, strict=False)
    return next(
        (at for at, (old, new) in enumerate(pairs) if old != new and not ("\n" in old and new.isspace())),
        min(len(one), len(other)),
    )


def added(source: Source, passage: Passage, end: int, text: str) -> Edit | None:
    """The edit that puts `text` after the character of a passage that ends at `end`."""
    last = passage.prose.text[end - 1 : end]
    span = passage.prose.span(end - 1, end)
    return Edit(Span(span.end, span.end), text) if last and source[span] == last else None


def line_at(source: Source, offset: int) -> Span:
    """The line that the offset is in, without its ending."""
    return source.line_span(source.row(offset))


def line_after(source: Source, offset: int, line: str) -> Edit:
    """The edit that puts a line after the one that the offset is in."""
    end = line_at(source, offset).end
    return Edit(Span(end, end), f"\n{line}")


def line_before(source: Source, offset: int, line: str) -> Edit:
    """The edit that puts a line before the one that the offset is in."""
    start = line_at(source, offset).start
    return Edit(Span(start, start), f"{line}\n")


def block_after(source: Source, end: int, text: str, gap: str) -> Edit:
    """The edit that puts a block after the text that ends at `end`, with a gap before it, and one to what follows."""
    if not source.text[:end].strip():
        return Edit(Span(end, end), f"{text}{gap}")
    row = source.row(end)
    is_close = row < len(source.line_starts) and source[source.line_span(row + 1)].strip()
    return Edit(Span(end, end), f"{gap}{text}{gap[1:] if is_close else ''}")


def without_lines(source: Source, span: Span) -> Edit:
    """The edit that takes out the lines that a span touches, each with its ending (the last with the one before)."""
    first, last = source.row(span.start), source.row(max(span.start, span.end - 1))
    start, end = source.line_span(first).start, source.line_span(last).end
    if last < len(source.line_starts):
        return Edit(Span(start, source.line_starts[last]), "")
    return Edit(Span(source.line_span(first - 1).end if first > 1 else start, end), "")
