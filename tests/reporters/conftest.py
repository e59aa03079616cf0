"""What the report tests share: one run over the hostile collection, and where the official schemas lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hostile import collection, exlint

from exlint.reporters import FORMATS


@pytest.fixture(autouse=True)
def _no_wish_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of each format, by its name, made in one run over the hostile collection."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "cards").mkdir()
    assert collection(folder / "cards") > 10
    out = folder / "out"
    out.mkdir()
    reports = [f"--report={name}={out / name}" for name in FORMATS]
    done = exlint(folder / "cards", ".", "--isolated", *reports, GITHUB_STEP_SUMMARY="")
    assert done.returncode == 1, done.stderr
    return out


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder with SARIF's and Jenkins' schemas; they are not exlint's to hand on."""
    beside = Path(__file__).parents[3] / "shared" / "report-schemas"
    folder = Path(os.environ.get("EXLINT_REPORT_SCHEMAS", beside))
    if not folder.is_dir():
        pytest.skip("the official schemas are not here; EXLINT_REPORT_SCHEMAS can name their folder")
    return folder
