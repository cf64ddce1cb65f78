"""The frozen content: whatever changes in the application, the same bytes come out of it again."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from criteria.models import CriterionGroup, Framework
from ictindex.lib.json_values import plain
from ictindex.lib.private_files import StoredFileDamaged
from reports.editions import content
from reports.editions.content import ContentDamaged, compose, pack, unpack
from reports.editions.members import Correction, Erratum, read_source
from reports.editions.pdf import lay_out
from reports.editions.queries import store
from reports.editions.queries.differences import EditionDifference, differences
from reports.editions.queries.store import contents_of
from reports.editions.services.publication import published_edition
from reports.editions.services.reproduction import render_again
from reports.enums import EditionState, FileFormat
from reports.models import Edition
from reports.results.queries.open_data import canonical
from scoring.core.results import Figure
from scoring.models import PrintedFigure
from submissions.enums import Phase
from submissions.models import Appointment, Campaign, Submission
from tests.reports.editions.factories import lay_out_quickly, make_desk
from tests.stored_files import edition_path, lay
from tests.submissions.factories import NOW
from units.models import Unit
from units.record.queries.verification import verify_record


def same(edition: Edition) -> dict[str, bool]:
    return {each.label: each.is_same for each in render_again(edition).files}


ALL = {"PDF", "Excel (XLSX)", "Word (DOCX)", "Dữ liệu mở (JSON)"}


@pytest.mark.slow
@pytest.mark.representative
def test_edition_of_2020_comes_out_the_same_whatever_has_changed_since(
    campaign_2020, monkeypatch, tmp_path, settings, capsys
):
    target = tmp_path / "bao-cao.pdf"
    call_command("freeze_loaded", "2020", "--output", str(target))
    edition = published_edition(campaign_2020)
    assert (edition.number, edition.state, edition.frozen_by) == (1, EditionState.PUBLISHED, None)
    pdf = edition.files.get(format=FileFormat.PDF)
    assert target.read_bytes() == store.read_checked(pdf)
    with pikepdf.open(target) as document:
        assert list(document.attachments) == ["so-lieu-2020.xlsx"]
        assert document.attachments[
            "so-lieu-2020.xlsx"
        ].get_file().read_bytes() == store.read_checked(edition.files.get(format=FileFormat.XLSX))
    before = content.document_sha256(read_source(campaign_2020).document)

    Framework.objects.update(title="Bộ tiêu chí khác")
    CriterionGroup.objects.update(name="Nhóm khác")
    Submission.objects.update(name="Đơn vị khác", short_name="ĐVK")
    Unit.objects.update(name="Đơn vị khác", short_name="ĐVK")
    PrintedFigure.objects.exclude(value=None).exclude(value=0).update(value=Decimal("12.34"))
    Appointment.objects.filter(campaign=campaign_2020).update(person="Người khác")
    Campaign.objects.update(title="Đợt khác", signer="Người khác", decided_on=date(2001, 1, 1))
    monkeypatch.setattr(
        "reports.document.prose.conclusions.list_recommendations", lambda *_: ("Câu khác",)
    )
    base = tmp_path / "khac"
    (base / "templates" / "print").mkdir(parents=True)
    (base / "templates" / "print" / "report.css").write_text("body { font-size: 40pt }")
    (base / "static" / "fonts").mkdir(parents=True)
    settings.BASE_DIR = base

    assert (
        content.document_sha256(read_source(Campaign.objects.get(code="2020")).document) != before
    )
    again = same(edition)
    assert (set(again) >= ALL, set(again.values())) == (True, {True})
    call_command("render_edition", "2020", "--output", str(tmp_path / "lai.pdf"))
    assert (tmp_path / "lai.pdf").read_bytes() == target.read_bytes()
    assert "Bản số 1, PDF: giống hệt tệp đã lưu" in capsys.readouterr().out
    assert b"".join(Client().get("/dot/2020/bao-cao.pdf").streaming_content) == target.read_bytes()


@pytest.fixture
def campaign(db):
    """Small and published, without an edition."""
    desk = make_desk()
    Campaign.objects.update(phase=Phase.PUBLISHED)
    desk.campaign.refresh_from_db()
    return desk.campaign


@pytest.fixture
def quick(monkeypatch):
    lay_out_quickly(monkeypatch)


def test_freezing_again_changes_nothing_and_the_record_holds(quick, campaign):
    before = verify_record()
    call_command("freeze_loaded", "2020", verbosity=0)
    edition = published_edition(campaign)
    files = list(edition.files.values_list("format", "sha256"))
    call_command("freeze_loaded", "2020", verbosity=0)
    assert list(Edition.objects.get().files.values_list("format", "sha256")) == files
    assert verify_record() == before


def test_command_says_when_a_file_does_not_come_out_as_stored(quick, campaign):
    call_command("freeze_loaded", "2020", verbosity=0)
    Edition.objects.get().files.filter(format=FileFormat.PDF).update(sha256="0" * 64)
    with pytest.raises(CommandError, match="không giống tệp đã lưu"):
        call_command("render_edition", "2020")


def test_command_knows_no_other_edition(quick, campaign):
    with pytest.raises(CommandError, match="không có bản ban hành nào"):
        call_command("render_edition", "2020", "--number", "7")


def test_the_same_values_and_moment_make_the_same_content(campaign):
    first = pack(compose(read_source(campaign), number=1, now=NOW))
    assert pack(compose(read_source(campaign), number=1, now=NOW)) == first
    assert pack(unpack(first)) == first


def test_content_holds_only_fonts_that_the_page_is_set_in(campaign):
    names = [
        name
        for name in compose(read_source(campaign), number=1, now=NOW).members
        if name.endswith(".ttf")
    ]
    assert len(names) == 6


def test_identity_changes_with_templates_and_with_fonts(settings, tmp_path, campaign):
    before = compose(read_source(campaign), number=1, now=NOW).about
    base = Path(settings.BASE_DIR)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "fonts").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "print").mkdir()
    for path in [
        *(base / "static" / "fonts").glob("*.ttf"),
        *(base / "templates" / "print").glob("*.*"),
    ]:
        copy = tmp_path / path.relative_to(base)
        copy.write_bytes(
            path.read_bytes()
            + (b" " if path.name in ("LiberationSerif-Bold.ttf", "grid.html") else b"")
        )
    settings.BASE_DIR = tmp_path
    after = compose(read_source(campaign), number=1, now=NOW).about
    assert before["template_sha256"] != after["template_sha256"]
    assert before["fonts_sha256"] != after["fonts_sha256"]
    assert before["document_sha256"] == after["document_sha256"]


def changed(packed: bytes, change) -> bytes:
    """The file with other members, as somebody with a ZIP program would make it."""
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return target.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.update(
            {"print/report.html": members["print/report.html"].replace("Hà Nội".encode(), b"Hue")}
        ),
        lambda members: members.pop("print/report.css"),
        lambda members: members.update({"them.txt": b"them"}),
        lambda members: members.pop("about.json"),
        lambda members: members.update({"about.json": b"{}"}),
        lambda members: members.update(
            {"about.json": members["about.json"].replace(b'"version":1', b'"version":2')}
        ),
    ],
)
def test_content_that_was_touched_is_not_used(campaign, change):
    packed = pack(compose(read_source(campaign), number=1, now=NOW))
    with pytest.raises(ContentDamaged):
        unpack(changed(packed, change))


@pytest.mark.parametrize("packed", [b"", b"PK", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_content_is_refused(packed):
    with pytest.raises(ContentDamaged):
        unpack(packed)


def test_changed_content_file_is_not_rendered(quick, campaign):
    call_command("freeze_loaded", "2020", verbosity=0)
    edition = Edition.objects.get()
    path = edition_path(edition.files.get(format=FileFormat.CONTENT).stored_as)
    lay(path, path.read_bytes() + b" ")
    with pytest.raises(StoredFileDamaged):
        contents_of(edition)


def test_correction_is_printed_at_the_head_and_hostile_text_comes_out_as_text(campaign):
    errata = (
        Erratum(
            "Bảng 1 <script>alert(1)</script>",
            "{{ campaign }}",
            "{% include 'x' %} =1+1 " + "a" * 10_000,
        ),
    )
    source = replace(read_source(campaign), correction=Correction(1, "Sửa <b>lỗi</b> in.", errata))
    contents = compose(source, number=2, now=NOW)
    assert "NỘI DUNG ĐÍNH CHÍNH" in contents.page
    assert "Báo cáo này thay bản ban hành số 1. Sửa &lt;b&gt;lỗi&lt;/b&gt; in." in contents.page
    assert "&lt;script&gt;" in contents.page
    assert "<script" not in contents.page
    assert "{{ campaign }}" in contents.page
    assert (
        contents.about["document_sha256"]
        == compose(read_source(campaign), number=1, now=NOW).about["document_sha256"]
    )
    assert lay_out(contents).pages > 1


# --- what differs, and plain values ---------------------------------------------------------------


def test_a_line_put_in_between_does_not_make_all_after_it_differ():
    before = [("Mục 1", "a"), ("Mục 1", "b"), ("Bảng 1, A, tổng", "1,00")]
    after = [("Mục 1", "a"), ("Mục 1", "mới"), ("Mục 1", "b"), ("Bảng 1, A, tổng", "2,00")]
    assert differences(before, after) == (
        EditionDifference("Mục 1", "", "mới"),
        EditionDifference("Bảng 1, A, tổng", "1,00", "2,00"),
    )


def test_what_is_gone_comes_last():
    assert differences([("Mục 1", "a"), ("Mục 2", "b")], [("Mục 2", "c")]) == (
        EditionDifference("Mục 2", "b", "c"),
        EditionDifference("Mục 1", "a", ""),
    )


def test_plain_values_are_exact_and_in_order():
    figure = Figure(exact=Fraction(1, 3), printed=Decimal("0.30"))
    assert plain(figure) == {"is": "Figure", "exact": "1/3", "printed": "0.30", "applies": True}
    assert (
        canonical(plain({("b", 1): date(2020, 12, 21), ("a", 1): frozenset({2, 1})}))
        == b'{"a.1":[1,2],"b.1":"2020-12-21"}'
    )


@pytest.mark.parametrize("value", [0.1, object(), b"x", SimpleNamespace(a=1)])
def test_what_has_no_exact_plain_form_is_refused(value):
    with pytest.raises(TypeError):
        plain({"a": [value]})
