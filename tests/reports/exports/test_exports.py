"""The report's other forms over HTTP, the whole file as ZIP, and open data: who gets what, and
that it is whole.
"""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reports.enums import FileFormat, JobState
from reports.jobs.services import requests as jobs
from reports.jobs.services.drafts import make_file
from reports.jobs.services.requests import request_report
from reports.models import Rendering
from reports.results.queries.open_data import as_open_data, sha256_of
from reports.site.api import CampaignListed, OpenData
from scoring.results.queries import campaign_results
from submissions.enums import Phase
from submissions.models import Evidence
from tests.reports.results.test_views import html_of, make_results
from tests.stored_files import evidence_path, lay, rendering_path
from tests.submissions.factories import appoint, make_user
from units.enums import Role
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
CONTENT = b"PK\x03\x04 noi dung"


@pytest.fixture
def queued(monkeypatch):
    found: list[int] = []
    monkeypatch.setattr(
        jobs, "render_report_task", type("Queue", (), {"enqueue": staticmethod(found.append)})
    )
    return found


def sign_in(client, role: Role, campaign, unit=None):
    user = make_user(str(role))
    appoint(user, role, campaign, unit)
    client.force_login(user)
    return user


def make_rendering(campaign, form: FileFormat, content: bytes = CONTENT) -> Rendering:
    rendering = Rendering(
        campaign=campaign,
        format=form,
        state=JobState.DONE,
        percent=100,
        finished_at=timezone.now(),
        file_sha256=hashlib.sha256(content).hexdigest(),
        data_sha256=as_open_data(campaign_results(campaign))["sha256"],
    )
    lay(rendering_path(rendering), content)
    rendering.save()
    return rendering


def make_evidence(submission, name: str, content: bytes, stored_as: str) -> Evidence:
    lay(evidence_path(stored_as), content)
    return Evidence.objects.create(
        submission=submission,
        name=name,
        stored_as=stored_as,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/pdf",
        uploaded_at=timezone.now(),
        summary="=HYPERLINK(1)",
    )


def zip_of(client) -> zipfile.ZipFile:
    answer = client.get("/dot/2020/bao-cao/toan-bo.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows_of(archive: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";"))


# --- Word file and workbook ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "name"), [("docx", "bao-cao-2020.docx"), ("xlsx", "so-lieu-2020.xlsx")]
)
def test_the_newest_file_is_sent_as_it_was_stored(client, form, name):
    campaign = make_results()
    sign_in(client, Role.COUNCIL_SECRETARY, campaign)
    make_rendering(campaign, FileFormat(form))
    answer = client.get(f"/dot/2020/bao-cao/tep/{form}/")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(answer.streaming_content) == CONTENT


def test_a_form_that_is_not_one_of_these_does_not_exist(client):
    sign_in(client, Role.COUNCIL_SECRETARY, make_results())
    assert client.get("/dot/2020/bao-cao/tep/pdf/").status_code == 404
    assert client.get("/dot/2020/bao-cao/tep/docx/").status_code == 404


def test_a_file_of_each_form_is_asked_for_by_itself(client, queued):
    campaign = make_results()
    user = sign_in(client, Role.COUNCIL_SECRETARY, campaign)
    request_report(campaign=campaign, by=user)
    for _ in range(2):
        client.post("/dot/2020/bao-cao/tep/docx/tao-lai/")
    assert list(Rendering.objects.order_by("id").values_list("format", "state")) == [
        ("pdf", "waiting"),
        ("docx", "waiting"),
    ]
    assert len(queued) == 2


def test_the_page_tells_who_may_go_on_working_and_nobody_else(client):
    campaign = make_results()
    make_rendering(campaign, FileFormat.DOCX)
    assert "Để làm việc tiếp" not in html_of(client, "bao-cao/")
    sign_in(client, Role.COUNCIL_SECRETARY, campaign)
    html = html_of(client, "bao-cao/")
    assert "/dot/2020/bao-cao/tep/docx/tao-lai/" in html
    assert "/dot/2020/bao-cao/toan-bo.zip" in html
    assert hashlib.sha256(CONTENT).hexdigest() in html


def test_progress_of_a_form_is_asked_for_until_it_is_done(client):
    campaign = make_results()
    sign_in(client, Role.COUNCIL_SECRETARY, campaign)
    running = Rendering.objects.create(
        campaign=campaign, format="docx", state=JobState.RUNNING, step="Đang vẽ", percent=42
    )
    assert 'hx-get="/dot/2020/bao-cao/tep/docx/tien-do/"' in html_of(client, "bao-cao/")
    assert client.get("/dot/2020/bao-cao/tep/docx/tien-do/").status_code == 200
    Rendering.objects.filter(pk=running.pk).update(state=JobState.DONE)
    answer = client.get("/dot/2020/bao-cao/tep/docx/tien-do/")
    assert answer.status_code == 286
    assert "đã tạo xong" in answer.content.decode()


@pytest.mark.parametrize("form", [FileFormat.DOCX, FileFormat.XLSX])
def test_each_form_is_made_from_the_campaign_as_it_is_now(form):
    campaign = make_results()
    told: list[int] = []
    made = make_file(form, campaign, lambda _step, percent: told.append(percent))
    assert made.content.startswith(b"PK")
    assert made.data_sha256 == as_open_data(campaign_results(campaign))["sha256"]
    assert told
    assert make_file(form, campaign, lambda *_: None) == made


# --- every criterion ----------------------------------------------------------------------


