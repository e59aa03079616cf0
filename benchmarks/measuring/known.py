"""Scores findings against a list of defects that are known to be in the cards.

The list has a JSON object a line: `file`, `line`, `kind`, `certainty` ("certain" or "arguable"). A row whose file is
`*` tells what the whole collection does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exlint.findings import Finding, Place

_CAPITALS = ("capital-common-noun", "capital-article", "name-as-verb")
_EQUIPMENT = (
    "weighted-without-equipment",
    "implement-without-equipment",
    "unused-equipment",
    "apparatus-mismatch",
    "weight-never-used",
)
_GRIPS = ("grip-against-palms", "grip-mismatch")
_COPIES = ("near-duplicate-card", "duplicate-steps", "duplicate-description", "duplicate-faq")
_SPELLING = ("misspelling", "spelling-variants", "split-compound", "missing-hyphen", "mixed-dialect")
_HOLES = ("dropped-word", "capital-article", "cut-off-sentence", "wrong-article")

FITTING: Mapping[str, tuple[str, ...]] = {
    "description-is-a-fragment": (),
    "dropped-adjective-article-mismatch": _HOLES,
    "dropped-noun-after-adjective": _HOLES,
    "dropped-noun-after-article": _HOLES,
    "dropped-noun-after-the": _HOLES,
    "lost-plural-of-exercise-noun": ("bare-name", "dropped-word"),
    "missing-object": _HOLES,
    "subject-verb-agreement": ("verb-agreement",),
    "amount-for-number": ("wrong-word",),
    "joined-compound": (*_SPELLING, "similar-titles"),
    "split-compound": (*_SPELLING, "similar-titles"),
    "variant-spelling": (*_SPELLING, "similar-titles"),
    "variant-spelling-of-exercise-noun": (*_SPELLING, "similar-titles"),
    "wrong-word-form": (*_SPELLING, "wrong-word"),
    "capital-The-mid-sentence": (*_CAPITALS, "dropped-word"),
    "capital-inside-hyphenated-compound": _CAPITALS,
    "common-noun-capitalised": _CAPITALS,
    "half-capitalised-name": _CAPITALS,
    "verb-phrase-replaced-by-exercise-name": _CAPITALS,
    "exercise-name-capitalised-in-prose": _CAPITALS,
    "proper-name-lower-case": ("lower-case-name", "spelling-variants"),
    "proper-name-variant": ("lower-case-name", *_SPELLING),
    "smith-machine-lower-case": ("lower-case-name", "spelling-variants"),
    "sentence-starts-lower-case": ("lower-case-start",),
    "missing-apostrophe-in-title": (*_SPELLING, "similar-titles", "lower-case-name"),
    "missing-hyphen-in-compound-number": ("missing-hyphen",),
    "compound-modifier-without-hyphen": ("missing-hyphen", "spelling-variants"),
    "spaced-hyphen-as-dash": ("space-before-punctuation", "spelling-variants", "description-names-another"),
    "stray-comma": ("dropped-word",),
    "equipment-vs-title-or-steps": _EQUIPMENT,
    "category-vs-title": ("category-mismatch",),
    "category-vs-description": ("category-mismatch",),
    "non-muscle-in-muscle-field": ("excluded-value",),
    "non-muscle-target": ("excluded-value",),
    "secondary-is-part-of-target": ("repeated-value",),
    "secondary-overlap": ("repeated-value",),
    "overlapping-muscle-names": ("repeated-value", "rare-value"),
    "target-repeated-in-secondary": ("repeated-value",),
    "synonym-across-cards": ("spelling-variants", "rare-value", "near-miss-value", "repeated-value"),
    "target-muscle-vs-exercise": ("value-in-prose",),
    "description-muscles-vs-metadata": ("value-in-prose",),
    "description-target-is-not-a-muscle": ("value-in-prose",),
    "faq-primary-muscle-vs-metadata": ("value-in-prose",),
    "description-names-another-form-of-the-exercise": ("description-names-another",),
    "description-adds-assisted": ("description-names-another",),
    "title-says-single-description-says-one": ("description-names-another", "spelling-variants"),
    "description-vs-title": ("description-names-another", "apparatus-mismatch", "posture-mismatch"),
    "description-vs-tips": (*_GRIPS, "posture-mismatch", "apparatus-mismatch", "width-mismatch"),
    "faq-names-another-exercise": ("question-names-another",),
    "wrong-machine-named": ("apparatus-mismatch", "unused-equipment", "description-names-another"),
    "cards-contradict-each-other": ("posture-mismatch", "apparatus-mismatch"),
    "alternating-exercise-does-both-sides-at-once": ("never-alternates", "both-sides-at-once", "no-side-change"),
    "bilateral-step-in-unilateral-exercise": ("both-sides-at-once", "no-side-change"),
    "grip-contradiction-in-steps": _GRIPS,
    "grip-contradiction-with-title-or-tips": _GRIPS,
    "posture-contradicts-title": ("posture-mismatch", "apparatus-mismatch"),
    "steps-contradict-each-other": (*_GRIPS, "posture-mismatch", "no-side-change"),
    "steps-for-another-exercise": ("duplicate-steps", "near-duplicate-card", "posture-mismatch", *_EQUIPMENT),
    "title-apparatus-missing-from-steps": ("apparatus-mismatch", "unused-equipment"),
    "unilateral-without-switch": ("no-side-change",),
    "weighted-exercise-never-mentions-the-weight": ("weight-never-used", "unused-equipment"),
    "width-contradicts-title": ("width-mismatch",),
    "faq-question-twice-in-a-card": ("duplicate-question",),
    "near-duplicate-card": (*_COPIES, "similar-titles"),
    "description-identical-to-sibling-card": _COPIES,
    "steps-identical-to-another-card": _COPIES,
    "title-word-order-or-form": ("similar-titles", "spelling-variants"),
    "fly-plural-variants": _SPELLING,
    "situp-variants": _SPELLING,
    "stepup-variants": _SPELLING,
    "v-bar-variants": _SPELLING,
    "t-bar-variants": _SPELLING,
    "warmup-variants": _SPELLING,
    "cooldown-variants": _SPELLING,
    "bodyweight-variants": _SPELLING,
    "toward-variants": _SPELLING,
    "ward-s-variants": _SPELLING,
    "templated-list-without-and (description)": ("list-without-and",),
    "templated-list-without-and (FAQ)": ("list-without-and",),
    "hyphen-for-number-range": ("hyphen-in-range",),
    "plural-body-part-as-modifier": ("plural-modifier",),
    "plural-muscle-as-modifier": ("plural-modifier",),
    "using-without-article": ("missing-article",),
}
"""Which rules may find a defect of a kind. A kind that is not here is one that no rule is meant to find."""

EXCLUDED = frozenset(
    {
        "steps-for-another-exercise",
        "steps-contradict-each-other",
        "cards-contradict-each-other",
        "target-muscle-vs-exercise",
        "wrong-machine-named",
        "description-vs-title",
        "description-vs-tips",
        "garbled-clause",
        "text-talks-about-the-card",
        "title-lacks-head-noun",
        "proper-name-lower-case",
        "faq-names-another-exercise",
    }
)
"""The kinds that the recall over all kinds leaves out."""


@dataclass(frozen=True, slots=True)
class KnownDefect:
    """A row of the list."""

    file: str
    line: int
    kind: str
    certain: bool

    def is_found_by(self, finding: Finding) -> bool:
        """Whether a finding of a fitting rule, or a related place of it, stands on the row's line."""
        if finding.name not in FITTING.get(self.kind, ()):
            return False
        if self.file == "*":
            return True
        places = (finding.place, *(each.place for each in finding.related))
        return any(_covers(place, self.file, self.line) for place in places)


