"""`python -m exlint`."""

from __future__ import annotations

from exlint.cli import program

program()
