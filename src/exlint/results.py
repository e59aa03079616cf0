"""What the check of one file comes to: a value that can be stored, sent to another process and read back."""

from __future__ import annotations

from collections.abc import Callable

from exlint.facts import Facts
from exlint.findings import Finding, Fix, Problem, Related, RelatedPlace, Trouble
from exlint.outline import RuleLine
from exlint.source import Source
from exlint.suppressions import Suppression
from exlint.value import Value


class FileResult(Value):
    """What is known of one file. `card_type` is None for a file that is no card; `why` says what decided.

    `findings` are those that are not suppressed; `used` are the indexes of the `suppressions` that suppressed any.
    `content` is the digest of what was checked, empty if there is a trouble instead.
    """

    findings: tuple[Finding, ...]
    facts: Facts | None
    card_type: str | None
    why: str
    troubles: tuple[Trouble, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[int] = frozenset()
    content: bytes = b""


def failure_of(what: str, where: str, error: BaseException) -> Trouble:
    """What is left of work that failed: the rest must still be checked, and to be told which it was.

    Whatever a rule raises counts, also what is no `Exception`: `sys.exit` in a plug-in must not end a run as clean.

    Raises:
        KeyboardInterrupt: that is what it is, and no fault of the rule's.
    """
    if isinstance(error, KeyboardInterrupt):
        raise error
    import traceback

    message = f"internal error in {what}: {type(error).__name__}: {error}"
    return Trouble(where, message, "".join(traceback.format_exception(error)))


def finding_of(
    problem: Problem, rule: RuleLine, source: Source, source_of: Callable[[str], Source], *, shared: bool = False
) -> Finding:
    """Stamp a problem of a file with its rule and severity, and resolve its places.

    `source` is the file's, `source_of` gives that of another file, which a related place may be in. Where bytes are not
    UTF-8, nothing is fixed: the text can't be written back. Nor is what the config wants left alone.

    Raises:
        TypeError: what the problem says is no text: nobody could sort, keep or show it.
    """
    parts: tuple[Problem | Related | Fix, ...] = (problem, *problem.related, *problem.fixes)
    for each in parts:
        if not isinstance(each.message, str):
            raise TypeError(f"the message of a {type(each).__name__} is no text, but {each.message!r}")
    related = tuple(
        RelatedPlace(each.message, (source_of(each.path) if each.path else source).place(each.span))
        for each in problem.related
    )
    may_fix = rule.fixable and not source.undecodable
    fixes = tuple(source.place_fix(fix) for fix in problem.fixes) if may_fix else ()
    place = source.place(problem.span)
    return Finding(rule.code, rule.name, rule.severity, problem.message, place, related, shared, fixes)
