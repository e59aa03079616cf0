"""Every regular expression that exlint compiles when all is imported and many cards are checked, and which are slow.

Run by a test as a process of its own, as patterns are compiled when modules are imported. Prints JSON: how many there
are, and for each that can take time by more than the square of the text where it is, and why.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from pathlib import Path
from typing import Any

from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

SOURCES = str(Path(__file__).parent.parent / "src" / "exlint")

#: What makes a repeat possessive, which regexploit can't read. Without it, the pattern tries more, and not less.
_POSSESSIVE = re.compile(r"(?<=[*+}])(?<!\\.)\+")

compiled: dict[tuple[str, int], str] = {}
_compiler: Any = re._compiler  # type: ignore[attr-defined]
_compile = _compiler.compile


def _noted(pattern: Any, flags: int = 0) -> Any:
    """Compile as `re` does, and note what comes from exlint."""
    frame = sys._getframe(1)
    while frame.f_back and f"{Path(re.__file__).parent}" in frame.f_code.co_filename:
        frame = frame.f_back
    if isinstance(pattern, str) and frame.f_code.co_filename.startswith(SOURCES):
        compiled.setdefault((pattern, int(flags)), f"{frame.f_code.co_filename[len(SOURCES) + 1 :]}:{frame.f_lineno}")
    return _compile(pattern, flags)


def main() -> None:
    """Import, check, judge."""
    _compiler.compile = _noted
    re.purge()
    import exlint.lazy

    exlint.lazy.lazy_pattern = re.compile  # type: ignore[assignment]  # at once, whether or not a card makes use of it
    for module in pkgutil.walk_packages(exlint.__path__, "exlint."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from exlint.config import load_settings
    from exlint.discovery import discover
    from exlint.engine import run
    from exlint.selection import Selection

    settings = load_settings(None, Selection("everything", ("ALL",), (), ()))
    run(discover(("content", "tests/rules"), settings.scope).jobs[::8], settings.plan)
    faster = [
        f"{where}: {pattern}: by the power of {redos.starriness}"
        for (pattern, flags), where in compiled.items()
        for redos in find(SreOpParser().parse_sre(_POSSESSIVE.sub("", pattern), flags))
        if redos.starriness > 2
    ]
    print(json.dumps({"patterns": len(compiled), "faster": faster}))


if __name__ == "__main__":
    main()
