"""The general word list: what it finds, and that its file is in the order that finding needs."""

from __future__ import annotations

import pytest

from exlint.resources import SCHEMAS
from exlint.wordlist import WordList, general_words

SMALL = WordList(b"a 7\nband 4\nband's 0\nbandage 2\nbonn 3n\nzebra 1\n")


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("a", 7),
        ("band", 4),
        ("band's", 0),
        ("bandage", 2),
        ("bonn", 3),
        ("zebra", 1),
        ("ban", -1),
        ("", -1),
        ("zz", -1),
    ],
)
def test_a_word_has_its_class(word: str, rank: int) -> None:
    assert SMALL.rank(word) == rank


def test_a_name_is_told_from_a_word() -> None:
    assert SMALL.is_name("bonn")
    assert not SMALL.is_name("band")
    assert not SMALL.is_name("nowhere")


def test_every_word_of_the_file_is_found() -> None:
    lines = (SCHEMAS / "english.words").read_text(encoding="utf-8").splitlines()
    words = general_words("english")
    assert lines == sorted(lines, key=str.encode)
    assert all(words.rank(line.split()[0]) == int(line.split()[1][0]) for line in lines)


def test_a_language_without_a_list_knows_nothing() -> None:
    assert general_words("nowhere-ish").rank("a") == -1


def test_what_was_looked_up_is_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exlint.wordlist._REMEMBERED", 2)
    small = WordList(b"a 7\nband 4\nbonn 2n\n")
    searched: list[bytes] = []
    search = WordList._search

    def counted(words: WordList, key: bytes) -> bytes:
        searched.append(key)
        return search(words, key)

    monkeypatch.setattr(WordList, "_search", counted)
    assert [small.rank(word) for word in ("a", "band", "a", "bonn", "bonn", "a")] == [7, 4, 7, 2, 2, 7]
    assert searched == [b"a ", b"band ", b"bonn ", b"a "]
