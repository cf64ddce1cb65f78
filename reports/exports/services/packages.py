"""Giving out a campaign's whole file: everything that the person may read is gathered, and that
it was taken is recorded.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ictindex.lib.csv_files import CsvValue, csv_blocks
from reports.council.queries.minutes import minutes_of
from reports.council.services.minutes_docx import minutes_as_docx
from reports.data_book.queries import book_of_units
from reports.data_book.services import make_book
from reports.document.queries.facts import report_facts
from reports.document.queries.report import report_document
from reports.document.services.unit_file import unit_file_docx
from reports.editions.queries import store
from reports.enums import FileFormat
from reports.exports.package import (
    TO_READ,
    PackageContents,
    PackageDocument,
    UnitFiles,
    folder_of,
    package,
)
from reports.exports.queries.unit_file import file_to_read
from reports.jobs.queries import latest_rendering
from reports.jobs.services.drafts import FORMS
from reports.jobs.services.worker import open_rendering
from reports.models import EditionFile, Rendering
from reports.results.queries.criterion_lines import criterion_lines
from reports.results.queries.csv_data import bands_csv, criteria_csv, figures_csv
from reports.results.queries.open_data import as_json, as_open_data
from reports.results.queries.proceedings import VisibleSubmission, reply_rows, round_rows
from reports.results.queries.sight import sight_of
from scoring.results.queries import campaign_results
from submissions.council.queries.rights import VIEW
from submissions.dossier.queries.trails import Sight
from submissions.models import Campaign, Evidence, Meeting, Submission
from submissions.models.evidence import KEPT
from units import audit
from units.access import may, require
from units.models import User

PACKAGE_DOWNLOADED = audit.name_act(
    "report.package_downloaded", "Tải về toàn bộ hồ sơ của đợt đánh giá"
)

EXPORT = "report.export_draft_files"
_READ_EVIDENCE = "self.download_evidence_of_U"
_READ_CRITERIA = ("self.view_self_scores_of_U", "appraise.view_round2_scores_of_U")
_ENDINGS = {FileFormat.SIGNED: "da-ky.pdf"}
_NO_MINUTES = "Biên bản của {} phiên họp Hội đồng không kèm theo, vì người tải không có quyền xem."
_FORMS = (FileFormat.SIGNED, FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)


def take_package(*, campaign: Campaign, by: User, now: datetime | None = None) -> Iterator[bytes]:
    """The ZIP in blocks. Raises Http404 or NotAllowed, before anything is sent."""
    require(by, EXPORT, campaign)
    submissions = _submissions(campaign)
    readable = [submission for submission in submissions if may(by, _READ_EVIDENCE, submission)]
    contents = _contents(campaign, by, submissions, readable, now or timezone.now())
    with transaction.atomic():
        facts = {"files": _counts(readable)}
        audit.record(
            act=PACKAGE_DOWNLOADED, by=by, campaign=campaign, subject=campaign, facts=facts
        )
    return package(contents)


def units_in_sight(campaign: Campaign, by: User) -> tuple[frozenset[str], str]:
    """The codes of the units whose criteria the person may see, and a sentence on the others."""
    submissions = _submissions(campaign)
    seen = [
        submission
        for submission in submissions
        if all(may(by, act, submission) for act in _READ_CRITERIA)
    ]
    hidden = [submission for submission in submissions if submission not in seen]
    return frozenset(submission.unit.code for submission in seen), _left_out("Tiêu chí", hidden)


def _contents(
    campaign: Campaign,
    by: User,
    submissions: list[Submission],
    readable: list[Submission],
    now: datetime,
) -> PackageContents:
    """Rights are asked at once; everything else is read when its turn comes."""
    seen = [
        (submission, sight)
        for submission in submissions
        if (sight := _sight(by, submission)).claims
    ]
    units, criteria_left_out = units_in_sight(campaign, by)
    meetings = list(
        Meeting.objects.filter(campaign=campaign).select_related("campaign", "closed_by")
    )
    sees_meetings = bool(may(by, VIEW, campaign))
    left_out = (
        _left_out(
            "Tài liệu kiểm chứng",
            [submission for submission in submissions if submission not in readable],
        ),
        criteria_left_out,
        "" if sees_meetings or not meetings else _NO_MINUTES.format(len(meetings)),
    )
    return PackageContents(
        title=campaign.title,
        at=timezone.localtime(now),
        documents=chain(
            _reports(campaign),
            _minutes(meetings if sees_meetings else (), by),
            _data(campaign, units, criteria_left_out),
            _proceedings(seen),
        ),
        units=_units(submissions, dict(seen), readable),
        left_out=tuple(sentence for sentence in left_out if sentence),
    )


def _sight(by: User, submission: Submission) -> Sight:
    """Without who appraised: the ZIP may be handed on to units."""
    return replace(sight_of(by, submission), names=False)


def _counts(readable: list[Submission]) -> dict[str, int]:
    """Files of evidence by the code of the unit."""
    counted = Submission.objects.filter(pk__in=[submission.pk for submission in readable]).annotate(
        files=Count("evidence", filter=KEPT.where("evidence__"))
    )
    return dict(counted.order_by("order").values_list("unit__code", "files"))


def _units(
    submissions: list[Submission], seen: dict[Submission, Sight], readable: list[Submission]
) -> Iterator[UnitFiles]:
    for submission in submissions:
        name, sight = f"{folder_of(submission)}/{TO_READ}", seen.get(submission)
        about = "Kết quả từng lần thẩm định kèm lý do, giải trình của đơn vị"
        documents = (
            (PackageDocument(name, about, partial(_to_read, submission, sight)),) if sight else ()
        )
        yield UnitFiles(
            submission, documents, _evidence(submission) if submission in readable else ()
        )


def _to_read(submission: Submission, sight: Sight) -> list[bytes]:
    return [unit_file_docx(file_to_read(submission, sight))]


def _submissions(campaign: Campaign) -> list[Submission]:
    found = list(
        Submission.objects.filter(campaign=campaign).select_related("unit").order_by("order")
    )
    for submission in found:
        submission.campaign = campaign
    return found


def _left_out(what: str, submissions: list[Submission]) -> str:
    if not submissions:
        return ""
    names = ", ".join(submission.short_name for submission in submissions)
    return (
        f"{what} của {len(submissions)} đơn vị không kèm theo, vì người tải không có quyền xem: "
        f"{names}."
    )


def _evidence(submission: Submission) -> tuple[Evidence, ...]:
    kept = Evidence.objects.kept().select_related("superseded_by")
    return tuple(kept.filter(submission=submission).order_by("pk"))


def _reports(campaign: Campaign) -> Iterator[PackageDocument]:
    """Every edition's files; before there is any, what was rendered last in each form."""
    files = (
        EditionFile.objects.current()
        .of_standing_editions()
        .filter(edition__campaign=campaign, format__in=_FORMS)
        .select_related("edition__campaign")
        .order_by("edition__number")
    )
    for file in files:
        ending = _ENDINGS.get(FileFormat(file.format), file.format)
        name = f"Bao cao/Ban {file.edition.number}/bao-cao-{campaign.code}.{ending}"
        about = f"Bản ban hành số {file.edition.number}: {file.get_format_display()}"
        yield PackageDocument(name, about, _whole(partial(store.read_checked, file)))
    if files:
        return
    for form in FORMS:
        rendering = latest_rendering(campaign, form)
        if rendering is not None:
            yield PackageDocument(
                f"Bao cao/du-thao-{campaign.code}.{form}",
                f"Dự thảo: {form.label}",
                _whole(partial(_read, rendering)),
            )


