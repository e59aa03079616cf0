"""What git leaves in a file that it could not merge: both versions, between lines of marks."""

from __future__ import annotations

from exlint.findings import Span
from exlint.lazy import lazy_pattern
from exlint.value import Value

UNRESOLVED = "unresolved merge conflict; not checked any further"
"""What to say of it."""

_FIRST = "<<<<<<<"
_MARKER = lazy_pattern(r"(?<![^\r\n])(?:(?:<{7}|\|{7}|>{7})(?: [^\r\n]*)?|={7})(?![^\r\n])")
_CONFLICT = lazy_pattern("<[^<=]*=[^<>]*>")


class Conflict(Value):
    """The lines of its markers, without their endings, in order: `<<<<<<<`, one or more in between, `>>>>>>>`."""

    markers: tuple[Span, ...]


def conflicts_of(text: str) -> tuple[Conflict, ...]:
    """The conflicts in a text, in order. Markers that are no whole conflict are none: `=======` underlines headings."""
    if _FIRST not in text:  # as in nearly all texts
        return ()
    markers = [Span(*match.span()) for match in _MARKER.finditer(text)]
    signs = "".join(text[marker.start] for marker in markers)
    return tuple(Conflict(tuple(markers[slice(*match.span())])) for match in _CONFLICT.finditer(signs))
