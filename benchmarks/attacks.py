"""Texts that some parser or pattern takes too long for, in any size.

Each is a short piece that is repeated: as a whole file, as the paragraphs of a card, as its list items, within quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

CARD = (Path(__file__).parents[1] / "content" / "exercises" / "ring-pushup.md").read_text(encoding="utf-8")

PIECES: Mapping[str, str] = {
    "one letter": "a",
    "one word": "abcdefgh",
    "opening brackets": "[",
    "closing brackets": "]",
    "empty brackets": "[]",
    "half links": "[a](",
    "half links in angles": "[a](<b",
    "link references": "[a][",
    "link ends": "](",
    "images within images": "![[]()",
    "footnotes": "[^1]",
    "link definitions": "[a]: /u\n\n",
    "link definitions with half a title": '[a]: /u "x\n',
    "emphasis that crosses": "*a_ ",
    "emphasis the other way": "*_a ",
    "emphasis within emphasis": "*a **b ",
    "stars": "**",
    "underscores": "_",
    "underscores and spaces": "_ ",
    "stars and words": "a**b__",
    "backticks": "`",
    "backticks of two lengths": "` `` ",
    "comments that never end": "<!--",
    "half tags": "<a",
    "half attributes": '<a b="',
    "angles": "<",
    "ampersands": "&",
    "entities": "&amp;",
    "numeric entities": "&#x41;",
    "escapes": "\\*",
    "backslashes at line ends": "a\\\n",
    "pipes": "|",
    "rows": "a|b\n",
    "tables": "a|b\n-|-\n",
    "delimiter rows": "|-|\n",
    "line feeds": "\n",
    "carriage returns": "\r",
    "carriage returns and line feeds": "a\r\n",
    "form feeds": "\f",
    "spaces": " ",
    "tabs": "\t",
    "spaces at line ends": "a  \n",
    "indented code": "    a\n",
    "fences": "~~~\n",
    "titles": "# a\n",
    "headings": "## a\n\n",
    "setext headings": "a\n=\n",
    "questions": "### Is it?\n\nYes.\n\n",
    "rules": "---\n",
    "dashes": "-",
    "quotes": ">",
    "quotes and spaces": "> > ",
    "lazy lines in quotes": "> a\nb\n",
    "lists in lists": "- ",
    "numbered lists in lists": "1) ",
    "lazy lines in lists": "- a\nb\n",
    "bullets": "- a\n",
    "numbers": "1. a\n",
    "keys": "- **A:** b\n",
    "suppressed lines": "<!-- exlint-disable-line EX501 -->\n",
    "suppressed lines, no rule named": "teh <!-- exlint-disable-next-line -->\n\n",
    "regions": "<!-- exlint-disable EX501 --> ",
    "half suppressions": "<!-- exlint-disable ",
    "doubled words": "the the ",
    "slips": "teh wrod ",
    "short sentences": "Ab cd. ",
    "full stops": ". ",
    "dots that go on": "… ",
    "question and exclamation marks": "?!",
    "capitals": "Aa Bb ",
    "articles": "an the a ",
    "conjunctions": "and or ",
    "commas": "a, ",
    "other marks": "a;b:c ",
    "opening quotation marks": '"a ',
    "apostrophes": "a'b' ",
    "genitives": "s's ",
    "opening parentheses": "(a ",
    "hyphens": "a-",
    "slashes": "a/b ",
    "per cents": "%",
    "figures": "1-2 ",
    "ranges": "30–45 seconds ",
    "addresses": "http://a.b ",
    "no-break spaces": "\u00a0",
    "zero-width spaces": "\u200b",
    "wrong encoding": "Ã©",
    "half of a wrong encoding": "Ã",
    "replacement characters": "\ufffd",
    "emoji": "\U0001f3cb\u200d",
    "combining marks": "e\u0301",
    "statements, half": "Advanced back exercise using ",
    "braces": "{a} ",
}

WIDTH = 3900
"""Characters of a paragraph: nearly as many as `max-paragraph` allows."""


def _fill(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _lines(piece: str, size: int, width: int, join: str) -> str:
    """The piece over and over, in pieces of the width if it has no lines of its own."""
    if "\n" in piece or "\r" in piece:
        return _fill(piece, size)
    return _fill(_fill(piece, width) + join, size)


def whole_file(piece: str, size: int, _width: int = WIDTH) -> str:
    """Nothing else."""
    return _fill(piece, size)


def paragraphs(piece: str, size: int, width: int = WIDTH) -> str:
    """Paragraphs of a card."""
    return CARD.replace("## Pro tips", f"{_lines(piece, size, width, chr(10) * 2)}\n\n## Pro tips", 1)


def items(piece: str, size: int, width: int = WIDTH) -> str:
    """List items of a card, in the metadata and in the steps."""
    text = _lines(piece, size // 2, width, "\n- ").replace("\n\n", "\n")
    card = CARD.replace("- **", f"- {text}\n- **", 1)
    at = card.index("1. ")
    return f"{card[:at]}1. {text}\n{card[at:]}"


def questions(piece: str, size: int, width: int = WIDTH) -> str:
    """The title of a card, and questions with quotes for answers."""
    one = _fill(piece, width).replace("\n", " ").replace("\r", " ")
    card = CARD.replace(CARD.partition("\n")[0], f"# {one}", 1)
    return f"{card}\n\n{_fill(f'### {one}?{chr(10) * 2}> {one}{chr(10) * 2}', size)}"


FORMS: Mapping[str, Callable[[str, int, int], str]] = {
    "file": whole_file,
    "paragraphs": paragraphs,
    "items": items,
    "questions": questions,
}
