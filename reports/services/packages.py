"""Giving out a campaign's whole file: everything that the person may read is gathered, and that it was taken is recorded."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from reports.data_book.source import book_of_units
from reports.editions import store
from reports.enums import EditionState, FileFormat
from reports.figures.criterion_lines import criterion_lines
from reports.figures.csv_data import bands_csv, criteria_csv, figures_csv
from reports.figures.open_data import as_json, as_open_data
from reports.making import FORMS
from reports.models import EditionFile, Rendering
from reports.package import Contents, Document, UnitFiles, package
from reports.printing.document import report_document
from reports.queries import latest_rendering, report_facts
from reports.rendering import open_rendering
from scoring.assemble import campaign_results
from submissions.models import Campaign, Evidence, Submission
from units import audit
from units.access import may, require
from units.models import User

EXPORT = "report.export_draft_files"
_READ_EVIDENCE = "self.download_evidence_of_U"
_READ_CRITERIA = ("self.view_self_scores_of_U", "appraise.view_round2_scores_of_U")
_ENDINGS = {FileFormat.SIGNED: "da-ky.pdf"}
_FORMS = (FileFormat.SIGNED, FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)


def take_package(*, campaign: Campaign, by: User, now: datetime | None = None) -> Iterator[bytes]:
    """The ZIP in blocks. Raises Http404 or NotAllowed, before anything is sent."""
    require(by, EXPORT, campaign)
    contents = _contents(campaign, by, now or timezone.now())
    with transaction.atomic():
        units = {each.submission.unit.code: len(each.files) for each in contents.units}
        audit.record(act="report.package_downloaded", by=by, campaign=campaign, subject=campaign, facts={"files": units})
    return package(contents)


def units_in_sight(campaign: Campaign, by: User) -> tuple[frozenset[str], str]:
    """The codes of the units whose criteria the person may see, and a sentence on the others."""
    submissions = _submissions(campaign)
    seen = [submission for submission in submissions if all(may(by, act, submission) for act in _READ_CRITERIA)]
    hidden = [submission for submission in submissions if submission not in seen]
    return frozenset(submission.unit.code for submission in seen), _left_out("Tiêu chí", hidden)


def _contents(campaign: Campaign, by: User, now: datetime) -> Contents:
    submissions = _submissions(campaign)
    readable = [submission for submission in submissions if may(by, _READ_EVIDENCE, submission)]
    hidden = [submission for submission in submissions if submission not in readable]
    left_out = (_left_out("Tài liệu kiểm chứng", hidden), units_in_sight(campaign, by)[1])
    return Contents(
        title=campaign.title,
        at=timezone.localtime(now),
        documents=(*_reports(campaign), *_data(campaign, by)),
        units=tuple(UnitFiles(submission, _evidence(submission)) for submission in readable),
        left_out=tuple(sentence for sentence in left_out if sentence),
    )


def _submissions(campaign: Campaign) -> list[Submission]:
    found = list(Submission.objects.filter(campaign=campaign).select_related("unit").order_by("order"))
    for submission in found:
        submission.campaign = campaign
    return found


def _left_out(what: str, submissions: list[Submission]) -> str:
    if not submissions:
        return ""
    names = ", ".join(submission.short_name for submission in submissions)
    return f"{what} của {len(submissions)} đơn vị không kèm theo, vì người tải không có quyền xem: {names}."


def _evidence(submission: Submission) -> tuple[Evidence, ...]:
    return tuple(Evidence.objects.filter(submission=submission, is_withdrawn=False).order_by("pk"))


def _reports(campaign: Campaign) -> Iterator[Document]:
    """Every edition's files; before there is any, what was rendered last in each form."""
    files = EditionFile.objects.filter(edition__campaign=campaign, is_replaced=False, format__in=_FORMS)
    files = files.exclude(edition__state=EditionState.WITHDRAWN).select_related("edition__campaign").order_by("edition__number")
    for file in files:
        ending = _ENDINGS.get(FileFormat(file.format), file.format)
        name = f"Bao cao/Ban {file.edition.number}/bao-cao-{campaign.code}.{ending}"
        about = f"Bản ban hành số {file.edition.number}: {file.get_format_display()}"
        yield Document(name, about, partial(store.read_checked, file))
    if files:
        return
    for form in FORMS:
        rendering = latest_rendering(campaign, form)
        if rendering is not None:
            yield Document(f"Bao cao/du-thao-{campaign.code}.{form}", f"Dự thảo: {form.label}", partial(_read, rendering))


def _read(rendering: Rendering) -> bytes:
    with open_rendering(rendering) as file:
        return file.read()


def _data(campaign: Campaign, by: User) -> Iterator[Document]:
    results = campaign_results(campaign)
    data = as_open_data(results)
    document = report_document(results, report_facts(campaign, data_sha256=data["sha256"]))
    units, left_out = units_in_sight(campaign, by)
    book = book_of_units(campaign, results, document, data["sha256"], units=units, left_out=left_out)
    lines = criterion_lines(campaign, units=units)
    yield Document("Du lieu/du-lieu-mo.json", "Dữ liệu mở (JSON)", lambda: as_json(data).encode())
    yield Document("Du lieu/so-lieu.csv", "Số liệu của các bảng (CSV)", lambda: figures_csv(results))
    yield Document("Du lieu/xep-nhom.csv", "Xếp nhóm (CSV)", lambda: bands_csv(results))
    yield Document("Du lieu/tieu-chi.csv", "Từng tiêu chí của từng đơn vị (CSV)", lambda: criteria_csv(lines))
    yield Document("Du lieu/so-lieu-va-tieu-chi.xlsx", "Các bảng, tiêu chí và nguồn gốc (bảng tính)", book.make)
