"""Make `schemas/english.words`, or check with `--check` that it is current.

The words and their counts are those of pyspellchecker 0.9.1 (MIT); which of them are names, the American dictionary of
Hunspell tells (from SCOWL, free to use; it comes with spylls 0.1.7). `pip install` both; exlint itself needs neither.

Each line of the file is a word, a space and how common the word is: the number of digits of its count in the list's
corpus less one, 0 for a word that the corpus never had; then `n` if it is a name. The lines are in the order of their
bytes, so that the file is searched as it stands and never parsed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "schemas" / "english.words"


def word_file(counts: Mapping[str, int], names: frozenset[str]) -> bytes:
    """The file's content; possessives are left out, since any noun has one."""
    unseen = min(counts.values())
    lines = (
        f"{word} {0 if count == unseen else int(math.log10(count))}{'n' if word in names else ''}\n"
        for word, count in counts.items()
        if not word.endswith("'s")
    )
    return b"".join(sorted(line.encode() for line in lines))


def names_of(stems: Iterable[str], is_right: Callable[[str], bool]) -> frozenset[str]:
    """The stems of a dictionary that are right with a capital only, in lower case."""
    return frozenset(stem.lower() for stem in stems if stem[:1].isupper() and not is_right(stem.lower()))


def _sources() -> tuple[Mapping[str, int], frozenset[str]]:
    """The words with their counts, and the names; imported by name, since no other part of the project needs them."""
    counts = import_module("spellchecker").SpellChecker(language="en").word_frequency.dictionary
    spylls: Any = import_module("spylls.hunspell")
    american = spylls.Dictionary.from_files(str(Path(spylls.__file__).parent / "data" / "en" / "en_US"))
    return counts, names_of((word.stem for word in american.dic.words), american.lookup)


def main() -> int:
    """Write or check the file; 1 if it is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report whether the file is current")
    check = parser.parse_args().check
    content = word_file(*_sources())
    if OUTPUT.exists() and OUTPUT.read_bytes() == content:
        return 0
    if check:
        print(f"{OUTPUT.name} is not current; run scripts/build_word_list.py", file=sys.stderr)
        return 1
    OUTPUT.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
