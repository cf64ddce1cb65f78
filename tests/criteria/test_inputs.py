"""What is filled in for each kind of rule: sentences on how it is scored, reading, reading
back, and hostile texts in HTML.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.fields import read_figures
from criteria.phrases import declared_in_words
from scoring.core.fields import InputField
from scoring.core.rule_kinds.kinds import rule_of
from scoring.core.rule_kinds.rule import Rule
from scoring.core.rule_terms import Terms
from scoring.core.types import LevelSpec
from submissions.frame.markup import (
    Control,
    asked_html,
    earlier_html,
    field_html,
    note_html,
    options_html,
    read_only_html,
)
from tests.places import ROOT
from tests.submissions.workplace import KINDS

FRAMEWORKS = sorted((ROOT / "fixtures" / "frameworks").glob("*.json"))
HOSTILE = "\"><script>alert(1)</script>'&{0}"
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3)


def make_rule(code: str) -> Rule:
    kind, maximum, rule, levels = KINDS[code]
    specs = tuple(
        LevelSpec(level, label, Decimal(points), Decimal(bound) if bound else None)
        for level, label, points, bound in levels
    )
    return rule_of(Terms(kind=kind, params=rule, maximum=Decimal(maximum), levels=specs))


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("1.1", "Tự chấm từ 0 đến 10 điểm."),
        ("1.2", "Có: 5 điểm. Không: 0 điểm."),
        ("2.1", "Chọn một mức. Đủ: 4 điểm; Thiếu: 2 điểm."),
        ("2.2", "Theo số lượng. Từ 3: 15 điểm; Từ 4: 20 điểm."),
        ("3", "Tử số chia mẫu số, nhân 8 điểm."),
        (
            "4",
            (
                "Tỷ lệ của đơn vị so với đơn vị cao nhất, nhân 6 điểm; tính khi đã có số liệu của "
                "mọi đơn vị."
            ),
        ),
        ("5", "Mỗi trường hợp 2,5 điểm, tối đa 5 điểm."),
        (
            "6",
            (
                "Số liệu do Văn phòng Bộ cung cấp; đơn vị không bắt buộc nhập. Tự chấm từ 0 đến 3 "
                "điểm."
            ),
        ),
        (
            "7",
            (
                "Cộng các phần, tối đa 6 điểm. Mạng nội bộ: Có: 2 điểm. Không: 0 điểm. Máy chủ: Tử "
                "số chia mẫu số, nhân 4 điểm."
            ),
        ),
        ("9", "Mỗi trường hợp cộng thêm 1 điểm, nhiều nhất 4 điểm."),
        ("10", "Mỗi trường hợp trừ 2 điểm, trừ nhiều nhất 4 điểm."),
    ],
)
def test_each_kind_says_how_it_is_scored(code: str, how: str) -> None:
    assert make_rule(code).how == how


@pytest.mark.parametrize(
    ("code", "declared", "words"),
    [
        ("1.2", {"answer": "yes"}, "Có"),
        ("2.1", {"choice": "b"}, "Thiếu (2 điểm)"),
        ("3", {"numerator": "9.5", "denominator": "10"}, "9,5/10"),
        ("3", {"numerator": "9"}, "9/…"),
        ("3", {}, ""),
        (
            "7",
            {"parts": {"a": {"answer": "no"}, "b": {"numerator": "1", "denominator": "2"}}},
            "Mạng nội bộ: Không; Máy chủ: 1/2",
        ),
        ("8", {"parts": {"b": {"count": "2"}}}, "Lớp học: 2"),
    ],
)
def test_figures_are_told_in_words(code: str, declared: dict, words: str) -> None:
    assert make_rule(code).in_words(declared) == words


def test_a_choice_that_the_criterion_no_longer_has_is_told_by_its_code() -> None:
    assert make_rule("2.1").in_words({"choice": "z"}) == "z"


@pytest.mark.parametrize(
    ("code", "declared", "words"),
    [
        ("3", {}, ""),
        ("3", {"numerator": "9", "denominator": "10.5"}, "9/10,5"),
        ("2.1", {"choice": "b"}, "Thiếu (2 điểm)"),
        ("7", {"parts": {"a": {"answer": "yes"}}}, "Mạng nội bộ: Có"),
        ("3", {"not_applicable": True}, "Không áp dụng"),
        ("1.1", {"value": "5.8", "kind": "percent"}, "5,8 %"),
        ("1.1", {"value": "35", "kind": "people"}, "35 người"),
        ("1.1", {"value": HOSTILE, "kind": HOSTILE}, HOSTILE),
        ("1.1", {"other": "1"}, ""),
    ],
)
def test_what_was_declared_is_told_in_words(code: str, declared: dict, words: str) -> None:
    assert declared_in_words(declared, make_rule(code)) == words


def test_what_is_no_longer_asked_is_told_only_where_it_needs_no_question() -> None:
    assert declared_in_words({"value": "35", "kind": "people"}, None) == "35 người"
    assert declared_in_words({"choice": "b"}, None) == ""


@given(NUMBERS)
def test_a_number_reads_back_as_it_was_kept(number: Decimal) -> None:
    field, problems = InputField("numerator", "Tử số"), {}
    kept = read_figures(make_rule("3"), {"numerator": field.show(str(number))}, problems)
    assert (problems, Decimal(str(kept["numerator"]))) == ({}, number)


def leaves(criteria: list[dict]) -> list[dict]:
    return [
        leaf
        for each in criteria
        for leaf in (leaves(each["criteria"]) if each.get("criteria") else [each])
    ]


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_every_criterion_that_is_shipped_can_be_filled_in(path: Path) -> None:
    for annex in json.loads(path.read_text(encoding="utf-8"))["annexes"]:
        for leaf in leaves(
            [criterion for group in annex["groups"] for criterion in group["criteria"]]
        ):
            levels = tuple(
                LevelSpec(
                    each["code"],
                    each["label"],
                    Decimal(each["points"]),
                    Decimal(each.get("lower_bound", 0)),
                )
                for each in leaf.get("levels", ())
            )
            kind = leaf.get("rule_kind", "manual")
            terms = Terms(
                kind=kind,
                params=leaf.get("rule", {}),
                maximum=Decimal(leaf["maximum"]),
                levels=levels,
            )
            rule = rule_of(terms)
            typed = {
                field.path: field.options[0][0] if field.options else "1" for field in rule.fields()
            }
            declared = read_figures(rule, typed, problems := {})
            assert (problems, rule.is_complete(declared), rule.how.endswith(".")) == (
                {},
                True,
                True,
            )
            assert rule.needs_best or 0 <= rule.points(declared) <= rule.maximum


@pytest.mark.parametrize("options", [(), (("", "–"), (HOSTILE, HOSTILE))], ids=["typed", "chosen"])
def test_hostile_texts_stay_texts(options: tuple) -> None:
    control = Control(f"o-1-{HOSTILE}", HOSTILE, HOSTILE, HOSTILE, HOSTILE, options)
    whole = field_html(control, "h-1") + note_html(control) + options_html(options, HOSTILE)
    whole += asked_html(HOSTILE, HOSTILE, HOSTILE, is_sample=True) + earlier_html(
        HOSTILE, HOSTILE, is_reconstructed=True
    )
    whole += read_only_html(HOSTILE, HOSTILE, HOSTILE)
    assert "<script" not in whole
    assert whole.count("&lt;script&gt;") > 10
    assert "alert(1)&lt;/script&gt;&#x27;&amp;{0}" in whole
