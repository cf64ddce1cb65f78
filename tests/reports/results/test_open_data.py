"""Open data, and the command that writes a report to a file."""

import csv
import hashlib
import io
import json
import os
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command

from reports.jobs.services import drafts as making
from reports.layout.pdf import Pdf, PdfUnavailable
from reports.results.queries.open_data import as_json, as_open_data, canonical, sha256_of
from scoring.core.results import TOTAL, Average, Figure
from tests.places import ROOT
from tests.reports.factories import exact, make_group, make_kind, make_results, make_unit
from tests.stored_files import rendering_path

FOLDER = ROOT / "fixtures" / "campaigns" / "2020"


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def small_results():
    differing = Figure(exact=Fraction(4070, 100), printed=Decimal("46.63"))
    figures = {
        (TOTAL, 2019): differing,
        ("G1", 2020): exact(0),
        ("G1", 2019): Figure(applies=False),
    }
    units = [make_unit("A", order=1, total="70", figures=figures, groups=[make_group("G1")])]
    of_kind = Average(Figure(exact=Fraction(75), printed=Decimal("28.13")), n=8, n_recomputed=3)
    agreeing = Average(Figure(exact=Fraction(70), printed=Decimal("70.00")), n=1, n_recomputed=1)
    return make_results(make_kind(units, averages={("G1", 2020): of_kind, (TOTAL, 2020): agreeing}))


def test_the_whole_shape():
    totals = {"total_2019": "46.63", "self_2020": None, "final_2020": "70.00"}
    row = {"rank": 1, "unit": "A", "values": totals, "recomputed": {"total_2019": "40.70"}}
    caption = "Kết quả đánh giá, xếp hạng mức độ ứng dụng CNTT của các đơn vị"
    years = "năm 2020 so với năm 2019"
    expected = {
        "campaign": "thu",
        "framework": "khung",
        "tables": [
            {
                "number": 1,
                "title": f"{caption} năm 2020",
                "kind": None,
                "rows": [row],
                "averages": {},
            },
            {
                "number": 2,
                "title": f"{caption} thuộc Bộ năm 2020",
                "kind": "trong",
                "rows": [row],
                "averages": {"final_2020": {"value": "70.00", "n": 1}},
            },
            {
                "number": 3,
                "title": "Điểm các nhóm tiêu chí của các đơn vị thuộc Bộ, năm 2019 và năm 2020",
                "kind": "trong",
                "rows": [
                    {
                        "rank": 1,
                        "unit": "A",
                        "values": {"G1_2019": None, "G1_2020": "0.00"},
                        "recomputed": {},
                    }
                ],
                "averages": {
                    "G1_2020": {"value": "28.13", "n": 8, "recomputed": {"value": "75.00", "n": 3}}
                },
            },
        ],
        "charts": [
            {
                "number": number,
                "title": title,
                "categories": ["A"],
                "series": [{"name": name, "values": [value]} for name, value in series],
            }
            for number, title, series in [
                (1, f"Kết quả đánh giá các đơn vị {years}", [("2019", "46.63"), ("2020", "70.00")]),
                (
                    2,
                    f"Kết quả đánh giá các đơn vị thuộc Bộ {years}",
                    [("2019", "46.63"), ("2020", "70.00")],
                ),
                (3, "Điểm các nhóm tiêu chí của các đơn vị thuộc Bộ năm 2020", [("G1", "0.00")]),
                (
                    4,
                    "Điểm nhóm Tên G1 của các đơn vị thuộc Bộ năm 2020",
                    [("2019", None), ("2020", "0.00")],
                ),
            ]
        ],
        "bands": [
            {"kind": "trong", "band": band, "units": ["A"] if band == "A" else []} for band in "ABC"
        ],
    }

    expected["charts"][3]["note"] = "Không có số liệu năm 2019 để so sánh."
    document = as_open_data(small_results())

    assert document == expected | {"sha256": document["sha256"]}


def test_the_sum_is_that_of_the_canonical_form_without_the_sum():
    document = as_open_data(small_results())
    bare = {key: value for key, value in document.items() if key != "sha256"}

    assert canonical({"b": "ấ", "a": [None, 1]}) == '{"a":[null,1],"b":"ấ"}'.encode()
    assert document["sha256"] == hashlib.sha256(canonical(bare)).hexdigest() == sha256_of(document)


def test_one_other_figure_makes_another_sum():
    document = json.loads(as_json(as_open_data(small_results())))
    assert sha256_of(document) == document["sha256"]

    document["tables"][0]["rows"][0]["values"]["final_2020"] = "70.01"

    assert sha256_of(document) != document["sha256"]


def exported() -> dict:
    out = io.StringIO()
    call_command("export_report", "2020", format="json", output="-", stdout=out)
    return json.loads(out.getvalue())


