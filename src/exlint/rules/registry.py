"""All rules, by code. A new rule is a module in its group's folder and a line here, or a condition in a card type."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from exlint.rules.base import Rule
from exlint.rules.conditions import condition_rules
from exlint.typefile import builtin_types

_MODULES = (
    "files.undecodable_file",
    "files.empty_file",
    "files.unknown_card_type",
    "files.file_too_large",
    "files.unused_suppression",
    "files.unknown_suppression",
    "files.suppression_without_reason",
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


def _load() -> Mapping[str, Rule]:
    rules: list[Rule] = [import_module(f"exlint.rules.{module}").RULE for module in _MODULES]
    rules += (rule for card_type in builtin_types() for rule in condition_rules(card_type))
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


RULES: Mapping[str, Rule] = _load()
"""Every rule by its code, in the order of the codes."""


def rule_of(code: str) -> Rule:
    """The rule of this code.

    Raises:
        KeyError: there is none.
    """
    return RULES[code]