def test_criteria_of_the_own_unit_are_left_out_before_publication(client):
    campaign = make_results(phase=Phase.DRAFT_REPORT)
    own = campaign.submissions.get(order=0)
    user = sign_in(client, Role.WG_HEAD, campaign)
    user.memberships.create(unit=own.unit)
    answer = client.get("/dot/2020/bao-cao/tieu-chi.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    units = (
        {row[0] for row in book["Tiêu chí"].iter_rows(min_row=2, values_only=True)}
        if "Tiêu chí" in book
        else set()
    )
    assert own.unit.code not in units
    note = " ".join(str(row[1]) for row in book["Giới thiệu"].iter_rows(values_only=True))
    assert f"không có quyền xem: {own.short_name}" in note


# --- the whole file -----------------------------------------------------------------------


def test_the_whole_file_holds_documents_data_and_evidence_with_their_sums(client):
    campaign = make_results()
    submission = campaign.submissions.get(order=0)
    make_rendering(campaign, FileFormat.PDF)
    make_evidence(submission, "kế hoạch.pdf", b"%PDF ke hoach", "a" * 48)
    user = sign_in(client, Role.AUDITOR, None)
    archive = zip_of(client)
    folder = f"Ho so/{submission.unit.code}"
    names = archive.namelist()
    assert archive.testzip() is None
    assert "Bao cao/du-thao-2020.pdf" in names
    assert archive.read(f"{folder}/001 kế hoạch.pdf") == b"%PDF ke hoach"
    sums = dict(
        reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines()
    )
    assert sums == {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in names
        if name != "SHA256SUMS"
    }
    head, *rows = rows_of(archive, "Danh muc.csv")
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert (
        found[f"{folder}/001 kế hoạch.pdf"]["SHA-256"]
        == hashlib.sha256(b"%PDF ke hoach").hexdigest()
    )
    assert found[f"{folder}/001 kế hoạch.pdf"]["Trích yếu"] == "'=HYPERLINK(1)"
    entry = AuditEntry.objects.get(act="report.package_downloaded")
    assert (entry.actor, json.loads(entry.facts)["files"][submission.unit.code]) == (user, 1)


def test_a_damaged_file_is_named_and_not_sent(client):
    campaign = make_results()
    evidence = make_evidence(campaign.submissions.get(order=0), "a.pdf", b"%PDF a", "b" * 48)
    lay(evidence_path(evidence.stored_as), b"%PDF other")
    sign_in(client, Role.AUDITOR, None)
    archive = zip_of(client)
    assert not [name for name in archive.namelist() if name.endswith("a.pdf")]
    (row,) = [row for row in rows_of(archive, "Danh muc.csv") if "a.pdf" in row[1]]
    assert row[-1] == "KHÔNG CÓ TRONG GÓI"


def test_evidence_that_the_person_may_not_read_is_left_out_and_said(client):
    campaign = make_results(phase=Phase.DRAFT_REPORT)
    own = campaign.submissions.get(order=0)
    make_evidence(own, "mat.pdf", b"%PDF mat", "c" * 48)
    user = sign_in(client, Role.WG_HEAD, campaign)
    user.memberships.create(unit=own.unit)
    archive = zip_of(client)
    assert not [name for name in archive.namelist() if "mat.pdf" in name]
    assert f"không có quyền xem: {own.short_name}" in archive.read("DOC TRUOC.txt").decode()


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.PUBLISHER])
def test_others_do_not_get_the_whole_file(client, role):
    campaign = make_results()
    sign_in(client, role, campaign)
    assert client.get("/dot/2020/bao-cao/toan-bo.zip").status_code == 403
    assert client.get("/dot/2020/bao-cao/tieu-chi.xlsx").status_code == 403
    assert not AuditEntry.objects.filter(act="report.package_downloaded").exists()


# --- open data ----------------------------------------------------------------------------


def test_open_data_of_a_published_campaign_needs_no_account(client):
    campaign = make_results()
    data = client.get("/api/dot/2020").json()
    assert data == as_open_data(campaign_results(campaign))
    assert sha256_of(data) == data["sha256"]
    (listed,) = client.get("/api/dot").json()
    assert (listed["code"], listed["edition"]) == ("2020", None)
    assert (
        client.get("/api/dot/2020/bang.csv").content == client.get("/dot/2020/ket-qua.csv").content
    )


def test_open_data_of_a_draft_does_not_exist(client):
    make_results(phase=Phase.COUNCIL_2)
    assert client.get("/api/dot").json() == []
    assert client.get("/api/dot/2020").status_code == 404
    assert client.get("/api/dot/2020/bang.csv").status_code == 404


def test_the_reference_explains_every_field_and_loads_nothing_from_elsewhere(client):
    page = client.get("/api/tai-lieu").content.decode()
    assert "<script" not in page
    for field in (*OpenData.model_fields.values(), *CampaignListed.model_fields.values()):
        assert field.description in page
    assert "danh sách TableRow" in page
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    schema = client.get("/api/openapi.json").json()
    names = {
        name for name, shape in schema["components"]["schemas"].items() for _ in shape["properties"]
    }
    assert {"OpenData", "TableData", "TableRow", "ChartData", "BandData", "CampaignListed"} <= names
    assert set(schema["components"]["schemas"]["OpenData"]["properties"]) == set(client_data())
    # Generated clients name their functions so, whatever module the addresses lie in.
    assert {act["operationId"] for path in schema["paths"].values() for act in path.values()} == {
        "reports_api_campaigns",
        "reports_api_figures",
        "reports_api_csv",
    }


def client_data() -> set[str]:
    return {"campaign", "framework", "tables", "charts", "bands", "sha256"}


def test_the_shape_that_is_promised_is_the_shape_that_comes(client):

    make_results()
    data = client.get("/api/dot/2020").json()
    assert OpenData(**data).model_dump(exclude_unset=True) == data
