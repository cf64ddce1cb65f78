"""Files that are not the JSON form of a framework, each refused with the place and a sentence."""

import json
from datetime import date
from decimal import Decimal

import pytest

from criteria import notation
from criteria.values import FrameworkProblem, FrameworkRefused
from scoring.core.rule_kinds.kinds import KINDS
from tests.criteria.factories import changed, small_framework, without

NUMBER = (
    'không phải là số hợp lệ; viết như "12.50": không âm, tối đa 4 chữ số trước và hai chữ số sau '
    "dấu chấm."
)
TEXT = "Phải là chuỗi trong dấu nháy kép."
CODE = (
    "Mã bắt đầu bằng chữ cái không dấu hoặc chữ số, chỉ gồm các ký tự ấy và dấu chấm, gạch ngang, "
    "gạch dưới."
)
EXACT = 'Số trong tham số phải viết trong dấu nháy kép, ví dụ "0.5".'
MAXIMUM = "annexes[0].groups[0].criteria[0].criteria[1].maximum"
RULE = "annexes[0].groups[0].criteria[1].rule"

WRONG_PLACES = [
    (MAXIMUM, 40, TEXT),
    (MAXIMUM, 40.5, TEXT),
    (MAXIMUM, float("nan"), TEXT),
    (MAXIMUM, None, TEXT),
    (MAXIMUM, True, TEXT),
    (MAXIMUM, "", f"«» {NUMBER}"),
    (MAXIMUM, "-1", f"«-1» {NUMBER}"),
    (MAXIMUM, "1e2", f"«1e2» {NUMBER}"),
    (MAXIMUM, "NaN", f"«NaN» {NUMBER}"),
    (MAXIMUM, "7,5", f"«7,5» {NUMBER}"),
    (MAXIMUM, "5.001", f"«5.001» {NUMBER}"),
    (MAXIMUM, "10000", f"«10000» {NUMBER}"),
    (MAXIMUM, "５", f"«５» {NUMBER}"),
    (MAXIMUM, "40\n", f"«40\ufffd» {NUMBER}"),
    ("title", "", "Không được để trống."),
    ("title", "  ", "Không được để trống."),
    ("title", ["Bộ"], TEXT),
    ("title", "a" * 301, "Dài quá 300 ký tự."),
    ("title", "hai\ndòng", "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
    ("title", "ký tự \x00", "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
    ("title", "đảo \u202e chiều", "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
    ("title", "không là ký tự \uffff", "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
    ("title", "nửa \ud800", "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
    ("document", None, TEXT),
    ("code", "../bi-mat", CODE),
    ("code", "mã-có-dấu", CODE),
    ("code", "a.b", "Mã này dùng trong địa chỉ trang nên không được có dấu chấm."),
    ("code", "a" * 41, "Dài quá 40 ký tự."),
    ("annexes[1].groups[1].code", "HT:KT", CODE),
    (
        "issued_on",
        "31/01/2021",
        'Ngày phải có thật và viết theo dạng "2020-12-21", hoặc null nếu không rõ.',
    ),
    (
        "issued_on",
        "2021-02-30",
        'Ngày phải có thật và viết theo dạng "2020-12-21", hoặc null nếu không rõ.',
    ),
    (
        "issued_on",
        "20210131",
        'Ngày phải có thật và viết theo dạng "2020-12-21", hoặc null nếu không rõ.',
    ),
    ("issued_on", 2021, TEXT),
    (
        "aggregation",
        "median",
        (
            "Giá trị «median» không được biết đến; các giá trị dùng được: mean_of_groups, "
            "sum_of_points."
        ),
    ),
    (
        "ranking",
        "luck",
        "Giá trị «luck» không được biết đến; các giá trị dùng được: points, percent.",
    ),
    ("ranking", [], TEXT),
    (
        "annexes[0].groups[0].criteria[1].rule_kind",
        "guess",
        (f"Giá trị «guess» không được biết đến; các giá trị dùng được: {', '.join(KINDS)}."),
    ),
    ("is_published", "false", "Phải là true hoặc false."),
    ("is_published", 0, "Phải là true hoặc false."),
    ("annexes[0].groups[1].may_be_absent", None, "Phải là true hoặc false."),
    ("annexes", {}, "Phải là một danh sách […]."),
    ("annexes", [], "Danh sách phải có ít nhất 1 mục."),
    ("annexes[0].groups", [], "Danh sách phải có ít nhất 1 mục."),
    ("annexes[0].groups[0].criteria", None, "Phải là một danh sách […]."),
    ("annexes[0].groups[0].criteria[1]", "Mạng", "Phải là một đối tượng {…}."),
    ("bands", [{}] * 501, "Danh sách có 501 mục, nhiều hơn mức cho phép là 500."),
    ("bands[0].upper", 80, TEXT),
    (RULE, [], "Phải là một đối tượng {…}."),
    (RULE, {"yes": 5}, EXACT),
    (RULE, {"yes": float("inf")}, EXACT),
    (RULE, {5: "yes"}, EXACT),
    (RULE, {"yes": "\x00"}, "Có ký tự điều khiển hoặc ký tự không hợp lệ."),
]


@pytest.mark.parametrize(("place", "value", "message"), WRONG_PLACES)
def test_a_wrong_value_is_refused_at_its_place(place, value, message):
    assert problems(changed(place, value)) == (FrameworkProblem(place, message),)


@pytest.mark.parametrize(
    "place",
    ["code", "title", "aggregation", "annexes", "annexes[0].groups", "bands[1].lower", MAXIMUM],
)
def test_a_missing_field_is_named(place):
    assert problems(without(place)) == (FrameworkProblem(place, "Thiếu mục này."),)


@pytest.mark.parametrize(
    ("place", "key", "where"),
    [
        ("", "Title", ""),
        ("annexes[0].groups[1].", "may_be_absnt", "annexes[0].groups[1]"),
        ("bands[0].", 7, "bands[0]"),
    ],
)
def test_a_field_that_nobody_knows_is_refused(place, key, where):
    framework = changed(f"{place}zz", True)
    target = (
        framework
        if not where
        else framework["bands"][0]
        if "bands" in where
        else framework["annexes"][0]["groups"][1]
    )
    target[key] = target.pop("zz")
    assert problems(framework) == (FrameworkProblem(where, f"Không có mục nào tên là «{key}»."),)


def test_all_problems_are_said_at_once():
    framework = changed("title", 5)
    framework["annexes"][1]["groups"][0]["maximum"] = "nhiều"
    del framework["bands"][0]["label"]
    assert [problem.place for problem in problems(framework)] == [
        "title",
        "bands[0].label",
        "annexes[1].groups[0].maximum",
    ]


@pytest.mark.parametrize("data", [None, [], "x", 5, [small_framework()]])
def test_what_is_not_an_object_is_refused(data):
    assert problems(data) == (FrameworkProblem("", "Bộ tiêu chí phải là một đối tượng {…}."),)


def test_criteria_may_go_four_deep_and_no_deeper():
    framework = small_framework()
    leaf = framework["annexes"][1]["groups"][0]["criteria"][0]
    for depth in range(3):
        leaf["criteria"] = [{"code": f"1.{depth}", "name": "Con", "maximum": "100"}]
        leaf = leaf["criteria"][0]
    assert (
        notation.read_value(framework)
        .annexes[1]
        .groups[0]
        .criteria[0]
        .children[0]
        .children[0]
        .children[0]
        .is_leaf
    )
    leaf["criteria"] = [{"code": "1.9", "name": "Con", "maximum": "100"}]
    place = "annexes[1].groups[0]" + ".criteria[0]" * 5
    assert problems(framework) == (FrameworkProblem(place, "Tiêu chí lồng nhau quá 4 cấp."),)


def test_endless_nesting_is_refused_not_walked():
    rule: dict = {}
    for _ in range(900):
        rule = {"parts": [rule]}
    assert problems(changed(RULE, rule)) == (FrameworkProblem(RULE, "Tham số lồng nhau quá sâu."),)
    assert refused(b"[" * 200_000) == (
        FrameworkProblem("", "Tệp có phần lồng nhau quá sâu hoặc số quá dài."),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tệp không phải là JSON hợp lệ (dòng 1, cột 1)."),
        (b'{\n "code": }', "Tệp không phải là JSON hợp lệ (dòng 2, cột 10)."),
        (b'{"a": 1} {"b": 2}', "Tệp không phải là JSON hợp lệ (dòng 1, cột 10)."),
        (b'{"a": NaN}', "NaN không phải là một số."),
        (b'{"a": -Infinity}', "-Infinity không phải là một số."),
        (b'{"a": {"b": 1, "b": 2}}', "Mục «b» xuất hiện hai lần trong cùng một đối tượng."),
        (b'{"a": "\xff"}', "Tệp không phải là văn bản UTF-8."),
        (b'{"a": ' + b"9" * 5000 + b"}", "Tệp có phần lồng nhau quá sâu hoặc số quá dài."),
    ],
)
def test_text_that_is_not_one_json_document_is_refused(content, message):
    assert refused(content) == (FrameworkProblem("", message),)


def test_a_byte_order_mark_is_no_fault():
    assert notation.read_text(b"\xef\xbb\xbf" + b'{"a": "\xc4\x91"}') == {"a": "đ"}


def test_a_file_that_is_too_large_or_not_there_is_refused(tmp_path):
    large = tmp_path / "lon.json"
    large.write_bytes(b" " * (notation.MAX_BYTES + 1))
    for path, message in [
        (large, "Tệp lớn hơn 1 MB."),
        (tmp_path, f"Không đọc được tệp «{str(tmp_path)[:40]}…»."),
    ]:
        with pytest.raises(FrameworkRefused) as refusal:
            notation.read_file(path)
        assert refusal.value.problems == (FrameworkProblem("", message),)


def test_text_comes_in_composed_and_trimmed_and_numbers_with_two_places():
    framework = changed("title", " Bo\u0323\u0302 tie\u0302u chi\u0301 ")
    framework["bands"][0]["lower"] = "50"
    value = notation.read_value(framework)
    assert (value.title, value.issued_on) == ("Bộ tiêu chí", date(2021, 1, 31))
    assert str(value.bands[0].lower) == "50.00"
    assert value.annexes[0].groups[0].criteria[0].children[1].levels[1].points == Decimal("12.5")


def test_the_json_form_is_written_as_it_was_read():
    assert notation.write_value(notation.read_value(small_framework())) == small_framework()


def test_the_json_form_goes_through_text_unharmed():
    text = json.dumps(small_framework(), ensure_ascii=False).encode()
    assert notation.read_value(notation.read_text(text)) == notation.read_value(small_framework())


def test_a_file_may_leave_out_what_has_a_default():
    framework = {
        "code": "x",
        "title": "T",
        "aggregation": "sum_of_points",
        "annexes": small_framework()["annexes"],
    }
    value = notation.read_value(framework)
    assert (value.ranking, value.is_published, value.bands, value.document, value.issued_on) == (
        "points",
        False,
        (),
        "",
        None,
    )


def problems(data: object) -> tuple[FrameworkProblem, ...]:
    with pytest.raises(FrameworkRefused) as refusal:
        notation.read_value(data)
    return refusal.value.problems


def refused(content: bytes) -> tuple[FrameworkProblem, ...]:
    with pytest.raises(FrameworkRefused) as refusal:
        notation.read_text(content)
    return refusal.value.problems
