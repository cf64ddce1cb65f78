"""What makes a framework unsound, each at its place, and what is only worth a warning."""

from decimal import Decimal

import pytest

from criteria.notation import read_value
from criteria.validators import errors_in, warnings_in
from criteria.values import FrameworkProblem
from tests.criteria.factories import changed, small_framework

GROUP = "annexes[0].groups[0]"
MAIN = f"{GROUP}.criteria[0]"
CHOICE = f"{MAIN}.criteria[1]"
STEPS = "annexes[0].groups[1].criteria[0]"
BONUS = "annexes[0].groups[1].criteria[1]"

PARENT = (
    "Tiêu chí có tiêu chí con thì điểm do tiêu chí con mà có: bỏ cách chấm, tham số và mức điểm ở "
    "đây."
)

UNSOUND = [
    (
        f"{GROUP}.maximum",
        "99.99",
        f"{GROUP}.maximum",
        "Điểm tối đa là 99,99 nhưng các tiêu chí bên trong cộng lại được 100,00.",
    ),
    (
        f"{MAIN}.criteria[0].maximum",
        "29",
        f"{MAIN}.maximum",
        "Điểm tối đa là 70,00 nhưng các tiêu chí con bên trong cộng lại được 69,00.",
    ),
    (
        f"{GROUP}.criteria[1].code",
        "1.1",
        f"{GROUP}.criteria[1].code",
        "Trong nhóm, mã tiêu chí «1.1» bị trùng.",
    ),
    ("annexes[0].groups[1].code", "HT", "annexes[0].groups[1].code", "Mã nhóm «HT» bị trùng."),
    (
        "annexes[0].groups[1].code",
        "total",
        "annexes[0].groups[1].code",
        "«total» là tên dành riêng, không dùng làm mã nhóm được.",
    ),
    ("annexes[1].code", "I", "annexes[1].code", "Mã phụ lục «I» bị trùng."),
    ("bands[1].code", "A", "bands[1].code", "Mã nhóm xếp loại «A» bị trùng."),
    ("bands[1].upper", "0.00", "bands[1].upper", "Cận trên 0,00 phải lớn hơn cận dưới 0,00."),
    ("bands[1].upper", "60", "bands", "Nhóm A và nhóm B cùng nhận điểm từ 50,00 đến dưới 60,00."),
    ("bands[1].upper", None, "bands", "Nhóm A và nhóm B cùng nhận điểm từ 50,00 trở lên."),
    (f"{CHOICE}.levels[1].code", "a", f"{CHOICE}.levels[1].code", "Mã mức điểm «a» bị trùng."),
    (
        f"{CHOICE}.levels[0].points",
        "40.01",
        f"{CHOICE}.levels[0].points",
        "Mức 40,01 điểm vượt điểm tối đa 40,00.",
    ),
    (
        f"{CHOICE}.levels[0].lower_bound",
        "1",
        f"{CHOICE}.levels[0].lower_bound",
        "Chỉ cách chấm theo bậc số lượng mới có số lượng bắt đầu.",
    ),
    (f"{CHOICE}.levels", [], f"{CHOICE}.rule", "Cách chấm «choice»: phải có ít nhất một mức điểm."),
    (f"{CHOICE}.rule_kind", "manual", f"{CHOICE}.rule", "Cách chấm «manual»: không dùng mức điểm."),
    (
        f"{STEPS}.levels[0].lower_bound",
        None,
        f"{STEPS}.rule",
        "Cách chấm «steps»: mỗi bậc phải có cận dưới.",
    ),
    (
        f"{STEPS}.levels[0].lower_bound",
        "4",
        f"{STEPS}.rule",
        "Cách chấm «steps»: hai bậc có cùng cận dưới.",
    ),
    (
        f"{BONUS}.rule",
        {"each": "6"},
        f"{BONUS}.rule",
        "Cách chấm «bonus»: «each» là 6, vượt mức tối đa 5.",
    ),
    (
        f"{BONUS}.rule",
        {"eech": "1"},
        f"{BONUS}.rule",
        "Cách chấm «bonus»: không có tham số «eech».",
    ),
    (f"{MAIN}.rule_kind", "yes_no", MAIN, PARENT),
    (
        "sample_notice",
        "",
        "sample_notice",
        "Có tiêu chí là dữ liệu mẫu nên bộ tiêu chí phải có ghi chú dữ liệu mẫu.",
    ),
]


@pytest.mark.parametrize(("place", "value", "where", "message"), UNSOUND)
def test_an_unsound_framework_is_faulted_at_its_place(place, value, where, message):
    assert errors_in(read_value(changed(place, value))) == (FrameworkProblem(where, message),)


def test_a_group_worth_nothing_is_a_fault():
    framework = changed("annexes[1].groups[0].maximum", "0")
    framework["annexes"][1]["groups"][0]["criteria"][0]["maximum"] = "0"
    message = "Điểm tối đa của nhóm phải lớn hơn 0."
    assert errors_in(read_value(framework)) == (
        FrameworkProblem("annexes[1].groups[0].maximum", message),
    )


def test_the_small_framework_is_sound_and_bonus_is_outside_the_sums():
    assert errors_in(read_value(small_framework())) == ()
    assert read_value(small_framework()).annexes[0].groups[1].criteria[1].maximum == Decimal(5)


def test_sums_are_exact_where_binary_fractions_are_not():
    framework = changed("annexes[1].groups[0].maximum", "0.30")
    tenth = {"name": "Phần mười", "maximum": "0.10"}
    framework["annexes"][1]["groups"][0]["criteria"] = [
        {"code": str(index)} | tenth for index in range(3)
    ]
    assert errors_in(read_value(framework)) == ()


@pytest.mark.parametrize(
    ("place", "value", "warnings"),
    [
        (
            "bands[0].upper",
            "80",
            [FrameworkProblem("bands", "Chưa có nhóm cho điểm từ 80,00 trở lên.")],
        ),
        (
            "bands[1].upper",
            "45.5",
            [FrameworkProblem("bands", "Chưa có nhóm cho điểm từ 45,50 đến dưới 50,00.")],
        ),
        (
            "bands[1].lower",
            "10",
            [FrameworkProblem("bands", "Chưa có nhóm cho điểm từ 0,00 đến dưới 10,00.")],
        ),
        ("bands", [], []),
        (
            f"{CHOICE}.levels[0].points",
            "39",
            [
                FrameworkProblem(
                    f"{CHOICE}.levels", "Không mức nào đạt điểm tối đa 40,00 của tiêu chí."
                )
            ],
        ),
    ],
)
def test_what_is_only_doubtful_is_a_warning(place, value, warnings):
    framework = read_value(changed(place, value))
    assert (errors_in(framework), list(warnings_in(framework))) == ((), warnings)


def test_groups_of_unequal_weight_in_a_mean_are_a_warning_and_in_a_sum_are_not():
    framework = changed("annexes[1].groups[0].maximum", "50")
    framework["annexes"][1]["groups"][0]["criteria"][0]["maximum"] = "50"
    message = "Điểm là trung bình cộng nhưng điểm tối đa của các nhóm không bằng nhau."
    assert warnings_in(read_value(framework)) == (FrameworkProblem("annexes[1].groups", message),)
    assert warnings_in(read_value(framework | {"aggregation": "sum_of_points"})) == ()
