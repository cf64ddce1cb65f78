"""What a unit declared for one criterion, in one line to read: «9/10», «Có», «35 người»; the
same in every place.
"""

from scoring.core.amounts import DeclaredFigures
from scoring.core.rule_kinds.rule import Rule

#: Whole figures that a published report printed, which were not stated in the terms of the rule.
_UNITS = {"percent": " %", "people": " người"}


def declared_in_words(declared: DeclaredFigures, rule: Rule | None) -> str:
    """Nothing for nothing, and for figures that do not fit the question.

    `rule`: of the criterion; None: it is no longer asked.
    """
    if declared.get("not_applicable") is True:
        return "Không áp dụng"
    if "value" in declared:
        return str(declared["value"]).replace(".", ",") + _UNITS.get(str(declared.get("kind")), "")
    return rule.in_words(declared) if rule else ""


def sentence_about(code: str, text: str) -> str:
    """«Tiêu chí 2.3: điểm 12 vượt mức tối đa 10.»"""
    return f"Tiêu chí {code}: {text[:1].lower()}{text[1:]}"
