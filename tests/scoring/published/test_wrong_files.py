"""Wrong files are refused with file, line, column and advice, all of them at once, and leave
nothing behind.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from scoring.published import WrongFiles
from scoring.published.services.campaign import load_published
from tests.scoring.published.folders import CAMPAIGN, TABLES, copy_real, replace_once, write_small

pytestmark = pytest.mark.django_db
APPS = ("units", "criteria", "submissions", "scoring", "reports")
SCORES, TOTALS, UNITS = "published_group_scores.csv", "published_totals.csv", "units.csv"


def rows_in_database() -> dict[str, int]:
    return {
        model._meta.label: model.objects.count()
        for name in APPS
        for model in apps.get_app_config(name).get_models()
    }


def problems_of(folder: Path) -> list[str]:
    """What is said about the folder, after making sure that nothing of it was kept."""
    before = rows_in_database()
    with pytest.raises(WrongFiles) as refusal:
        load_published(folder)
    assert rows_in_database() == before
    return [str(problem) for problem in refusal.value.problems]


UNRESOLVED = (
    "Ô này để trống nhưng nhóm G1 được áp dụng. Nhập điểm, hoặc khai đơn vị, nhóm và năm này ở "
    "mục «blanks_counted_as_zero» "
    "của campaign.json nếu báo cáo tính dấu gạch là 0."
)
COLUMNS = "unit, total_2030, self_2031, appraised_2031"
FROM_0_TO_70 = "Nhập số từ 0 đến 70, ví dụ 17,50."

#: What stands in the small campaign's table, what is put there instead, and all that must be said
#: about it.
CELLS = {
    "text for a number": (TOTALS, "15.00", "abc", [(
        f"dòng 2, cột «appraised_2031»: «abc» không phải là điểm. {FROM_0_TO_70}"
    )]),
    "not a number": (TOTALS, "15.00", "NaN", [(
        f"dòng 2, cột «appraised_2031»: «NaN» không phải là điểm. {FROM_0_TO_70}"
    )]),
    "exponent": (TOTALS, "15.00", "1e1", [(
        f"dòng 2, cột «appraised_2031»: «1e1» không phải là điểm. {FROM_0_TO_70}"
    )]),
    "negative": (TOTALS, "15.00", "-1", [(
        f"dòng 2, cột «appraised_2031»: «-1» không phải là điểm. {FROM_0_TO_70}"
    )]),
    "digits of another script": (
        TOTALS, "15.00", "１５",
        [f"dòng 2, cột «appraised_2031»: «１５» không phải là điểm. {FROM_0_TO_70}"],
    ),
    "grouped thousands": (
        TOTALS, "15.00", "1.234",
        [f"dòng 2, cột «appraised_2031»: «1.234» không phải là điểm. {FROM_0_TO_70}"],
    ),
    "no total": (TOTALS, "15.00", "", [(
        f"dòng 2, cột «appraised_2031»: Ô này để trống. {FROM_0_TO_70}"
    )]),
    "total above the mean of the maxima": (
        TOTALS, "15.00", "70.01",
        [f"dòng 2, cột «appraised_2031»: Điểm «70.01» vượt mức tối đa 70. {FROM_0_TO_70}"],
    ),
    "self total above what the groups that apply allow": (
        TOTALS, "39.00", "40.01",
        [(
            "dòng 4, cột «self_2031»: Điểm «40.01» vượt mức tối đa 40. Nhập số từ 0 đến 40, ví dụ "
            "10,00."
        )],
    ),
    "no total last year though there are scores": (
        TOTALS, "12.00", "",
        ["dòng 4, cột «total_2030»: Ô này để trống. Nhập số từ 0 đến 100, ví dụ 72,57."],
    ),
    "unknown unit": (
        TOTALS, "Y1,", "Q9,",
        [
            "cột «unit»: Thiếu dòng của đơn vị «Y1». Thêm dòng này.",
            "dòng 2, cột «unit»: Không có đơn vị «Q9». Nhập một trong các mã: Y1, X1, X2, Z1.",
        ],
    ),
    "unit twice": (
        TOTALS, "Z1,,50.00,41.00\n", "Z1,,50.00,41.00\nX1,1,1,1\n",
        ["dòng 6, cột «unit»: Đơn vị «X1» đã có ở dòng 3. Xóa bớt một dòng."],
    ),
    "missing column": (
        TOTALS, "appraised_2031", "appraised_2030",
        [
            f"dòng 1, cột «appraised_2031»: Thiếu cột này. Dòng đầu phải có các cột: {COLUMNS}.",
            ("dòng 1, cột «appraised_2030»: Không có cột nào tên như vậy. Chỉ dùng các cột: "
            f"{COLUMNS}."),
        ],
    ),
    "column twice": (TOTALS, "unit,total", "unit,unit,total", [(
        "dòng 1, cột «unit»: Cột này có hai lần. Chỉ giữ lại một cột."
    )]),
    "column without a name": (
        TOTALS,
        "appraised_2031\nY1,20.00,40.00,15.00\nX1,30.00,69.99,45.50\nX2,12.00,39.00,33.33\nZ1,,50.00,41.00\n",
        "appraised_2031,\nY1,20.00,40.00,15.00,\nX1,30.00,69.99,45.50,\nX2,12.00,39.00,33.33,\nZ1,,50.00,41.00,\n",
        [f"dòng 1, cột «5»: Không có cột nào tên như vậy. Chỉ dùng các cột: {COLUMNS}."],
    ),
    "cell too many": (
        TOTALS, "Y1,20.00,", "Y1,20.00,3,",
        [
            "cột «unit»: Thiếu dòng của đơn vị «Y1». Thêm dòng này.",
            ("dòng 2, cột «appraised_2031»: Dòng có 5 ô, dòng đầu có 4 cột. Ô có dấu phẩy phải "
            "nằm trong dấu nháy kép."),
        ],
    ),
    "cell too few": (
        TOTALS, "Y1,20.00,40.00,", "Y1,20.00,",
        [
            "cột «unit»: Thiếu dòng của đơn vị «Y1». Thêm dòng này.",
            ("dòng 2, cột «appraised_2031»: Dòng có 3 ô, dòng đầu có 4 cột. Ô có dấu phẩy phải "
            "nằm trong dấu nháy kép."),
        ],
    ),
    "table without rows": (
        UNITS, TABLES[UNITS], "code,name,short_name,kind\n", [(
            "dòng 2: Không có đơn vị nào. Thêm ít nhất một dòng."
        )]
    ),
    "table without anything": (UNITS, TABLES[UNITS], "\n\n", [(
        "dòng 1: Tệp trống. Dòng đầu phải là: code,name,short_name,kind."
    )]),
    "score above the group's maximum": (
        SCORES, "Y1,2030,G1,25.00", "Y1,2030,G1,60.01",
        ["dòng 2, cột «score»: Điểm «60.01» vượt mức tối đa 60. Nhập số từ 0 đến 60, ví dụ 15,00."],
    ),
    "override gives the maximum": (
        SCORES, "Z1,2031,G1,32.00", "Z1,2031,G1,40.01",
        [(
            "dòng 14, cột «score»: Điểm «40.01» vượt mức tối đa 40. Nhập số từ 0 đến 40, ví dụ "
            "10,00."
        )],
    ),
    "unknown group": (
        SCORES, "X1,2031,G1,21.01", "X1,2031,G9,21.01",
        [
            "cột «unit»: Thiếu dòng của đơn vị «X1», nhóm G1, năm 2031. Thêm dòng này.",
            "dòng 7, cột «group»: Đơn vị «X1» không có nhóm «G9». Nhập một trong các nhóm: G1, G2.",
        ],
    ),
    "group of another annex": (
        SCORES, "X1,2031,G1,21.01\n", "X1,2031,G1,21.01\nX1,2031,G3,1\n",
        ["dòng 8, cột «group»: Đơn vị «X1» không có nhóm «G3». Nhập một trong các nhóm: G1, G2."],
    ),
    "another year": (
        SCORES, "X1,2031,G1,21.01\n", "X1,2031,G1,21.01\nX1,2029,G1,1\n",
        ["dòng 8, cột «year»: Năm «2029» không thuộc đợt này. Nhập 2031 hoặc 2030."],
    ),
    "score twice": (
        SCORES, "X1,2031,G1,21.01\n", "X1,2031,G1,21.01\nX1,2031,G1,21.01\n",
        ["dòng 8, cột «group»: Điểm của đơn vị, nhóm và năm này đã có ở dòng 7. Xóa bớt một dòng."],
    ),
    "no row this year": (
        SCORES, "X1,2031,G1,21.01\n", "", [(
            "cột «unit»: Thiếu dòng của đơn vị «X1», nhóm G1, năm 2031. Thêm dòng này."
        )]
    ),
    "no row this year for a new unit": (
        SCORES, "Z1,2031,G1,32.00\nZ1,2031,G3,50.00\n", "",
        [(
            f"cột «unit»: Thiếu dòng của đơn vị «Z1», nhóm {group}, năm 2031. Thêm dòng này."
        ) for group in ("G1", "G3")],
    ),
    "one row missing last year": (
        SCORES, "X1,2030,G1,10.00\n", "", [(
            "cột «unit»: Thiếu dòng của đơn vị «X1», nhóm G1, năm 2030. Thêm dòng này."
        )]
    ),
    "blank that nothing resolves": (SCORES, "X1,2031,G1,21.01", "X1,2031,G1,-", [(
        f"dòng 7, cột «score»: {UNRESOLVED}"
    )]),
    "blank of last year that nothing resolves": (
        SCORES, "X1,2030,G1,10.00", "X1,2030,G1,", [f"dòng 6, cột «score»: {UNRESOLVED}"]
    ),
    "unknown kind": (
        UNITS, "V1,vu", "V1,cu", [(
            "dòng 2, cột «kind»: Không có loại đơn vị «cu». Nhập một trong các mã: cuc, vu, vien."
        )]
    ),
    "name empty": (UNITS, "Vụ Một,V1", ",V1", [(
        "dòng 2, cột «name»: Ô này để trống. Nhập nội dung."
    )]),
    "control character": (
        UNITS, "Vụ Một", "Vụ\x07Một",
        [(
            "dòng 2, cột «name»: Có ký tự điều khiển hoặc dấu xuống dòng. Xóa ký tự đó, chỉ để "
            "một dòng chữ."
        )],
    ),
    "line break in a name": (
        UNITS, "Cục Một", '"Cục\nMột"',
        [(
            "dòng 3, cột «name»: Có ký tự điều khiển hoặc dấu xuống dòng. Xóa ký tự đó, chỉ để "
            "một dòng chữ."
        )],
    ),
    "lines are counted as an editor shows them": (
        UNITS, (
            'Cục Một,C1,cuc\nX2,"Cục ""Hai"" <b>&amp;</b>, miền Nam",C2,cuc'
        ), '"Cục\nMột",C1,cuc\n\nX2,Cục Hai,C2,sai',
        [
            ("dòng 3, cột «name»: Có ký tự điều khiển hoặc dấu xuống dòng. Xóa ký tự đó, chỉ để "
            "một dòng chữ."),
            "dòng 6, cột «kind»: Không có loại đơn vị «sai». Nhập một trong các mã: cuc, vu, vien.",
        ],
    ),
    "name too long": (UNITS, "Vụ Một", "V" * 201, [(
        "dòng 2, cột «name»: Dài 201 ký tự, quá mức 200 ký tự. Rút ngắn lại."
    )]),
    "quotes torn": (
        UNITS, '"Cục ""Hai""', '"Cục "Hai"', [(
            "dòng 4: Không tách được dòng này thành các ô. Kiểm tra các dấu nháy kép."
        )]
    ),
    "unknown measure": (
        "published_averages.csv", "bảng 2,cuc,G1", "bảng 2,cuc,G3",
        [(
            "dòng 3, cột «measure»: Không có đại lượng «G3». Nhập một trong các mã: total, self, "
            "G1, G2."
        )],
    ),
    "average above the maximum": (
        "published_averages.csv", "27.17", "40.01",
        [(
            "dòng 3, cột «printed»: Điểm «40.01» vượt mức tối đa 40. Nhập số từ 0 đến 40, ví dụ "
            "10,00."
        )],
    ),
    "average of an unknown kind": (
        "published_averages.csv", "bảng 2,cuc", "bảng 2,cucc",
        ["dòng 3, cột «kind»: Không có loại đơn vị «cucc». Nhập một trong các mã: cuc, vu, vien."],
    ),
    "average twice": (
        "published_averages.csv", "bảng 2,cuc,G1,2031,27.17\n", "bảng 1,,total,2031,33.71\n",
        ["dòng 3, cột «measure»: Số trung bình này đã có ở dòng 2. Xóa bớt một dòng."],
    ),
    "unknown body": (
        "members_2031.csv", "council,1", "hoidong,1",
        [(
            "dòng 2, cột «body»: Không có tổ chức «hoidong». Nhập một trong các mã: council, "
            "working_group."
        )],
    ),
    "order number twice": (
        "members_2031.csv", "council,2", "council,1",
        ["dòng 3, cột «order»: Số thứ tự 1 của tổ chức này đã có ở dòng 2. Đánh lại số thứ tự."],
    ),
    "order number in words": (
        "members_2031.csv", "council,2", "council,hai",
        ["dòng 3, cột «order»: «hai» không phải là số thứ tự. Nhập số nguyên từ 1 đến 9999."],
    ),
    "member of an unknown unit": (
        "members_2031.csv", "Ủy viên,X1", "Ủy viên,Q1",
        ["dòng 3, cột «unit»: Không có đơn vị «Q1». Nhập một trong các mã: Y1, X1, X2, Z1."],
    ),
    "day first": (
        "timeline_2031.csv", "2031-11-01", "01/11/2031",
        [(
            "dòng 2, cột «date»: «01/11/2031» không phải là ngày có thật. Nhập theo dạng "
            "năm-tháng-ngày, ví dụ 2020-12-21."
        )],
    ),
    "day that does not exist": (
        "timeline_2031.csv", "2031-11-01", "2031-02-30",
        [(
            "dòng 2, cột «date»: «2031-02-30» không phải là ngày có thật. Nhập theo dạng "
            "năm-tháng-ngày, ví dụ 2020-12-21."
        )],
    ),
    "step twice": ("timeline_2031.csv", "2,2031", "1,2031", [(
        "dòng 3, cột «step»: Bước «1» đã có ở dòng 2. Đánh lại số bước."
    )]),
    "unknown criterion": (
        "facts_2031.csv", "Diệt virus", "Diệt vi rút",
        [(
            "dòng 2, cột «criterion»: Nhóm G1 (Phụ lục A) không có tiêu chí «Diệt vi rút». Ghi "
            "đúng tên trong bộ tiêu chí."
        )],
    ),
    "more than all": (
        "facts_2031.csv", '"5,8"', "100.1", [(
            "dòng 2, cột «value»: Tỷ lệ «100.1» vượt 100 %. Nhập số từ 0 đến 100."
        )]
    ),
    "fact that is no number": (
        "facts_2031.csv", '"5,8"', "nhiều",
        ["dòng 2, cột «value»: «nhiều» không phải là số. Nhập số không âm, ví dụ 9,28."],
    ),
    "fact about a main criterion": (
        "facts_2031.csv", "Diệt virus", "An toàn",
        [(
            "dòng 2, cột «criterion»: Tiêu chí «An toàn» có tiêu chí thành phần. Ghi tên tiêu chí "
            "thành phần."
        )],
    ),
    "criterion of another annex": (
        "failing_2031.csv", "Sao lưu", "Đào tạo",
        [(
            "dòng 2, cột «criterion»: Nhóm G1 (Phụ lục A) không có tiêu chí «Đào tạo». Ghi đúng "
            "tên trong bộ tiêu chí."
        )],
    ),
    "name of two criteria": (
        "failing_2031.csv", "G2,2,X2", "G2,Trùng tên,X2",
        [(
            "dòng 4, cột «criterion»: Nhóm G2 có nhiều tiêu chí tên «Trùng tên». Ghi số thứ tự "
            "của tiêu chí thay cho tên: 1, 2."
        )],
    ),
    "failing twice": (
        "failing_2031.csv", "G2,2,X2", "G1,2.2,X1",
        ["dòng 4, cột «criterion»: Đơn vị và tiêu chí này đã có ở dòng 2. Xóa bớt một dòng."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), CELLS.values(), ids=CELLS.keys())
def test_wrong_table_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, said: list[str]
) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, file, old, new)
    assert sorted(problems_of(folder)) == sorted(f"{file}, {problem}" for problem in said)


NO_BLANK = "Xóa mục này hoặc để trống ô điểm."
DESCRIPTIONS = {
    "year as text": ({"year": "2031"}, [(
        "year»: Năm phải là số nguyên từ 1990 đến 2199, không đặt trong dấu nháy."
    )]),
    "year before the year before": (
        {"previous_year": 2031},
        [(
            "previous_year»: Năm so sánh 2031 phải trước năm đánh giá 2031. Nếu là đợt đầu tiên, "
            "ghi null."
        )],
    ),
    "code too long": ({"code": "x" * 21}, ["code»: Dài quá 20 ký tự."]),
    "number for text": ({"ministry": 3}, ["ministry»: Phải là chuỗi trong dấu nháy kép."]),
    "no decision": ({"decision": None}, ["decision»: Phải là một đối tượng {…}."]),
    "decision without its parts": (
        {"decision": {"number": "1/QĐ", "date": "2031-13-01", "signer": "A"}},
        [
            "decision.authority»: Thiếu mục này.",
            ('decision.date»: Ngày phải có thật và viết theo dạng "2020-12-21", hoặc null nếu '
            'không rõ.'),
        ],
    ),
    "no kinds": ({"annexes": {}}, ["annexes»: Phải có ít nhất 1 mục."]),
    "annexes as a list": ({"annexes": ["A"]}, ["annexes»: Phải là một đối tượng {…}."]),
    "unknown annex": (
        {"annexes": {"cuc": "A", "vu": "C", "vien": "B"}}, [(
            "annexes.vu»: Bộ tiêu chí không có phụ lục «C». Các phụ lục: A, B."
        )]
    ),
    "name of an unknown kind": (
        {"kinds": {"x": "y"}},
        [(
            "kinds.x»: Loại đơn vị «x» không có trong mục «annexes». Thêm phụ lục của loại này "
            "hoặc xóa tên."
        )],
    ),
    "override of an unknown unit": (
        {"annex_overrides": [*CAMPAIGN["annex_overrides"], {"unit": "Z9", "annex": "A"}]},
        [(
            "annex_overrides[1].unit»: Không có đơn vị «Z9» trong units.csv. Sửa mã hoặc thêm đơn "
            "vị."
        )],
    ),
    "override twice": (
        {"annex_overrides": CAMPAIGN["annex_overrides"] * 2},
        ["annex_overrides[1]»: Đơn vị «Z1» đã có ngoại lệ như vậy ở trên. Xóa bớt một mục."],
    ),
    "override to an annex without the group": (
        {"annex_overrides": [*CAMPAIGN["annex_overrides"],
        {"unit": "Z1", "group": "G2", "annex": "B"}]},
        ["annex_overrides[1].group»: Phụ lục B không có nhóm «G2». Các nhóm: G1, G3."],
    ),
    "override that is no object": (
        {"annex_overrides": [*CAMPAIGN["annex_overrides"], "Z1"]}, [(
            "annex_overrides[1]»: Phải là một đối tượng {…}."
        )]
    ),
    "group that the framework always asks": (
        {"groups_that_may_be_absent": ["G2", "G1"]},
        [(
            "groups_that_may_be_absent[1]»: Bộ tiêu chí quy định nhóm «G1» luôn áp dụng. Xóa nhóm "
            "này hoặc sửa bộ tiêu chí."
        )],
    ),
    "unknown group": (
        {"groups_that_may_be_absent": ["G2", "G9"]}, [(
            "groups_that_may_be_absent[1]»: Không có nhóm «G9». Các nhóm: G1, G2, G3."
        )]
    ),
    "group twice": (
        {"groups_that_may_be_absent": ["G2", "G2"]}, [(
            "groups_that_may_be_absent[1]»: «G2» có hai lần. Xóa bớt một lần."
        )]
    ),
    "zero where nothing is blank": (
        {"blanks_counted_as_zero": [*CAMPAIGN["blanks_counted_as_zero"],
        {"unit": "Y1", "group": "G1", "year": 2031}]},
        [(
            "blanks_counted_as_zero[1]»: Không có ô trống nào của đơn vị «Y1», nhóm «G1», năm "
            f"2031. {NO_BLANK}"
        )],
    ),
    "late unit unknown": (
        {"late_units": ["Q"]}, [(
            "late_units[0]»: Không có đơn vị «Q» trong units.csv. Sửa mã hoặc thêm đơn vị."
        )]
    ),
    "late unit as a number": ({"late_units": [1]}, [(
        "late_units[0]»: Phải là chuỗi trong dấu nháy kép."
    )]),
    "entry that means nothing": (
        {"late_unit": ["Y1"]}, [(
            "late_unit»: Không có mục nào tên như vậy. Sửa lại tên hoặc xóa mục này."
        )]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys())
def test_wrong_description_is_refused_with_its_line(
    tmp_path: Path, changes: dict[str, object], said: list[str]
) -> None:
    folder = write_small(tmp_path, **changes)
    found = problems_of(folder)
    assert [problem.partition("mục «")[2] for problem in found] == said
    lines = (folder / "campaign.json").read_text(encoding="utf-8").splitlines()
    for problem in found:
        name = problem.partition("mục «")[2].partition("»")[0].partition("[")[0].rpartition(".")[2]
        around = lines[: int(problem.partition("dòng ")[2].partition(",")[0])]
        assert problem.startswith("campaign.json, dòng ")
        assert name == "authority" or any(f'"{name}"' in line for line in around)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"code": "thu31",',
            '"code": "thu31",,',
            "campaign.json: Tệp không phải là JSON hợp lệ (dòng 2, cột 18).",
        ),
        (
            '"code"',
            '"code": "x", "code"',
            "campaign.json: Mục «code» xuất hiện hai lần trong cùng một đối tượng.",
        ),
        ("2031", "NaN", "campaign.json: NaN không phải là một số."),
        ("2031", "9" * 5000, "campaign.json: Tệp có phần lồng nhau quá sâu hoặc số quá dài."),
        (
            "2031",
            "[" * 9000 + "]" * 9000,
            "campaign.json: Tệp có phần lồng nhau quá sâu hoặc số quá dài.",
        ),
    ],
)
def test_broken_json_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "campaign.json", old, new)
    assert problems_of(folder) == [said]


def test_json_that_is_no_object_is_refused(tmp_path: Path) -> None:
    (write_small(tmp_path) / "campaign.json").write_text("[]", encoding="utf-8")
    assert problems_of(tmp_path) == ["campaign.json, dòng 1: Tệp phải chứa một đối tượng {…}."]


def test_wrong_framework_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "framework.json", '"maximum": "40.00"', '"maximum": "41.00"')
    (problem,) = problems_of(folder)
    assert problem.startswith(
        "framework.json, dòng 21, mục «annexes[0].groups[0].maximum»: Điểm tối đa là 41,00"
    )


def test_framework_of_another_code_is_refused(tmp_path: Path) -> None:
    said = (
        "framework.json, mục «code»: Tệp này là bộ tiêu chí «thu-2031», campaign.json ghi «khac». "
        "Sửa cho giống nhau."
    )
    assert problems_of(write_small(tmp_path, framework="khac")) == [said]


def test_framework_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path, framework="khac")
    (folder / "framework.json").unlink()
    assert problems_of(folder) == [
        "campaign.json, dòng 5, mục «framework»: Không có bộ tiêu chí nào mang mã «khac»."
    ]


def test_unit_that_no_group_applies_to_is_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path, groups_that_may_be_absent=["G1", "G2"])
    replace_once(
        folder, "framework.json", '"maximum": "40.00"', '"maximum": "40.00", "may_be_absent": true'
    )
    replace_once(folder, SCORES, "X2,2031,G1,33.33", "X2,2031,G1,")
    said = "Đơn vị «X2» không còn nhóm nào được áp dụng trong năm 2031. Nhập ít nhất một điểm."
    assert f"{SCORES}, cột «score»: {said}" in problems_of(folder)


def test_blank_that_only_the_campaign_forbids_says_how_to_allow_it(tmp_path: Path) -> None:
    problems = problems_of(write_small(tmp_path, groups_that_may_be_absent=[]))
    assert [problem.partition(":")[0] for problem in problems] == [
        f"{SCORES}, dòng {line}, cột «score»" for line in (12, 13)
    ]
    assert all("thêm nhóm vào mục «groups_that_may_be_absent»" in problem for problem in problems)


@pytest.mark.parametrize("name", ["campaign.json", UNITS, TOTALS, SCORES])
def test_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    (write_small(tmp_path) / name).unlink()
    assert problems_of(tmp_path) == [f"{name}: Thiếu tệp này. Thêm tệp vào thư mục."]


def test_file_of_another_year_is_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    (folder / "facts_2031.csv").rename(folder / "facts_2030.csv")
    said = (
        "facts_2030.csv: Tên tệp không mang năm của đợt đánh giá. Đổi tên thành facts_2031.csv "
        "hoặc xóa tệp."
    )
    assert problems_of(folder) == [said]


def write_latin(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("Vụ".encode(), b"V\xf4"))


def write_utf16(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")


def write_much(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n" * 1_000_000, encoding="utf-8")


def write_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


NO_UTF8 = "Không phải là văn bản UTF-8. Lưu lại tệp theo kiểu «CSV UTF-8»."


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (write_latin, f", dòng 2: {NO_UTF8}"),
        (write_utf16, f", dòng 1: {NO_UTF8}"),
        (write_much, ": Tệp lớn hơn 1 MB. Kiểm tra lại, có thể đã chép nhầm tệp."),
        (write_folder, ": Đây không phải là tệp thường. Thay bằng tệp có nội dung."),
    ],
)
def test_file_that_is_no_table_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(write_small(tmp_path) / UNITS)
    assert problems_of(tmp_path) == [f"{UNITS}{said}"]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    folder = write_small(tmp_path, late_units=["Q"])
    replace_once(folder, TOTALS, "15.00", "abc")
    replace_once(folder, SCORES, "X1,2031,G2,69.99", "X1,2031,G2,100.01")
    replace_once(folder, "timeline_2031.csv", "2,2031", "hai,2031")
    assert [problem.partition(":")[0] for problem in problems_of(folder)] == [
        "campaign.json, dòng 41, mục «late_units[0]»",
        "published_group_scores.csv, dòng 9, cột «score»",
        "published_totals.csv, dòng 2, cột «appraised_2031»",
        "timeline_2031.csv, dòng 3, cột «step»",
    ]


def test_faulty_description_does_not_hide_faulty_tables(tmp_path: Path) -> None:
    folder = write_small(tmp_path, late_units=3)
    replace_once(folder, TOTALS, "15.00", "abc")
    assert [problem.partition(":")[0] for problem in problems_of(folder)] == [
        "campaign.json, dòng 40, mục «late_units»",
        "published_totals.csv, dòng 2, cột «appraised_2031»",
    ]


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    said = "Không có thư mục này. Chỉ đúng thư mục chứa campaign.json."
    assert problems_of(tmp_path / "x") == [f"{tmp_path / 'x'}: {said}"]


def test_command_lists_every_problem_and_fails(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, TOTALS, "15.00", "abc")
    with pytest.raises(CommandError) as failure:
        call_command("load_campaign", str(folder))
    assert failure.value.returncode == 1
    assert str(failure.value).splitlines() == [
        "Có 1 chỗ sai nên không nạp gì cả. Sửa các chỗ sau rồi nạp lại.",
        (
            "published_totals.csv, dòng 2, cột «appraised_2031»: «abc» không phải là điểm. "
            f"{FROM_0_TO_70}"
        ),
    ]


def test_real_campaign_is_refused_for_one_wrong_letter(tmp_path: Path) -> None:
    folder = copy_real(tmp_path / "2020")
    replace_once(folder, SCORES, "TCTCNN,2020,NL,56.80", "TCTCNN,2020,NL,56.8O")
    said = (
        "published_group_scores.csv, dòng 217, cột «score»: «56.8O» không phải là điểm. Nhập số "
        "từ 0 đến 100, ví dụ 72,57."
    )
    assert problems_of(folder) == [said]


def test_blank_of_the_real_campaign_must_stay_resolved(tmp_path: Path) -> None:
    folder = copy_real(tmp_path / "2020")
    description = json.loads((folder / "campaign.json").read_text(encoding="utf-8"))
    (folder / "campaign.json").write_text(
        json.dumps(description | {"blanks_counted_as_zero": []}), encoding="utf-8"
    )
    (problem,) = problems_of(folder)
    assert problem.startswith(
        "published_group_scores.csv, dòng 191, cột «score»: Ô này để trống nhưng nhóm CCCS được "
        "áp dụng."
    )
