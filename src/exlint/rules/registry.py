"""All rules of a run, by code: exlint's own, the conditions of the card types, and those of plug-ins.

A new rule of exlint is a module in its group's folder and a line here. They are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from exlint.cardtype import CardType
from exlint.rules.base import ConflictError, Rule
from exlint.rules.conditions import condition_rules

_MODULES = (
    "files.undecodable_file",
    "files.empty_file",
    "files.unknown_card_type",
    "files.file_too_large",
    "files.unused_suppression",
    "files.unknown_suppression",
    "files.suppression_without_reason",
    "files.invalid_front_matter",
    "files.overlong_paragraph",
    "files.too_deep_nesting",
    "files.merge_conflict",
    "structure.missing_title",
    "structure.multiple_titles",
    "structure.missing_section",
    "structure.misplaced_section",
    "structure.duplicate_section",
    "structure.unknown_section",
    "structure.empty_section",
    "structure.wrong_heading_level",
    "structure.misnamed_section",
    "structure.wrong_list_type",
    "structure.misnumbered_step",
    "structure.repeated_step",
    "structure.too_few_items",
    "structure.duplicate_question",
    "structure.missing_statement",
    "structure.missing_rule_line",
    "structure.missing_closing_line",
    "structure.unexpected_content",
    "structure.unmarked_item",
    "structure.empty_item",
    "structure.missing_question_mark",
    "structure.left_over_line",
    "structure.mixed_bullets",
    "structure.overlong_answer",
    "structure.too_many_items",
    "structure.wrong_section_length",
    "structure.wrong_section_count",
    "structure.skipped_heading_level",
    "metadata.missing_metadata",
    "metadata.missing_key",
    "metadata.unknown_key",
    "metadata.duplicate_key",
    "metadata.empty_value",
    "metadata.misordered_key",
    "metadata.malformed_key",
    "metadata.invalid_value",
    "metadata.wrong_case_value",
    "metadata.duplicate_list_value",
    "metadata.excluded_value",
    "metadata.near_miss_value",
    "metadata.taxonomy_mismatch",
    "metadata.repeated_value",
    "consistency.statement_mismatch",
    "consistency.file_name_mismatch",
    "consistency.description_names_another",
    "consistency.question_names_another",
    "consistency.value_in_prose",
    "prose.dropped_word",
    "prose.capital_article",
    "prose.capital_common_noun",
    "prose.name_as_verb",
    "prose.lower_case_name",
    "prose.misspelling",
    "prose.wrong_word",
    "prose.doubled_word",
    "prose.wrong_article",
    "prose.cut_off_sentence",
    "prose.lower_case_start",
    "prose.missing_full_stop",
    "prose.doubled_space",
    "prose.doubled_punctuation",
    "prose.space_before_punctuation",
    "prose.unbalanced_bracket",
    "prose.unbalanced_quote",
    "prose.placeholder",
    "prose.mojibake",
    "prose.invisible_character",
    "prose.missing_hyphen",
    "prose.bare_name",
    "prose.verb_agreement",
    "prose.split_compound",
    "prose.missing_space",
    "prose.broken_sentence",
    "links.missing_link",
    "links.link_mismatch",
    "links.broken_link",
    "links.mixed_hosts",
    "collection.duplicate_title",
    "collection.duplicate_steps",
    "collection.duplicate_description",
    "collection.duplicate_faq",
    "collection.near_duplicate_card",
    "collection.similar_titles",
    "collection.spelling_variants",
    "collection.rare_value",
    "house.plural_modifier",
    "house.missing_article",
    "house.list_without_and",
    "house.hyphen_in_range",
    "house.mixed_dialect",
)


def all_rules(types: Iterable[CardType], added: Iterable[Rule] = ()) -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the codes: exlint's own, the types' conditions, and those `added`.

    Raises:
        ConflictError: two rules have one code or one name, or two types have a condition that is not one rule.
    """
    rules: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    for rule in (*_own_rules(), *condition_rules(types), *added):
        if rule.code in rules:
            raise ConflictError(f"two rules have the code {rule.code}: {rules[rule.code].name!r} and {rule.name!r}")
        if rule.name in names:
            raise ConflictError(f"two rules have the name {rule.name!r}: {names[rule.name].code} and {rule.code}")
        rules[rule.code] = names[rule.name] = rule
    return dict(sorted(rules.items()))


@cache
def _own_rules() -> tuple[Rule, ...]:
    return tuple(import_module(f"exlint.rules.{module}").RULE for module in _MODULES)
