"""Content writes nowhere but into its own files, and whatever happens to a run leaves them whole."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from exlint.cache import store_name
from exlint.reporters import FORMATS
from exlint.secret import SECRET, own_secret
from gitting import CARD
from helpers import CARDS, REPOSITORY
from test_cache import KEY, with_store

SPACED = CARD.replace("Hip height is", "Hip  height is")
"""One safe fix."""

CONFIG = 'include = ["cards"]\n[types.exercise]\nfiles = ["cards/*.md"]\n'
NAMES = ("ring-pushup.md", "../out.md", "$(touch planted).md", "-o.md", "`x`.md", "%2e%2e%2fout.md", "a\nb.md", "~.md")
LIMITED = sys.platform == "linux"


def _store_of(secret: str) -> str:
    """The name of the store of who has this secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET, secret)
        return store_name(own_secret() or b"")


FILE = _store_of("of this test")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A project with one card that a fix mends, beside a folder that is none of its business."""
    (tmp_path / "project" / "cards").mkdir(parents=True)
    (tmp_path / "project" / "exlint.toml").write_text(CONFIG)
    (tmp_path / "project" / "cards" / "ring-pushup.md").write_text(SPACED, encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "ring-pushup.md").write_text(SPACED, encoding="utf-8")
    return tmp_path / "project"


def exlint(folder: Path, *arguments: str, most_bytes: int | None = None) -> tuple[int, str, str]:
    """Run the program; with `most_bytes`, no file that it writes can become larger, as on a full disk."""

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "exlint", *arguments],
        cwd=folder,
        env={**os.environ, "EXLINT_CACHE_SECRET": "of this test"},
        capture_output=True,
        check=False,
        preexec_fn=limit,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def everything(folder: Path) -> Mapping[str, bytes | str]:
    """All that is in a folder and those below it: the content of files, where links lead."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


# Fixes


def test_fixes_reports_and_the_cache_write_where_they_are_told_to_and_nowhere_else(here: Path) -> None:
    """Names, titles and values of cards that would lead elsewhere, if anything were made of them."""
    for index, name in enumerate(NAMES):
        escape = "../" * index + "outside/planted"
        text = SPACED.replace("# Ring Pushup", f"# {escape}").replace("Category:** Strength", f"Category:** /{escape}")
        (here / "cards" / name.replace("/", "∕")).write_text(text, encoding="utf-8")
    before = everything(here.parent)
    reports = [f"--report={name}={name}.out" for name in FORMATS]
    assert exlint(here, "check", "--fix", "--unsafe-fixes", *reports)[0] == 1
    after = everything(here.parent)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    made = {name for name in changed if name not in before}
    assert made == {
        *(f"project/{name}.out" for name in FORMATS),
        *(f"project/.exlint_cache/{name}" for name in (".gitignore", "CACHEDIR.TAG", FILE)),
    }
    assert all(name.startswith("project/cards/") for name in changed - made)


def test_a_link_that_leads_out_of_the_project_is_checked_and_not_fixed(here: Path) -> None:
    (here / "cards" / "ring-pushup.md").unlink()
    (here / "cards" / "linked.md").symlink_to("../../outside/ring-pushup.md")
    status, output, error = exlint(here, "check", "--fix", "--output-format", "concise", "--ignore", "EX4")
    assert (status, output.split(": ")[1][:5]) == (2, "EX509")
    assert error.splitlines()[0].startswith("exlint: cards/linked.md: not fixed: it is a link that leads out of ")
    assert (here.parent / "outside" / "ring-pushup.md").read_text(encoding="utf-8") == SPACED
    assert exlint(here, "check", "--fix", "cards/linked.md", "--ignore", "EX4")[0] == 0  # somebody named it
    assert (here.parent / "outside" / "ring-pushup.md").read_text(encoding="utf-8") == CARD


def test_only_files_of_exlint_s_own_naming_are_taken_for_left_behind(here: Path) -> None:
    kept = (".exlint-notes.md", ".exlint-0123456789abcdef.md", ".exlint-0123456789ABCDEF")
    for name in (*kept, ".exlint-0123456789abcdef"):
        (here / "cards" / name).write_text("mine")
        os.utime(here / "cards" / name, (0, 0))
    assert exlint(here, "check", "--fix")[0] == 0
    assert sorted(path.name for path in (here / "cards").iterdir()) == sorted((*kept, "ring-pushup.md"))


