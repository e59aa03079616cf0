"""A text that was meant to be filled in is still there.

Why: "TODO", "{{name}}" and "undefined" show that a template or a person did not finish.

Fix: write what was meant.

The words are the language's `placeholders`; those of `shouted-placeholders` count in capitals only.

Source: the output of common template engines and programs, where a value is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, PassageKind
from exlint.document import CodeBlock, RawHtml, inlines_of, walk, walk_inlines
from exlint.findings import Problem, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.placeholders import FOUND_BY, TO_WRITE, placeholder_clues, placeholders
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._damage import HTML_TAG

_UNWRITTEN_LINE = lazy_pattern(rf"^[ \t]*({TO_WRITE})[ \t\r]*$", re.MULTILINE)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, in any text of the card; a wrong value of the metadata is another rule's."""
    wrong = [each.part.span for each in card.metadata.violations if each.part] if card.metadata else []
    for passage in card.passages_with(*placeholder_clues(card.type)):
        for match in placeholders(passage.prose.text, card.type):
            span = passage.prose.locate(match)
            if passage.kind is not PassageKind.FIELD or not any(span.overlaps(each) for each in wrong):
                yield Problem(span, f"{match[0]!r} was meant to be filled in")
    yield from _unknown_tags(card)
    yield from _unwritten_code(card)


def _unknown_tags(card: Card) -> Iterator[Problem]:
    """Angle brackets that Markdown takes for HTML, though there is no such tag: "<exercise name>"."""
    for block in walk(card.document.blocks) if "<" in card.document.source.text else ():
        for inline in walk_inlines(inlines_of(block)):
            text = card.document.source[inline.span]
            tag = HTML_TAG.match(text)
            if isinstance(inline, RawHtml) and tag and tag[1].lower() not in card.type.word_list("html-tags"):
                yield Problem(inline.span, f"{text!r} was meant to be filled in")


def _unwritten_code(card: Card) -> Iterator[Problem]:
    """Lines of code that are nothing but what exlint leaves to a person; else code may say what it likes."""
    for block in walk(card.document.blocks) if TO_WRITE in card.document.source.text else ():
        for match in _UNWRITTEN_LINE.finditer(card.document.source[block.span] if isinstance(block, CodeBlock) else ""):
            span = Span(block.span.start + match.start(1), block.span.start + match.end(1))
            yield Problem(span, f"{TO_WRITE!r} was meant to be filled in")


RULE = CardRule(code="EX517", name=FOUND_BY, since="0.1.0", severity=Severity.ERROR, check=check)