def _covers(place: Place, file: str, line: int) -> bool:
    return place.filename == file and place.start.row <= line < place.start.row + max(1, len(place.lines))


def read_known(path: Path, files: Iterable[str]) -> tuple[KnownDefect, ...]:
    """The rows of a list that are about these files or about the collection."""
    wanted = {"*", *files}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return tuple(
        KnownDefect(row["file"], row["line"], row["kind"], row["certainty"] == "certain")
        for row in rows
        if row["file"] in wanted
    )


@dataclass(frozen=True, slots=True)
class KindScore:
    """How many certain and arguable rows of a kind there are, and how many were found."""

    kind: str
    certain: int
    certain_found: int
    arguable: int
    arguable_found: int


def by_kind(known: Sequence[KnownDefect], findings: Sequence[Finding]) -> tuple[KindScore, ...]:
    """The score of each kind, rows about the whole collection left out."""
    found = {row for row in known if any(row.is_found_by(finding) for finding in findings)}
    scores = []
    for kind in sorted({row.kind for row in known if row.file != "*"}):
        rows = [row for row in known if row.kind == kind and row.file != "*"]
        certain = [row for row in rows if row.certain]
        arguable = [row for row in rows if not row.certain]
        scores.append(
            KindScore(
                kind,
                len(certain),
                sum(row in found for row in certain),
                len(arguable),
                sum(row in found for row in arguable),
            )
        )
    return tuple(scores)


def confirmation(finding: Finding, known: Sequence[KnownDefect]) -> str:
    """What the list says of a finding: `certain`, `arguable`, `collection` (by a row about all cards) or nothing."""
    rows = [row for row in known if row.is_found_by(finding)]
    if any(row.certain and row.file != "*" for row in rows):
        return "certain"
    if any(row.file != "*" for row in rows):
        return "arguable"
    return "collection" if rows else ""