@pytest.mark.skipif(not LIMITED, reason="needs the limit of a file's size")
def test_a_disk_that_is_full_costs_no_card(here: Path) -> None:
    status, _, error = exlint(here, "check", "--fix", "--no-cache", most_bytes=1000)
    assert (status, error.splitlines()[0]) == (2, "exlint: cards/ring-pushup.md: not fixed: File too large")
    assert everything(here) == {"exlint.toml": CONFIG.encode(), "cards/ring-pushup.md": SPACED.encode()}


@pytest.mark.skipif(not LIMITED, reason="needs the limit of a file's size")
def test_a_disk_that_is_full_costs_no_old_report(here: Path) -> None:
    (here / "old.json").write_text("old")
    status, _, error = exlint(here, "check", "--no-cache", "--report", "json=old.json", most_bytes=100)
    assert (status, error.splitlines()[0]) == (2, "exlint: old.json: the report can't be written: File too large")
    assert everything(here).keys() == {"exlint.toml", "cards/ring-pushup.md", "old.json"}
    assert (here / "old.json").read_text() == "old"


@pytest.mark.skipif(not LIMITED, reason="needs the limit of a file's size")
def test_a_disk_that_is_full_costs_no_result(here: Path) -> None:
    plain = exlint(here, "check", "--no-cache")
    assert exlint(here, "check", most_bytes=9000) == plain
    assert exlint(here, "check") == plain


# New cards

NEW = (
    *("new", "exercise", "--set", "equipment=Cable", "--set", "target-muscle=Shoulders", "--set", "category=Strength"),
    *("--set", "difficulty=Beginner", "--set", "host=https://cards.example.org"),
)


def test_a_title_leads_nowhere(here: Path) -> None:
    before = everything(here.parent)
    assert exlint(here, *NEW, "../../outside/Cable Face Pull")[:2] == (0, "cards/outside-cable-face-pull.md\n")
    assert everything(here.parent).keys() - before.keys() == {"project/cards/outside-cable-face-pull.md"}


def test_a_link_of_a_new_card_s_name_is_not_followed(here: Path) -> None:
    (here / "cards" / "cable-face-pull.md").symlink_to("../../outside/new.md")
    status, output, error = exlint(here, *NEW, "Cable Face Pull")
    assert (status, output, "can't be written: File exists" in error) == (2, "", True)
    assert sorted(path.name for path in (here.parent / "outside").iterdir()) == ["ring-pushup.md"]


@pytest.mark.skipif(not LIMITED, reason="needs the limit of a file's size")
def test_a_new_card_is_written_as_a_whole_or_not(here: Path) -> None:
    status, output, error = exlint(here, *NEW, "Cable Face Pull", most_bytes=100)
    assert (status, output, "can't be written: File too large" in error) == (2, "", True)
    assert sorted(path.name for path in (here / "cards").iterdir()) == ["ring-pushup.md"]


def test_links_that_lead_out_are_told_in_the_order_of_their_names(here: Path) -> None:
    names = [f"cards/{letter}.md" for letter in "abcdefgh"]
    for name in names:
        (here.parent / "outside" / Path(name).name).write_text(SPACED, encoding="utf-8")
        (here / name).symlink_to(f"../../outside/{Path(name).name}")
    error = exlint(here, "check", "--fix", "--ignore", "EX4")[2]
    assert re.findall(r"^exlint: (\S+): not fixed", error, re.MULTILINE) == names


def test_a_link_within_a_project_that_is_reached_by_a_link_is_fixed(here: Path) -> None:
    (here / "cards" / "ring-pushup.md").rename(here / "store.txt")
    (here / "cards" / "ring-pushup.md").symlink_to("../store.txt")
    (here.parent / "by-link").symlink_to("project")
    assert exlint(here.parent, "check", "--config", "by-link/exlint.toml", "--fix", "--ignore", "EX4")[0] == 0
    assert (here / "store.txt").read_text(encoding="utf-8") == CARD


