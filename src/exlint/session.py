"""What a command works with: its settings and what earlier runs found out.

The settings, too, are remembered, under a digest of all files that they were read from. Only what they come down to is:
where the cards are and which rules are on. The plan, with card types and rules, is made when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from exlint.cache import Shelf, Store
from exlint.configfile import ConfigError
from exlint.digests import digest
from exlint.discovery import Scope
from exlint.findings import Report, RuleInfo
from exlint.inputs import Inputs, environment
from exlint.outline import Outline
from exlint.recall import Recall
from exlint.request import Job
from exlint.value import Value

if TYPE_CHECKING:
    from exlint.config import Settings
    from exlint.plan import Plan
    from exlint.pool import Pool


_CHANGED = "the config, or a file that it names, has changed while it was read; run it again"


class Choices(Value):
    """The config file, None for none, and what the command line says of rules."""

    file: Path | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The config's folder, without a config the working directory."""
        return Path(os.path.abspath(self.file)).parent if self.file else Path.cwd()  # noqa: PTH100 (links stay)


class Basis(Value):
    """What settings come down to, beside the plan. `inputs` are the files that it was made from, or would have been if

    they were there.
    """

    inputs: Inputs
    scope: Scope
    baseline: Path | None
    outline: Outline


class Infos(Value):
    """The rules of a plan, for reports that tell of them."""

    rules: tuple[RuleInfo, ...]


class Session:
    """The settings of a command, and its runs; both are remembered if there is a store.

    `processes` are how many check files, None for one on each processor; `tell` is given what a user should know.
    """

    def __init__(
        self,
        choices: Choices,
        store: Store | None,
        processes: int | None = 1,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.choices = choices
        self.store = store
        self._processes = processes
        self._tell = tell

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if "_checker" in self.__dict__:
            self._checker.close()
        if self.store is not None:
            self.store.close()

    @cached_property
    def basis(self) -> Basis:
        """What the settings come down to.

        Raises:
            ConfigError: the config can't be read or used, or the command line names a rule that there is none of.
        """
        if self.store is None:
            return self._basis()
        place = digest(self._given, str(Path.cwd()), str(self.choices.file))
        bases = Shelf(self.store, "settings", Basis)
        known = bases.get(place)
        if known is None or not known.inputs.are_current:
            known = self._basis()
            bases.put([(place, known)])
        return known

    @cached_property
    def settings(self) -> Settings:
        """The settings themselves; to make them takes all rules and card types.

        Raises:
            ConfigError: as for `basis`.
        """
        settings = self._load()
        basis = self.__dict__.get("basis")
        if basis is not None and not basis.inputs.are_current:  # it is remembered, and these are of another config
            raise ConfigError(_CHANGED)
        return settings

    @property
    def plan(self) -> Plan:
        """The plan, with card types and rules."""
        return self.settings.plan

    def infos(self) -> tuple[RuleInfo, ...]:
        """What a report tells of the rules."""
        if self.store is None:
            return self._infos().rules
        shelf = Shelf(self.store, "settings", Infos)
        return shelf.recall(digest(self._plan_key, "infos"), self._infos).rules

    def run(self, jobs: Sequence[Job], progress: Callable[[], None] = lambda: None) -> Report:
        """Check the files and the collection that they are."""
        if self.store is not None:
            return Recall(self.store, self._plan_key, self.basis.outline, lambda: self._checker).run(jobs, progress)
        from exlint.assembly import assemble

        return assemble(jobs, self._checker, progress)

    @cached_property
    def _checker(self) -> Pool:
        from exlint.pool import Pool, processors

        return Pool(self.plan, self._processes or processors(), self._tell)

    @cached_property
    def _environment(self) -> bytes:
        """What all that is remembered depends on."""
        return environment(self.store) if self.store else b""

    @cached_property
    def _given(self) -> bytes:
        """A digest of all that the plan depends on beside files of the project."""
        choices = self.choices
        return digest(self._environment, str(choices.select), str(choices.extend_select), str(choices.ignore))

    @cached_property
    def _plan_key(self) -> bytes:
        """A digest of all that the plan depends on, wherever the files lie."""
        inputs = (part for path, content in self.basis.inputs.files for part in (os.path.relpath(path), content))
        return digest(self._given, *inputs)

    def _load(self) -> Settings:
        from exlint.config import load_settings
        from exlint.selection import Selection, UnknownRuleError
        from exlint.typestore import TypeStore

        choices = self.choices
        command_line = Selection("command line", choices.select, choices.extend_select, choices.ignore)
        try:
            return load_settings(choices.file, command_line, TypeStore(self.store, self._environment))
        except UnknownRuleError as error:
            raise ConfigError(str(error)) from error

    def _basis(self) -> Basis:
        from exlint.engine import outline_of

        before = Inputs.of(map(str, self._load().inputs)) if self.store is not None else None
        settings = self.settings  # is kept, if there is a store: so what it was read from must have been the same
        inputs = Inputs.of(map(str, settings.inputs))
        if before not in (None, inputs):
            raise ConfigError(_CHANGED)
        return Basis(inputs, settings.scope, settings.baseline, outline_of(settings.plan))

    def _infos(self) -> Infos:
        from exlint.engine import infos

        return Infos(infos(self.plan))
