"""What earlier runs found out: kept, found again, and never trusted."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint import cache, contents, recall, request
from exlint.assembly import Found, assemble
from exlint.cache import Store, store_name
from exlint.cardtype import CardType
from exlint.config import Settings, load_settings
from exlint.configfile import ConfigError
from exlint.digests import digest
from exlint.engine import Inspector, run
from exlint.findings import Finding, GroupProblem, Report
from exlint.recall import Recall
from exlint.request import FileRequest, Job, Origin
from exlint.results import FileResult
from exlint.secret import own_secret
from exlint.session import Choices, Session
from exlint.typefile import read_card_type
from exlint.typestore import TypeStore
from exlint.value import Codec, CodecError, Value, replace
from helpers import CARDS, REPOSITORY, check_text, plan

T = TypeVar("T")

KEY = digest("a key")
FILE = store_name(own_secret() or b"")


# The store


def test_what_is_put_is_there_for_the_next_run(tmp_path: Path) -> None:
    with_store(tmp_path, lambda store: store.put("files", [(KEY, b"a text"), (b"other", b"another")]))
    assert with_store(tmp_path, lambda store: store.get("files", KEY)) == b"a text"
    assert with_store(tmp_path, lambda store: store.get("reports", KEY)) is None


def test_the_folder_ignores_itself(tmp_path: Path) -> None:
    with_store(tmp_path / "new" / "cache", lambda store: None)
    folder = tmp_path / "new" / "cache"
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", FILE]
    assert (folder / ".gitignore").read_text().splitlines()[-1] == "*"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_folder_that_was_there_is_not_hidden_from_git(tmp_path: Path) -> None:
    with_store(tmp_path, lambda store: None)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def noise(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 64)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def overwritten_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)


def of_another_layout(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE files (key BLOB, value TEXT, more TEXT)")
        database.execute("INSERT INTO files VALUES (?, 'old', '')", (KEY,))


def with_a_trigger(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TRIGGER evil AFTER INSERT ON files BEGIN DELETE FROM files; END")


def with_a_view(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE files")
        database.execute("CREATE VIEW files AS SELECT 1 AS id, x'00' AS key, 'evil' AS value")


@pytest.mark.parametrize(
    "damage", [cut_off, noise, empty, overwritten_inside, of_another_layout, with_a_trigger, with_a_view]
)
def test_a_file_that_is_no_store_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with_store(tmp_path, lambda store: store.put("files", [(KEY, b"a text" * 1000)]))
    damage(tmp_path / FILE)
    with_store(tmp_path, lambda store: store.get("files", KEY))  # damage within is seen when it is read
    with_store(tmp_path, lambda store: store.put("files", [(KEY, b"new")]))
    assert with_store(tmp_path, lambda store: store.get("files", KEY)) in (b"new", None)
    with_store(tmp_path, lambda store: store.put("files", [(KEY, b"new")]))
    assert with_store(tmp_path, lambda store: store.get("files", KEY)) == b"new"


def test_values_of_another_kind_are_not_there(tmp_path: Path) -> None:
    with_store(tmp_path, lambda store: None)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("INSERT INTO files (key, value) VALUES (?, ?)", (KEY, b"\x80\x04pickle"))
    assert with_store(tmp_path, lambda store: store.get("files", KEY)) is None


def test_a_folder_that_can_not_be_made_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Store.open(tmp_path / "file" / "cache") is None
    (tmp_path / "taken" / FILE).mkdir(parents=True)
    assert Store.open(tmp_path / "taken") is None


def test_another_run_that_writes_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)
    with_store(tmp_path, lambda store: store.put("files", [(KEY, b"a text")]))
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = Store.open(tmp_path)
        if store:
            store.put("files", [(KEY, b"lost")])
            assert store.get("files", KEY) is None
            store.close()
    assert with_store(tmp_path, lambda store: store.get("files", KEY)) == b"a text"


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_runs_that_make_a_store_at_once_make_one(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("fork")
    for trial in range(15):
        folder = tmp_path / str(trial)
        folder.mkdir()
        barrier = processes.Barrier(4)
        runs = [processes.Process(target=put_at_once, args=(folder, number, barrier)) for number in b"abcd"]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
        assert [each.exitcode for each in runs] == [0] * 4
        store = Store.open(folder)
        assert store is not None
        assert store.get_all("files", [b"a", b"b", b"c", b"d"]) == [b"a text"] * 4


def put_at_once(folder: Path, number: int, barrier: Barrier) -> None:
    barrier.wait()
    with_store(folder, lambda store: store.put("files", [(bytes([number]), b"a text")]))


def test_only_the_newest_of_what_is_kept_per_run_stay(tmp_path: Path) -> None:
    for number in range(40):
        with_store(tmp_path, lambda store, n=number: store.put("reports", [(digest(str(n)), str(n).encode())]))  # type: ignore[misc]
    kept = with_store(tmp_path, lambda store: [store.get("reports", digest(str(number))) for number in range(40)])
    assert [text for text in kept if text] == [str(number).encode() for number in range(24, 40)]


def test_the_file_stays_below_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 200_000)
    for number in range(60):
        rows = [(digest(f"{number} {row}"), b"x" * 1000) for row in range(10)]
        with_store(tmp_path, lambda store, rows=rows: store.put("files", rows))  # type: ignore[misc]
        assert (tmp_path / FILE).stat().st_size < 300_000
    assert with_store(tmp_path, lambda store: store.get("files", digest("59 9"))) == b"x" * 1000


def with_store(folder: Path, work: Callable[[Store], T]) -> T:
    store = Store.open(folder)
    assert store is not None
    try:
        return work(store)
    finally:
        store.close()


@given(st.lists(st.text()), st.lists(st.text()))
def test_digests_tell_parts_apart(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_digests_are_the_same_without_the_private_module() -> None:
    without = "import hashlib, sys; sys.modules['_blake2'] = None"
    code = f"{without}; from exlint.digests import digest; print(digest('a').hex())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{digest('a').hex()}\n"


# Values as JSON


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(Value):
    text: str
    colour: Colour
    pair: tuple[str, int] = ("", 0)


class Outer(Value):
    inner: Inner | None
    several: tuple[Inner, ...]
    words: frozenset[str]
    by_name: dict[str, tuple[int, ...]]
    path: Path
    sure: bool
    share: float


INNER = st.builds(Inner, st.text(), st.sampled_from(Colour), st.tuples(st.text(), st.integers()))
OUTER = st.builds(
    Outer,
    st.none() | INNER,
    st.lists(INNER).map(tuple),
    st.frozensets(st.text()),
    st.dictionaries(st.text(), st.lists(st.integers()).map(tuple)),
    st.text("abc/ .", min_size=1).map(Path),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(OUTER)
def test_what_is_written_is_read_again(value: Outer) -> None:
    assert Codec(Outer).read(Codec(Outer).write(value)) == value


def test_what_json_in_utf_8_can_t_have_is_not_written() -> None:
    with pytest.raises(CodecError):
        Codec(Inner).write(Inner("\ud800", Colour.RED))
    with pytest.raises(CodecError):
        Codec(Inner).write(Inner(ValueError("no text"), Colour.RED))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "null",
        '["a","red",["",0],"more"]',
        '["a","green",["",0]]',
        '[1,"red",["",0]]',
        '["a","red",["",true]]',
        '["a","red",["",0.5]]',
        '["a",["red"],["",0]]',
        "[" * 100_000,
    ],
)
def test_what_is_no_such_value_is_an_error(text: str) -> None:
    with pytest.raises(CodecError):
        Codec(Inner).read(text.encode())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each)))
def test_whatever_is_read_is_a_value_or_an_error(data: object) -> None:
    import json

    try:
        report = Codec(Report).read(json.dumps(data).encode())
    except CodecError:
        return
    assert Codec(Report).read(Codec(Report).write(report)) == report


# What is remembered of files and collections

TEXT = CARDS[0].read_text(encoding="utf-8")
JOBS = tuple(
    Job(FileRequest(name, Origin.WALKED, matching=("exercise",)), name, data=text.encode())
    for name, text in (
        ("a.md", TEXT),
        ("b.md", TEXT.replace("## FAQ", "### FAQ")),
        ("c.md", TEXT.replace("- **Category:**", "<!-- exlint-disable-next-line EX303 -->\n- **Catgory:**")),
        ("empty.md", ""),
    )
)


class Asked(Inspector):
    """An inspector that tells what it was asked."""

    def __init__(self) -> None:
        super().__init__(plan())
        self.asked: list[str] = []

    def files(self, jobs):  # type: ignore[no-untyped-def]
        self.asked += [job.request.name for job in jobs]
        return super().files(jobs)

    def collection(self, rule, facts, fragments):  # type: ignore[no-untyped-def]
        self.asked.append(rule.code)
        return super().collection(rule, facts, fragments)


def recalled(store: Store, jobs: tuple[Job, ...], key: bytes = KEY) -> tuple[Report, list[str]]:
    """The report, and what was asked to make it."""
    asked = Asked()
    return Recall(store, key, asked.outline, lambda: asked).run(jobs), asked.asked


def test_what_is_known_is_not_asked_again() -> None:
    store = Store.in_memory()
    first, asked = recalled(store, JOBS)
    collection = sorted(Asked().outline.collection)
    assert first == run(JOBS, plan())
    assert asked == ["a.md", "b.md", "c.md", "empty.md", *collection]
    assert recalled(store, JOBS) == (first, [])


def test_a_file_that_changed_is_asked_alone() -> None:
    store = Store.in_memory()
    recalled(store, JOBS)
    changed = (replace(JOBS[0], data=TEXT.replace("## FAQ", "## Frequent questions").encode()), *JOBS[1:])
    report, asked = recalled(store, changed)
    assert report == run(changed, plan())
    assert asked[0] == "a.md"
    assert [each for each in asked if each.endswith(".md")] == ["a.md"]


def test_a_run_over_some_of_the_files_asks_nothing() -> None:
    store = Store.in_memory()
    recalled(store, JOBS)
    fewer = (JOBS[0], *(replace(job, reported=False) for job in JOBS[1:]))
    assert recalled(store, fewer) == (run(fewer, plan()), [])


@pytest.mark.parametrize(
    "change",
    [
        lambda job: replace(job, request=replace(job.request, name="z.md")),
        lambda job: replace(job, request=replace(job.request, origin=Origin.NAMED)),
        lambda job: replace(job, request=replace(job.request, matching=())),
        lambda job: replace(job, request=replace(job.request, bound_type="exercise")),
        lambda job: replace(job, request=replace(job.request, ignores=frozenset({"EX201"}))),
    ],
)
def test_a_result_is_for_its_request(change: Callable[[Job], Job]) -> None:
    store = Store.in_memory()
    recalled(store, JOBS)
    jobs = (*JOBS[:3], change(JOBS[3]))
    report, asked = recalled(store, jobs)
    assert report == run(jobs, plan())
    assert asked == [jobs[3].request.name]


def test_a_result_is_for_its_plan() -> None:
    store = Store.in_memory()
    _, first = recalled(store, JOBS)
    assert recalled(store, JOBS, digest("another key")) == (run(JOBS, plan()), first)


def test_what_went_wrong_is_tried_again(tmp_path: Path) -> None:
    store = Store.in_memory()
    gone = Job(FileRequest("gone.md", Origin.NAMED), str(tmp_path / "gone.md"))
    report, _ = recalled(store, (*JOBS, gone))
    assert [trouble.filename for trouble in report.troubles] == ["gone.md"]
    again, asked = recalled(store, (*JOBS, gone))
    assert (again, asked) == (report, ["gone.md"])


def test_a_file_that_changes_meanwhile_leaves_no_wrong_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_text(TEXT, encoding="utf-8")
    job = Job(FileRequest("a.md", Origin.WALKED, matching=("exercise",)), str(file))
    store = Store.in_memory()

    def then_change(*args: Any) -> dict[str, bytes]:
        found = contents.digests(*args)
        file.write_text(TEXT.replace("## FAQ", "### FAQ"), encoding="utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(recall, "digests", then_change)
        recalled(store, (job,))
    file.write_text(TEXT, encoding="utf-8")
    assert recalled(store, (job,))[0] == run((job,), plan())


def test_places_in_files_that_are_as_they_were_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_SETTLED", -60_000_000_000)  # a change is over at once
    other = CARDS[1].read_text(encoding="utf-8")
    files = [tmp_path / name for name in ("a.md", "b.md", "c.md")]
    for file, text in zip(files, (TEXT, TEXT, other), strict=True):
        file.write_text(text, encoding="utf-8")
    jobs = tuple(Job(FileRequest(file.name, Origin.WALKED, matching=("exercise",)), str(file)) for file in files)
    store = Store.in_memory()
    first, _ = recalled(store, jobs)
    assert "EX701" in {finding.code for finding in first.findings if finding.shared}
    read = []
    monkeypatch.setattr(request, "read", lambda path: (read.append(Path(path).name), Path(path).read_bytes())[1])  # type: ignore[func-returns-value]
    files[2].write_text(f"<!-- -->\n\n{other}", encoding="utf-8")
    second, _ = recalled(store, jobs)
    assert set(read) == {"c.md"}
    files[1].write_text(f"<!-- -->\n\n{TEXT}", encoding="utf-8")
    third, _ = recalled(store, jobs)
    assert third == run(jobs, plan()) != second


def test_a_config_that_changes_after_it_was_looked_up_is_told(tmp_path: Path) -> None:
    config, store = tmp_path / "exlint.toml", Store.in_memory()
    config.write_text('ignore = ["EX5"]\n')
    assert "EX505" not in Session(Choices(config), store).basis.outline.on
    session = Session(Choices(config), store)
    assert "EX505" not in session.basis.outline.on
    config.write_text("")
    with pytest.raises(ConfigError, match="has changed while it was read; run it again"):
        session.plan  # noqa: B018 (it is made when it is asked for)
    assert "EX505" in Session(Choices(config), store).basis.outline.on


@pytest.mark.parametrize("is_steady", [True, False])
def test_what_is_kept_of_a_config_is_what_is_there(
    is_steady: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, store = tmp_path / "exlint.toml", Store.in_memory()
    (tmp_path / "dictionary.txt").write_text("tonfa\n")
    config.write_text("")
    loads = []

    def load(*args: Any) -> Settings:
        settings = load_settings(*args)
        loads.append(settings)
        config.write_text('ignore = ["EX5"]\n' + (f"# {len(loads)}\n" if not is_steady else ""))
        (tmp_path / "dictionary.txt").unlink(missing_ok=True)
        return settings

    with monkeypatch.context() as patched:
        patched.setattr("exlint.config.load_settings", load)
        if is_steady:  # it has changed once, and is what it is
            assert "EX505" not in Session(Choices(config), store).basis.outline.on
        else:
            with pytest.raises(ConfigError, match="has changed while it was read"):
                Session(Choices(config), store).basis  # noqa: B018 (it is made when it is asked for)
    session = Session(Choices(config), store)
    assert "EX505" not in session.basis.outline.on
    assert all("tonfa" not in each.word_list("dictionary") for each in session.plan.types)


def test_a_wrong_text_in_the_store_is_as_none() -> None:
    store = Store.in_memory()
    report, first = recalled(store, JOBS)
    for table in ("files", "reports", "blocks", "collections"):
        store._database.execute(f"UPDATE {table} SET value = CAST('[]' AS BLOB)")  # type: ignore[union-attr]
    assert recalled(store, JOBS) == (report, first)


@pytest.mark.parametrize("size", [1, 2, 3, 4096])
def test_a_report_is_kept_in_blocks(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "_BLOCK", size)
    store = Store.in_memory()
    report, _ = recalled(store, JOBS)
    (blocks,) = store._database.execute("SELECT count(*) FROM blocks").fetchone()  # type: ignore[union-attr]
    assert blocks == -(-len(report.findings) // size)
    assert recalled(store, JOBS) == (report, [])


@pytest.mark.parametrize("gone", ["= 1", "= 2", "> 0"])
def test_a_report_that_has_lost_a_block_is_not_known(gone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "_BLOCK", 1)
    store = Store.in_memory()
    reports, report = recall._Reports(store), run(JOBS, plan())
    reports.put(KEY, report)
    assert reports.get(KEY) == report
    store._database.execute(f"DELETE FROM blocks WHERE id {gone}")  # type: ignore[union-attr]
    assert reports.get(KEY) is None


def test_results_and_findings_are_read_as_they_were() -> None:
    result = check_text(JOBS[2].read().decode())
    assert result.suppressions
    assert Codec(FileResult).read(Codec(FileResult).write(result)) == result
    report = assemble(JOBS, Inspector(plan()))
    assert Codec(Report).read(Codec(Report).write(report)) == report
    assert all(isinstance(finding, Finding) for finding in report.findings)


def test_what_collection_rules_find_is_read_as_it_was() -> None:
    found: list[Found] = []

    class Noted(Inspector):
        def collection(self, rule, facts, fragments):  # type: ignore[no-untyped-def]
            found.append(super().collection(rule, facts, fragments))
            return found[-1]

    assemble(JOBS, Noted(plan()))
    assert any(isinstance(group, GroupProblem) for each in found for group in each.groups)
    assert [Codec(Found).read(Codec(Found).write(each)) for each in found] == found


# The program


def project(folder: Path) -> None:
    (folder / "cards").mkdir()
    for index, card in enumerate(CARDS[:3]):
        text = card.read_text(encoding="utf-8")
        (folder / "cards" / card.name).write_text(text.replace("## FAQ", "### FAQ") if index == 1 else text)
    (folder / "exlint.toml").write_text('include = ["cards"]\n[types.exercise]\nfiles = ["cards/*.md"]\n')


def exlint(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "exlint", "check", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_run_that_remembers_prints_the_same(tmp_path: Path) -> None:
    project(tmp_path)
    plain = exlint(tmp_path, "--no-cache")
    assert plain[0] == 1
    assert not (tmp_path / ".exlint_cache").exists()
    assert [exlint(tmp_path) for _ in range(2)] == [plain, plain]
    assert (tmp_path / ".exlint_cache" / FILE).exists()
    for output in ("json", "sarif", "html", "junit", "github", "markdown"):
        form = ("--output-format", output)
        assert exlint(tmp_path, *form) == exlint(tmp_path, *form, "--no-cache")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("exlint.toml", 'include = ["cards"]\nignore = ["EX2"]\n[types.exercise]\nfiles = ["cards/*.md"]\n'),
        ("dictionary.txt", "Zercher\n"),
        (".gitignore", "cards/*\n"),
        ("cards/.gitignore", "*\n"),
        ("cards/new.md", "# New\n"),
    ],
)
def test_a_change_beside_the_cards_counts(tmp_path: Path, file: str, text: str) -> None:
    project(tmp_path)
    exlint(tmp_path)
    (tmp_path / file).write_text(text)
    assert exlint(tmp_path) == exlint(tmp_path, "--no-cache")


def test_other_rules_are_another_run(tmp_path: Path) -> None:
    project(tmp_path)
    exlint(tmp_path)
    for choice in (("--select", "EX2"), ("--ignore", "EX2"), ("--extend-select", "EX9"), ("--isolated",)):
        assert exlint(tmp_path, *choice) == exlint(tmp_path, *choice, "--no-cache")


def test_the_cache_can_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    project(tmp_path / "project")
    first = exlint(tmp_path / "project", "--cache-dir", "../kept")
    assert first == exlint(tmp_path / "project", "--cache-dir", "../kept")
    assert (tmp_path / "kept" / FILE).exists()
    assert not (tmp_path / "project" / ".exlint_cache").exists()
    usage = exlint(tmp_path / "project", "--cache-dir", "x", "--no-cache")
    assert usage == (2, "", "exlint: --cache-dir and --no-cache exclude each other\n")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_cache_that_can_only_be_read_is_of_use(tmp_path: Path) -> None:
    project(tmp_path)
    first = exlint(tmp_path)
    folder = tmp_path / ".exlint_cache"
    (folder / FILE).chmod(0o400)
    folder.chmod(0o500)
    try:
        assert exlint(tmp_path) == first
    finally:
        folder.chmod(0o700)


def test_two_runs_at_once(tmp_path: Path) -> None:
    project(tmp_path)
    plain = exlint(tmp_path, "--no-cache")
    command = [sys.executable, "-m", "exlint", "check"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(*process.communicate(), process.returncode) for process in both] == [(plain[1], plain[2], plain[0])] * 3
    assert exlint(tmp_path) == plain


EXAMPLES = sorted((REPOSITORY / "examples").glob("*/*.yaml"))


@pytest.mark.parametrize("path", [None, *EXAMPLES], ids=lambda path: path.parent.name if path else "built in")
def test_a_remembered_type_has_its_parts_in_the_order_of_its_file(path: Path | None) -> None:
    """Of equals, the first counts."""
    types = (read_card_type(path),) if path else TypeStore().builtin()
    for card_type in types:
        again = Codec(CardType).read(Codec(CardType).write(card_type))
        assert again == card_type
        assert _order(again) == _order(card_type)


def _order(card_type: CardType) -> list[list[str]]:
    forms = (list(each.forms) for each in card_type.statements)
    terms = (list(each.terms) for each in card_type.claims)
    parents = (list(each.parent_of) for each in card_type.taxonomy)
    named = (card_type.captures, card_type.slugs, card_type.canonical, card_type.words, card_type.metadata.repeats)
    return [*forms, *terms, *parents, *map(list, named)]