def test_the_json_of_2020_agrees_with_all_its_totals_and_group_scores(campaign_2020):
    document = exported()
    values = [{row["unit"]: row["values"] for row in table["rows"]} for table in document["tables"]]
    totals, groups = values[0], values[2] | values[4]

    assert totals == values[1] | values[3]
    assert totals == {
        row["unit"]: {
            "total_2019": row["total_2019"],
            "self_2020": row["self_2020"],
            "final_2020": row["appraised_2020"],
        }
        for row in read("published_totals.csv")
    }
    printed = {
        (row["unit"], f"{row['group']}_{row['year']}"): row["score"] or None
        for row in read("published_group_scores.csv")
    }
    assert {
        (unit, key): value for unit, of_unit in groups.items() for key, value in of_unit.items()
    } == printed | {("DHNVHN", "CCCS_2020"): "0.00"}


def test_the_json_of_2020_names_what_the_rule_gives_differently(campaign_2020):
    document = exported()

    assert {
        row["unit"]: row["recomputed"] for row in document["tables"][0]["rows"] if row["recomputed"]
    } == {
        "VKHTCNN": {"total_2019": "40.70", "final_2020": "56.88"},
        "TCTCNN": {"total_2019": "43.80", "final_2020": "38.76"},
        "BTDKTTW": {"total_2019": "84.08"},
    }
    assert [
        row["recomputed"]
        for table in (2, 4)
        for row in document["tables"][table]["rows"]
        if row["recomputed"]
    ] == []
    assert {
        (table["number"], key): average["recomputed"]
        for table in document["tables"]
        for key, average in table["averages"].items()
        if "recomputed" in average
    } == {
        (2, "final_2020"): {"value": "61.72", "n": 15},
        (4, "total_2019"): {"value": "62.91", "n": 8},
        (5, "DVCTT_2020"): {"value": "75.00", "n": 3},
    }
    assert document["tables"][0]["averages"]["final_2020"] == {"value": "62.00", "n": 23}


def test_the_file_holds_what_the_screen_shows(campaign_2020, tmp_path):
    target = tmp_path / "bao-cao.json"
    target.write_text("cũ")

    call_command("export_report", "2020", format="json", output=str(target))

    assert json.loads(target.read_text(encoding="utf-8")) == exported()
    assert [path.name for path in tmp_path.iterdir()] == ["bao-cao.json"]


def test_an_unknown_campaign_is_named_with_those_that_exist(campaign_2020, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("export_report", "2021", format="json", output=str(tmp_path / "a.json"))

    assert str(refused.value) == "Không có đợt đánh giá nào mang mã «2021». Các đợt hiện có: 2020."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_without_any_campaign_the_command_says_so():
    with pytest.raises(CommandError, match="Các đợt hiện có: chưa có đợt nào"):
        call_command("export_report", "2020", format="pdf", output="a.pdf")


def test_pdf_is_not_written_to_the_screen():
    with pytest.raises(CommandError, match="Tệp dạng này phải ghi ra đĩa"):
        call_command("export_report", "2020", format="pdf", output="-")


def test_a_file_that_cannot_be_written_is_named(campaign_2020, tmp_path):
    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    for output, problem in [
        (tmp_path / "khong" / "a.json", f"thư mục «{tmp_path / 'khong'}» không tồn tại"),
        (tmp_path, "đường dẫn này không phải là một tệp"),
        (pipe, "đường dẫn này không phải là một tệp"),
    ]:
        with pytest.raises(CommandError) as refused:
            call_command("export_report", "2020", format="json", output=str(output))
        assert str(refused.value) == f"Không ghi được «{output}»: {problem}."
    assert list(tmp_path.iterdir()) == [pipe]


def test_the_pdf_names_the_sum_of_the_open_data(campaign_2020, tmp_path, monkeypatch):
    def write(html, **_options) -> Pdf:
        return Pdf(html.encode(), pages=1)

    monkeypatch.setattr(making, "make_pdf", write)

    call_command("export_report", "2020", format="pdf", output=str(tmp_path / "a.pdf"))

    assert f">{exported()['sha256']}<" in (tmp_path / "a.pdf").read_text()
    assert (
        rendering_path(campaign_2020.renderings.get()).read_bytes()
        == (tmp_path / "a.pdf").read_bytes()
    )


def test_without_pango_the_command_says_what_to_install(campaign_2020, tmp_path, monkeypatch):
    def refuse() -> None:
        raise PdfUnavailable

    monkeypatch.setattr(making, "require_weasyprint", refuse)

    with pytest.raises(CommandError, match="apt-get install"):
        call_command("export_report", "2020", format="pdf", output=str(tmp_path / "a.pdf"))
    assert list(tmp_path.iterdir()) == []