def _read(rendering: Rendering) -> bytes:
    with open_rendering(rendering) as file:
        return file.read()


def _minutes(meetings: Iterable[Meeting], by: User) -> Iterator[PackageDocument]:
    for meeting in meetings:
        name = f"Hoi dong/bien-ban-hop-{meeting.number}.docx"
        yield PackageDocument(
            name,
            f"Biên bản phiên họp {meeting.number} của Hội đồng",
            _whole(partial(_minutes_of, meeting, by)),
        )


def _minutes_of(meeting: Meeting, by: User) -> bytes:
    return minutes_as_docx(minutes_of(meeting, by))


def _data(campaign: Campaign, units: frozenset[str], left_out: str) -> Iterator[PackageDocument]:
    results = campaign_results(campaign)
    data = as_open_data(results)
    yield PackageDocument(
        "Du lieu/du-lieu-mo.json", "Dữ liệu mở (JSON)", _whole(lambda: as_json(data).encode())
    )
    yield PackageDocument(
        "Du lieu/so-lieu.csv", "Số liệu của các bảng (CSV)", _whole(lambda: figures_csv(results))
    )
    yield PackageDocument(
        "Du lieu/xep-nhom.csv", "Xếp nhóm (CSV)", _whole(lambda: bands_csv(results))
    )
    lines = criterion_lines(campaign, units=units)
    yield PackageDocument(
        "Du lieu/tieu-chi.csv",
        "Từng tiêu chí của từng đơn vị (CSV)",
        _whole(lambda: criteria_csv(lines)),
    )
    document = report_document(results, report_facts(campaign, data_sha256=data["sha256"]))
    book = book_of_units(
        campaign, results, document, data["sha256"], units=units, left_out=left_out
    )
    yield PackageDocument(
        "Du lieu/so-lieu-va-tieu-chi.xlsx",
        "Các bảng, tiêu chí và nguồn gốc (bảng tính)",
        _whole(lambda: make_book(book)),
    )


def _proceedings(seen: list[VisibleSubmission]) -> Iterator[PackageDocument]:
    yield PackageDocument(
        "Du lieu/tham-dinh.csv",
        "Mọi kết quả thẩm định kèm lý do (CSV)",
        _csv(partial(round_rows, seen)),
    )
    yield PackageDocument(
        "Du lieu/giai-trinh.csv", "Giải trình của các đơn vị (CSV)", _csv(partial(reply_rows, seen))
    )


def _csv(rows: Callable[[], Iterable[tuple[CsvValue, ...]]]) -> Callable[[], Iterable[bytes]]:
    return lambda: csv_blocks(rows())


def _whole(read: Callable[[], bytes]) -> Callable[[], Iterable[bytes]]:
    """For what comes in one piece."""
    return lambda: [read()]
