"""Which card type a file is of: what a pattern of the config says, else the type that it resembles most."""

from __future__ import annotations

from functools import partial

from exlint.binding import bind
from exlint.binding.resemblance import has_nothing, most_alike
from exlint.card import Card
from exlint.cardtype import CardType, MetadataSource, Syntax
from exlint.conflicts import Conflict, conflicts_of
from exlint.document import Document, Head
from exlint.head import read_front_matter, read_header
from exlint.limits import Excess, within
from exlint.lines import parse_lines
from exlint.markdown import parse
from exlint.plan import Plan
from exlint.request import FileRequest, Origin
from exlint.selection import selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Suppression, blanked, comments_of, suppressions_of
from exlint.value import Value, replace


class Reading(Value):
    """A file that was parsed: the card that it is, if any, why, and its comments to exlint.

    With `excess`, there is too much of it to be checked as a card; with `conflicts`, it was not even parsed.
    """

    card: Card | None
    why: str
    excess: Excess | None = None
    comments: tuple[Comment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def read_file(request: FileRequest, source: Source, plan: Plan) -> Reading:
    """Parse a file as the card types read it, and bind it to its own."""
    conflicts = conflicts_of(source.text)
    if conflicts:
        return Reading(None, "it has an unresolved merge conflict", conflicts=conflicts)
    forms = _Forms(source, plan)
    card, why = _card(request, forms, plan)
    if card is None and request.origin is Origin.WALKED and request.bound_type is None:
        return Reading(None, why)  # a file that is none of ours
    form = forms.of(card.type if card else None)
    if form.excess:
        return Reading(None, "there is too much of it", form.excess)
    return Reading(card, why, None, form.comments, form.suppressions)


class _Form(Value):
    """A file parsed in one way, without its comments to exlint and what is too much of it; and these."""

    document: Document
    excess: Excess | None
    comments: tuple[Comment, ...]
    suppressions: tuple[Suppression, ...]


class _Forms:
    """A file as the card types read it: as Markdown once for each kind of head, as lines once for each type of lines.

    Comments to exlint are found by Markdown's rules in either.
    """

    def __init__(self, source: Source, plan: Plan) -> None:
        self.source = source
        self.resolve = partial(selected_rules, rules=plan.known)
        self.limits = plan.limits
        self.forms: dict[object, _Form] = {}

    def of(self, card_type: CardType | None) -> _Form:
        """The file as a type reads it; for None as any Markdown is read."""
        has_header = card_type is not None and card_type.metadata.source is MetadataSource.HEADER
        if has_header not in self.forms:
            head = read_header(self.source) if has_header else read_front_matter(self.source)
            self.forms[has_header] = self._form(head)
        form = self.forms[has_header]
        if card_type is None or card_type.syntax is not Syntax.LINES:
            return form
        if card_type.name not in self.forms:
            document = parse_lines(form.document.source, card_type, form.document.head)
            document, excess = within(document, self.limits)
            self.forms[card_type.name] = replace(form, document=document, excess=excess)
        return self.forms[card_type.name]

    def _form(self, head: Head | None) -> _Form:
        document = parse(self.source, head)
        comments = comments_of(document, self.resolve)
        suppressions: tuple[Suppression, ...] = ()
        if comments:
            clean = blanked(self.source, comments)
            document = parse(clean, head)
            suppressions = suppressions_of(clean, comments)
        return _Form(*within(document, self.limits), comments, suppressions)


def _card(request: FileRequest, forms: _Forms, plan: Plan) -> tuple[Card | None, str]:
    """The file as a card, and what decided."""

    def bound(card_type: CardType) -> Card:
        return bind(forms.of(card_type).document, card_type, found_by_pattern=card_type.name in request.matching)

    for card_type in plan.types:
        if card_type.name == request.bound_type:
            card = bound(card_type)
            if has_nothing(card):
                return None, f"the config says {card_type.name!r}, but it has none of its headings and keys"
            return card, "a pattern of the config"
    alike = most_alike(bound(each) for each in plan.types if not each.is_generic)
    if alike:
        return alike, f"it has the headings and keys of type {alike.type.name!r}"
    generic = next((each for each in plan.types if each.is_generic), None)
    if generic and forms.of(generic).document.head:
        return bound(generic), "it resembles no card type, but has front matter"
    return None, "it resembles no card type"
