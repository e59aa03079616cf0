"""What is installed from a wheel works outside the checkout: rules, schemas and types come with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers import CARDS, REPOSITORY

SCHEMAS = sorted(path.name for path in (REPOSITORY / "schemas").iterdir())
CARD = CARDS[0].name
GOOD = CARDS[0].read_text(encoding="utf-8")


@dataclass(frozen=True)
class Built:
    """The two distributions, and an environment with nothing but the wheel and what it needs."""

    sdist: Path
    wheel: Path
    python: Path


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that sees nothing of this checkout or environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(list(map(str, command)), cwd=folder, env=kept, capture_output=True, text=True, check=False)


def done(*command: str | Path, folder: Path) -> None:
    finished = run(*command, folder=folder)
    assert finished.returncode == 0, finished.stderr


def environment(folder: Path, *, with_pip: bool) -> Path:
    """A new environment's Python."""
    venv.create(folder, with_pip=with_pip)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The wheel is built from the source distribution, so that nothing it needs is missing there."""
    folder = tmp_path_factory.mktemp("wheel")
    tools = environment(folder / "tools", with_pip=True)
    needs = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    pip = (tools, "-m", "pip", "--quiet", "--disable-pip-version-check", "--retries", "1")
    if (tried := run(*pip, "install", *needs, folder=folder)).returncode:
        pytest.skip(f"the package index can't be reached: {tried.stderr.strip().rpartition(chr(10))[2]}")
    done(tools, "-m", "hatchling", "build", "--target", "sdist", "--directory", folder, folder=REPOSITORY)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
        archive.extractall(folder / "unpacked")
    (unpacked,) = (folder / "unpacked").iterdir()
    done(tools, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=unpacked)
    (wheel,) = folder.glob("*.whl")
    python = environment(folder / "empty", with_pip=False)
    done(*pip, "--python", python, "install", wheel, folder=folder)
    return Built(sdist, wheel, python)


def test_the_wheel_has_schemas_and_types(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())
    assert {f"exlint/schemas/{name}" for name in SCHEMAS} | {"exlint/py.typed"} <= names
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"exlint"}


def test_the_source_distribution_has_schemas_and_types(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"schemas/{name}" for name in SCHEMAS} | {"src/exlint/py.typed", "LICENSE", "README.md"} <= names


@pytest.mark.parametrize("command", ["script", "module"])
def test_a_good_card(built: Built, tmp_path: Path, command: str) -> None:
    (tmp_path / CARD).write_text(GOOD, encoding="utf-8")
    checked = run(*_exlint(built, command), "check", CARD, "--isolated", folder=tmp_path)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "The card is clean.\n")


def test_a_bad_card(built: Built, tmp_path: Path) -> None:
    rows = GOOD.splitlines()
    row = next(row for row, line in enumerate(rows, 1) if line.startswith("- **Category:**"))
    bad = GOOD.replace("- **Category:**", "- **Category**:")
    (tmp_path / CARD).write_text(bad, encoding="utf-8")
    arguments = ("check", CARD, "--isolated", "--output-format", "concise")
    checked = run(*_exlint(built, "script"), *arguments, folder=tmp_path)
    assert (checked.returncode, checked.stderr) == (
        1,
        "Found 1 error in 1 of 1 file.\n[*] 1 fixable with the `--fix` option.\n",
    )
    (line,) = checked.stdout.splitlines()
    assert line.startswith(f"{CARD}:{row}:")
    assert " EX307 " in line


def test_nothing_of_the_checkout_is_used(built: Built, tmp_path: Path) -> None:
    where = "import exlint, exlint.resources as r; print(exlint.__file__, r.SCHEMAS, sep='\\n')"
    shown = run(built.python, "-c", where, folder=tmp_path)
    places = [Path(line) for line in shown.stdout.splitlines()]
    assert len(places) == 2, shown.stderr
    assert all(built.python.parent.parent in place.parents for place in places)


def _exlint(built: Built, command: str) -> tuple[str | Path, ...]:
    if command == "module":
        return built.python, "-m", "exlint"
    return (built.python.parent / ("exlint.exe" if sys.platform == "win32" else "exlint"),)
