"""A unit's file as somebody reads it from the first criterion to the last: the values of a Word
file, as far as may be seen.
"""

from collections.abc import Iterator

from django.urls import reverse

from ictindex.lib.numbers import show
from reports.document.queries.unit_file import UnitFileDocument, UnitFileSection
from reports.results.queries.source_rows import SourceRow, source_rows
from scoring.results.queries import GroupBreakdown, UnitBreakdown, unit_working
from submissions.dossier.queries.trails import Sight, trails_of
from submissions.models import Confirmation, Submission
from units.clock import moment_in_words


def file_to_read(submission: Submission, sight: Sight) -> UnitFileDocument:
    """16 queries at most, whatever the number of criteria.

    `submission` comes with its campaign and unit.
    """
    working, trails = unit_working(submission), trails_of({"submission": submission}, sight)
    files_at = reverse("evidence", args=[submission.campaign.code, submission.unit.code])
    return UnitFileDocument(
        title=f"Kết quả thẩm định và giải trình, {submission.campaign.title}",
        unit=submission.name,
        day=submission.campaign.decided_on,
        facts=tuple(_facts(submission, working, sight)),
        groups=tuple(
            _group(group, source_rows(group.criteria, trails, files_at=files_at))
            for group in working.groups
        ),
    )


def _group(group: GroupBreakdown, rows: tuple[SourceRow, ...]) -> UnitFileSection:
    return UnitFileSection(
        name=f"{group.code}. {group.name}",
        points=show(group.figure.official, missing="") if group.figure.applies else "",
        absence=group.absence_reason,
        rows=rows,
    )


def _facts(submission: Submission, working: UnitBreakdown, sight: Sight) -> Iterator[str]:
    """When it was handed in and what became of it, without names."""
    if submission.is_handed_in:
        late = ", sau hạn" if submission.is_late else ""
        yield f"Đơn vị nộp hồ sơ lúc {moment_in_words(submission.submitted_at)}{late}."
    ended = Confirmation.objects.filter(submission=submission).first() if sight.replies else None
    if ended:
        yield (
            f"Trả lời kết quả lần 1: {ended.get_state_display().lower()}, lúc "
            f"{moment_in_words(ended.at)}."
        )
    points = working.total.official
    if points is not None:
        yield (
            f"Điểm thẩm định: {show(points)}. Điểm tự chấm: "
            f"{show(working.self_total.official, missing='chưa có')}."
        )
    if working.is_reconstructed:
        yield (
            "Điểm từng tiêu chí được dựng lại từ điểm nhóm đã công bố, không phải số liệu chính "
            "thức."
        )
