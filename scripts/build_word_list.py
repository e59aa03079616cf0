"""Make `schemas/english.words` from the word list of pyspellchecker (MIT), or check with `--check` that it is current.

Needs `pip install pyspellchecker==0.9.1`; exlint itself does not. Each line of the file is a word, a space and how
common the word is: the number of digits of its count in the list's corpus less one, 0 for a word that the corpus never
had. The lines are in the order of their bytes, so that the file is searched as it stands and never parsed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "schemas" / "english.words"


def word_file(counts: Mapping[str, int]) -> bytes:
    """The file's content; possessives are left out, since any noun has one."""
    unseen = min(counts.values())
    lines = (
        f"{word} {0 if count == unseen else int(math.log10(count))}\n"
        for word, count in counts.items()
        if not word.endswith("'s")
    )
    return b"".join(sorted(line.encode() for line in lines))


def main() -> int:
    """Write or check the file; 1 if it is not current."""
    from spellchecker import SpellChecker

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report whether the file is current")
    check = parser.parse_args().check
    content = word_file(SpellChecker(language="en").word_frequency.dictionary)
    if OUTPUT.exists() and OUTPUT.read_bytes() == content:
        return 0
    if check:
        print(f"{OUTPUT.name} is not current; run scripts/build_word_list.py", file=sys.stderr)
        return 1
    OUTPUT.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
