"""Campaign folders to load: a small invented one unlike that of 2020 in everything, and ways to
spoil a folder.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

REAL = Path(settings.BASE_DIR) / "fixtures" / "campaigns" / "2020"

FRAMEWORK: dict[str, Any] = {
    "code": "thu-2031",
    "title": "Bộ tiêu chí thử",
    "aggregation": "mean_of_groups",
    "is_published": True,
    "bands": [{"code": "D", "label": "Đạt", "lower": "20.00"}],
    "annexes": [
        {
            "code": "A",
            "title": "Cho các cục",
            "groups": [
                {
                    "code": "G1",
                    "name": "Hạ tầng",
                    "maximum": "40.00",
                    "criteria": [
                        {"code": "1", "name": "Máy tính", "maximum": "25.00"},
                        {
                            "code": "2",
                            "name": "An toàn",
                            "maximum": "15.00",
                            "criteria": [
                                {"code": "2.1", "name": "Diệt virus", "maximum": "10.00"},
                                {"code": "2.2", "name": "Sao lưu", "maximum": "5.00"},
                            ],
                        },
                    ],
                },
                {
                    "code": "G2",
                    "name": "Dịch vụ",
                    "maximum": "100.00",
                    "may_be_absent": True,
                    "criteria": [
                        {"code": "1", "name": "Trùng tên", "maximum": "50.00"},
                        {"code": "2", "name": "Trùng tên", "maximum": "50.00"},
                    ],
                },
            ],
        },
        {
            "code": "B",
            "title": "Cho các vụ, viện",
            "groups": [
                {
                    "code": "G1",
                    "name": "Hạ tầng",
                    "maximum": "60.00",
                    "criteria": [{"code": "1", "name": "Máy tính", "maximum": "60.00"}],
                },
                {
                    "code": "G3",
                    "name": "Nhân lực",
                    "maximum": "80.00",
                    "criteria": [
                        {"code": "1", "name": "Đào tạo", "maximum": "30.00"},
                        {"code": "2", "name": "Tuyển dụng", "maximum": "50.00"},
                    ],
                },
            ],
        },
    ],
}

CAMPAIGN: dict[str, Any] = {
    "code": "thu31",
    "year": 2031,
    "previous_year": 2030,
    "framework": "thu-2031",
    "title": "Đợt thử",
    "ministry": "Bộ Thử nghiệm",
    "decision": {
        "number": "7/QĐ-BTN",
        "date": "2032-01-05",
        "signer": "Nguyễn Văn A",
        "authority": "Bộ trưởng",
    },
    "annexes": {"cuc": "A", "vu": "B", "vien": "B"},
    "kinds": {"cuc": "Các cục", "vu": "Các vụ"},
    "annex_overrides": [{"unit": "Z1", "group": "G1", "annex": "A"}],
    "groups_that_may_be_absent": ["G2"],
    "blanks_counted_as_zero": [{"unit": "Y1", "group": "G3", "year": 2031}],
    "late_units": ["Y1"],
}

TABLES: dict[str, str] = {
    "units.csv": """\
code,name,short_name,kind
Y1,Vụ Một,V1,vu
X1,Cục Một,C1,cuc
X2,"Cục ""Hai"" <b>&amp;</b>, miền Nam",C2,cuc
Z1,Viện Mới,VM,vien
""",
    "published_totals.csv": """\
unit,total_2030,self_2031,appraised_2031
Y1,20.00,40.00,15.00
X1,30.00,69.99,45.50
X2,12.00,39.00,33.33
Z1,,50.00,41.00
""",
    "published_group_scores.csv": """\
unit,year,group,score
Y1,2030,G1,25.00
Y1,2031,G1,30.00
Y1,2030,G3,15.00
Y1,2031,G3,
X1,2030,G1,10.00
X1,2031,G1,21.01
X1,2030,G2,50.00
X1,2031,G2,69.99
X2,2030,G1,12.00
X2,2031,G1,33.33
X2,2030,G2,
X2,2031,G2,
Z1,2031,G1,32.00
Z1,2031,G3,50.00
""",
    "published_averages.csv": """\
place,kind,measure,year,printed
bảng 1,,total,2031,33.71
bảng 2,cuc,G1,2031,27.17
bảng 2,vien,self,2031,–
""",
    "members_2031.csv": """\
body,order,name,position,role,unit
council,1,Trần Thị B,Thứ trưởng,Chủ tịch Hội đồng,
council,2,Lê Văn C,Cục trưởng Cục Một,Ủy viên,X1
council,3,Đỗ Thị D,Vụ trưởng Vụ Một,Ủy viên kiêm thư ký,Y1
working_group,1,Phạm Văn E,,Tổ trưởng,X2
working_group,2,Vũ Thị G,,Tổ viên kiêm Thư ký,
""",
    "timeline_2031.csv": """\
step,date,document,what
1,2031-11-01,1/QĐ-BTN,Thành lập Hội đồng đánh giá
2,2031-11-02,2/QĐ-BTN,Thành lập Tổ giúp việc Hội đồng
3,,,Họp
""",
    "facts_2031.csv": """\
group,criterion,unit,value,kind,as_of
G1,Diệt virus,X1,"5,8",percent,
G3,Tuyển dụng,Z1,12,people,2031-10-31
""",
    "failing_2031.csv": """\
group,criterion,unit
G1,Sao lưu,X1
G1,An toàn,Z1
G2,2,X2
""",
}


def write_small(folder: Path, tables: Mapping[str, str] | None = None, **changes: Any) -> Path:
    """The small campaign, with other tables or other entries in campaign.json."""
    folder.mkdir(exist_ok=True)
    (folder / "framework.json").write_text(
        json.dumps(FRAMEWORK, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / "campaign.json").write_text(
        json.dumps(CAMPAIGN | changes, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for name, text in (TABLES | dict(tables or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def copy_real(folder: Path) -> Path:
    """The campaign of 2020 as files that may be spoilt."""
    return Path(shutil.copytree(REAL, folder))


def replace_once(folder: Path, file: str, old: str, new: str) -> None:
    """Change the first place in a file where this text stands; it must be there."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, (file, old)
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
