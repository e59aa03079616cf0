"""Texts that some parser or pattern takes too long for, in any size.

Each is a short piece that is repeated: as a whole file, as paragraphs, items or questions of a card, in its front
matter, as lines of a guide page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exlint.request import FileRequest, Origin

_CONTENT = Path(__file__).parents[1] / "content"
CARD = (_CONTENT / "exercises" / "ring-pushup.md").read_text(encoding="utf-8")
PAGE = (_CONTENT / "guides" / "goblet-squats.txt").read_text(encoding="utf-8")

OTHER = "№"
"""Stands in a piece for a word that is another each time, so that nothing can be remembered of it."""

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
    "known headings": "## FAQ\n\nYes.\n\n",
    "known headings out of order": "## FAQ\n\n## Pro tips\n\n## How to perform\n\n",
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
    "items and paragraphs": "1. a\n\nb\n\n",
    "keys": "- **A:** b\n",
    "known keys": "- **Category:** Strength\n- **Equipment:** Rings\n",
    "mappings": "a: {a: [",
    "suppressed lines": "<!-- exlint-disable-line EX501 -->\n",
    "suppressed lines, no rule named": "teh <!-- exlint-disable-next-line -->\n\n",
    "regions": "<!-- exlint-disable EX501 --> ",
    "regions that end": "<!-- exlint-disable EX501 -->\n\n<!-- exlint-enable EX501 -->\n\n",
    "regions that begin": "<!-- exlint-disable -->\n\n",
    "suppressions of unknown rules": "<!-- exlint-disable-line № -->\n",
    "half suppressions": "<!-- exlint-disable ",
    "doubled words": "the the ",
    "unknown words": "№ ",
    "unknown words in sentences": "The № is a №. ",
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
    "other links": "[№](/exercises/№-№) ",
    "other headings": "## № №\n\n",
    "other questions": "### Is it №?\n\nYes, № it is.\n\n",
    "other keys": "- **№:** №\n",
    "other values": "- **Category:** №, №\n",
    "other items": "1. Push the № to the №.\n",
    "links": "[a](/exercises/b) ",
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
    """The piece over and over, as often as it fits, each time with other words where it has the mark."""
    times = size // len(piece)
    return "".join(piece.replace(OTHER, _word(number)) for number in range(times)) if OTHER in piece else piece * times


def _word(number: int) -> str:
    """A word that no language has, another for each number, and all of one length."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "qu" + "".join(letters[number // 20**place % 20] for place in range(4))


def _lines(piece: str, size: int, width: int, join: str) -> str:
    """The piece over and over, in pieces of the width if it has no lines of its own."""
    if "\n" in piece or "\r" in piece:
        return _fill(piece, size)
    return _fill(_fill(piece, width) + join, size)


def _in_one_line(piece: str, size: int) -> str:
    return _fill(piece, size).replace("\n", " ").replace("\r", " ")


def _whole_file(piece: str, size: int, _width: int) -> str:
    return _fill(piece, size)


def _paragraphs(piece: str, size: int, width: int) -> str:
    return CARD.replace("## Pro tips", f"{_lines(piece, size, width, chr(10) * 2)}\n\n## Pro tips", 1)


def _items(piece: str, size: int, width: int) -> str:
    """In the metadata and in the steps."""
    text = _lines(piece, size // 2, width, "\n- ").replace("\n\n", "\n")
    card = CARD.replace("- **", f"- {text}\n- **", 1)
    at = card.index("1. ")
    return f"{card[:at]}1. {text}\n{card[at:]}"


def _questions(piece: str, size: int, width: int) -> str:
    """The title, and questions with quotes for answers."""
    one = _in_one_line(piece, width)
    card = CARD.replace(CARD.partition("\n")[0], f"# {one}", 1)
    return f"{card}\n\n{_fill(f'### {one}?{chr(10) * 2}> {one}{chr(10) * 2}', size)}"


def _front_matter(piece: str, size: int, width: int) -> str:
    return f"---\ntitle: a\n{_lines(piece, size, width, chr(10))}\n---\n{CARD}"


def _page(piece: str, size: int, width: int) -> str:
    """Under the header, among the tips, and as the answer to a question; a full stop keeps lines from being joined."""
    text = re.sub(r"[\r\n]+", ".\n", _lines(piece, size // 3, width, "\n"))
    page = PAGE.replace("\n\n", f"\n\n{text}\n", 1)
    page = page.replace("Goblet Squat Tips\n", f"Goblet Squat Tips\n{text}\n", 1)
    return page.replace("?\n", f"?\n{text}\n", 1)


@dataclass(frozen=True, slots=True)
class Form:
    """Where a piece stands, over and over. `text` takes the piece, how much of it, and the width of a paragraph."""

    card_type: str
    text: Callable[[str, int, int], str]

    @property
    def request(self) -> FileRequest:
        """The file as a run asks for it, taken for the type whatever it looks like."""
        name = "goblet-squats.txt" if self.card_type == "guide" else "ring-pushup.md"
        return FileRequest(name, Origin.NAMED, self.card_type, (self.card_type,))


FORMS: Mapping[str, Form] = {
    "file": Form("exercise", _whole_file),
    "paragraphs": Form("exercise", _paragraphs),
    "items": Form("exercise", _items),
    "questions": Form("exercise", _questions),
    "front matter": Form("markdown", _front_matter),
    "page": Form("guide", _page),
}