def test_nothing_is_cleared_beside_what_a_link_leads_to(here: Path) -> None:
    (here / "cards" / "ring-pushup.md").unlink()
    (here / "cards" / "linked.md").symlink_to("../../outside/ring-pushup.md")
    left = here.parent / "outside" / ".exlint-0123456789abcdef"
    left.write_text("old")
    os.utime(left, (0, 0))
    assert exlint(here, "check", "--fix", "--ignore", "EX4")[0] == 2
    assert left.exists()


# The cache


@pytest.fixture
def cached(here: Path) -> Path:
    """The project after a run that found something, with the cache that a run with nothing to find would leave."""
    exlint(here, "check", "--ignore", "EX4")
    return here / ".exlint_cache" / FILE


def test_a_cache_that_somebody_else_has_made_is_not_believed(here: Path) -> None:
    """It says of the bad card what is right for a good one, under the keys that a run without the secret has."""
    other = {**os.environ, "EXLINT_CACHE_SECRET": "of somebody else"}
    command = [sys.executable, "-m", "exlint", "check"]
    assert subprocess.run(command, cwd=here, env=other, capture_output=True, check=False).returncode == 1
    made = here / ".exlint_cache" / _store_of("of somebody else")
    with sqlite3.connect(made) as database:
        rows = database.execute("SELECT value FROM reports").fetchall()
        assert rows
        report, _ = json.loads(rows[0][0])
        clean = json.dumps([report, 0]).encode()  # with no blocks of findings
        database.execute("UPDATE reports SET value = ?", (clean,))
    assert subprocess.run(command, cwd=here, env=other, capture_output=True, check=False).returncode == 0
    assert exlint(here, "check")[0] == 1
    made.rename(here / ".exlint_cache" / FILE)
    assert exlint(here, "check")[0] == 1


