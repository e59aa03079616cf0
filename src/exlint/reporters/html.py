"""One page that opens from disk: totals, charts, filters, each card's source with its findings marked.

The page needs no network and asks for none; its policy allows only its own script, by hash, so that nothing from a
card could run even if it were not escaped. Jinja2 escapes all text, and characters that hide or reorder text are shown
as escapes. A source is in a `template` element, which a browser builds only when it is looked at.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from exlint import __version__
from exlint.findings import Report
from exlint.reporters.page_model import page
from exlint.reporters.terminal import visible

_PARTS = ("report.html", "report.css", "report.js")


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield the page."""
    environment = _environment()
    template = environment.get_template("report.html")
    yield template.render(page=page(report), version=__version__, script_hash=_script_hash())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=DictLoader({name: _part(name) for name in _PARTS}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "visible": _visible,
        "folder": _folder,
        "base": _base,
        "number": "{:,}".format,
        "paragraphs": _paragraphs,
    }
    environment.globals["own"] = lambda name: Markup(_part(name))
    return environment


@cache
def _part(name: str) -> str:
    return files("exlint.reporters").joinpath("page", name).read_text(encoding="utf-8")


def _script_hash() -> str:
    digest = hashlib.sha256(_part("report.js").encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _visible(text: str) -> str:
    """The text as it can be read, tabs as they are."""
    return "\t".join(visible(part) for part in text.split("\t"))


def _folder(filename: str) -> str:
    return filename.removesuffix(_base(filename))


def _base(filename: str) -> str:
    return PurePosixPath(filename).name or filename


def _paragraphs(text: str) -> str:
    """The text with each paragraph on one line."""
    return "\n\n".join(_visible(" ".join(paragraph.split())) for paragraph in text.split("\n\n"))
