"""XML that any parser accepts, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# What is outside of `Char`: https://www.w3.org/TR/xml/#charsets, and the delete character, which need not be escaped
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u0080-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """The text without the characters that XML forbids, also as references, and without delete characters."""
    return _FORBIDDEN.sub("", text)


def element(parent: Element | None, tag: str, text: str = "", **attributes: object) -> Element:
    """An element, put into its parent if there is one."""
    clean = {name: allowed(str(value)) for name, value in attributes.items()}
    made = Element(tag, clean) if parent is None else SubElement(parent, tag, clean)
    if text:
        made.text = allowed(text)
    return made


def document(root: Element) -> Iterator[str]:
    """Yield the lines of a document; it is plain ASCII, other characters are references."""
    indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    text = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    yield text.replace("\r", "&#13;")  # as itself, a parser would make it a line feed