def test_a_journal_that_came_with_the_content_is_not_read(here: Path) -> None:
    """A journal says which file SQLite is to delete when it is done; one beside the store's own file would be read."""
    victim = here.parent / "outside" / "victim.txt"
    victim.write_text("mine")

    def planted(name: str) -> None:
        store = here / ".exlint_cache" / name
        with sqlite3.connect(store) as database:
            for table in ("settings", "types", "reports", "collections", "folders", "files"):
                database.execute(f"CREATE TABLE IF NOT EXISTS {table} (id, key, value)")
        path = str(victim).encode()
        magic = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
        numbers = [0, 1, 1, 512, store.stat().st_size // 4096 or 1]
        header = magic + b"".join(number.to_bytes(4, "big") for number in numbers)
        page = (0x40000000 // 4096 + 1).to_bytes(4, "big")
        tail = page + path + len(path).to_bytes(4, "big") + sum(path).to_bytes(4, "big") + magic
        store.with_name(f"{name}-journal").write_bytes(header.ljust(512, b"\0") + tail)

    (here / ".exlint_cache").mkdir()
    planted("results.sqlite3")
    planted(_store_of("of whoever made the content"))
    exlint(here, "check")
    assert victim.read_text() == "mine"
    planted(FILE)  # who knew the name could do it
    exlint(here, "check")
    assert not victim.exists()


def test_a_store_is_found_by_who_has_its_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXLINT_CACHE_SECRET", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    with_store(tmp_path / "cache", lambda store: store.put("files", [(KEY, b"mine")]))
    assert with_store(tmp_path / "cache", lambda store: store.get("files", KEY)) == b"mine"
    secret = tmp_path / "home" / "exlint" / "secret"
    assert (len(secret.read_bytes()), secret.stat().st_mode & 0o777) == (32, 0o600)
    monkeypatch.setenv("EXLINT_CACHE_SECRET", "shared by machines")
    assert with_store(tmp_path / "cache", lambda store: store.get("files", KEY)) is None
    monkeypatch.delenv("EXLINT_CACHE_SECRET")
    for spoil in (lambda: secret.write_bytes(b""), lambda: secret.chmod(0o644), secret.unlink):
        spoil()  # cut off, as git would bring it, gone
        with_store(tmp_path / "cache", lambda store: store.put("files", [(KEY, b"again")]))
        assert with_store(tmp_path / "cache", lambda store: store.get("files", KEY)) == b"again"
        assert (len(secret.read_bytes()), secret.stat().st_mode & 0o777) == (32, 0o600)
        assert [path.name for path in secret.parent.iterdir()] == ["secret"]
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert own_secret() is None


def test_a_cache_that_is_a_link_is_not_followed(here: Path) -> None:
    outside = here.parent / "outside"
    plain = exlint(here, "check", "--no-cache")
    (here / ".exlint_cache").symlink_to(outside)
    assert exlint(here, "check") == plain
    (here / ".exlint_cache").unlink()
    (here / ".exlint_cache").mkdir()
    (here / ".exlint_cache" / FILE).symlink_to(outside / "made.sqlite3")
    (here / ".exlint_cache" / f"{FILE}-journal").symlink_to(outside / "journal")
    assert exlint(here, "check") == plain
    (here / ".exlint_cache" / FILE).unlink()
    assert exlint(here, "check") == plain
    assert sorted(path.name for path in outside.iterdir()) == ["ring-pushup.md"]


def of_pickles(file: Path) -> None:
    with sqlite3.connect(file) as database:
        evil = b"cos\nsystem\n(S'touch planted'\ntR."
        for table in ("settings", "reports", "collections", "folders", "files"):
            database.execute(f"UPDATE {table} SET value = ?", (evil.decode(),))


def of_a_huge_number(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE reports SET value = ?", ("[" * 1_000_000,))
        database.execute("UPDATE settings SET value = ?", ("9" * 1_000_000,))


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def of_another_program(file: Path) -> None:
    shutil.copy(sys.executable, file)


def of_an_older_exlint(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE files ADD COLUMN time REAL")


@pytest.mark.parametrize("damage", [of_pickles, of_a_huge_number, cut_off, of_another_program, of_an_older_exlint])
def test_a_run_is_right_whatever_its_cache_is(here: Path, cached: Path, damage: Callable[[Path], None]) -> None:
    plain = exlint(here, "check", "--no-cache", "--ignore", "EX4")
    damage(cached)
    assert [exlint(here, "check", "--ignore", "EX4") for _ in range(2)] == [plain, plain]
    assert not list(here.rglob("planted"))


def test_the_cache_is_no_code() -> None:
    """What the modules that read it import can run nothing that was read."""
    sources = [(REPOSITORY / "src" / "exlint" / f"{name}.py").read_text() for name in ("cache", "value", "recall")]
    assert not [word for word in ("pickle", "marshal", "shelve", "eval(", "exec(") if any(word in s for s in sources)]


# Interrupted

PLUG_IN = '''
"""A rule that tells when it runs, and never ends."""

import os
import time
from exlint.findings import Severity
from exlint.rules.base import CardRule

def check(card, options):
    """Wait."""
    os.write({told}, b"!")
    while True:
        time.sleep(60)
    yield

RULE = CardRule(code="OWN001", name="waits", since="1", severity=Severity.INFO, check=check, data_doc="Waits.")
'''


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C to a process group")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_no_process_and_no_half_written_file(here: Path, jobs: str) -> None:
    """The interrupt comes when a rule is at work for certain: it says so through a pipe."""
    reading, writing = os.pipe()
    (here / "waits.py").write_text(PLUG_IN.format(told=writing))
    (here / "exlint.toml").write_text(f'plugins = ["waits.py"]\nextend-select = ["OWN001"]\n{CONFIG}')
    for index in range(40):
        shutil.copy(CARDS[index % len(CARDS)], here / "cards" / f"{index}.md")
    before = everything(here)
    command = [sys.executable, "-B", "-m", "exlint", "check", "--fix", "--jobs", jobs, "--report", "json=out.json"]
    with subprocess.Popen(
        [*command, "--no-cache"],
        cwd=here,
        pass_fds=[writing],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # it is ignored where a test runs behind
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        told = os.read(reading, 1)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate()
    assert os.read(reading, 1000).strip(b"!") == b""  # ends, as no process has the other end any more
    os.close(reading)
    assert (told, process.returncode, errors) == (b"!", 130, b"exlint: interrupted\n")
    assert everything(here) == before
