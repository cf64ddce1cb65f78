"""The pages of one campaign that a person may open, as finished entries for the bar above them.

No figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from submissions.models import Campaign, Submission
from units.access import may

#: (address, label, the acts of which one must be allowed); no acts: whoever sees the campaign;
#: SIGNED_IN: and has an account.
_RESULTS = ("report.view_ranking_and_charts_data",)
_REPORT = ("public.view_published_report", "report.view_draft_report")
_CORRESPONDENCES = ("period.edit_correspondences",)
_INSIGHT = ("report.view_insight",)
_COMPARE = ("public.compare_years",)
_PUBLICATION = ("report.view_publication_checks",)
_WRITE = ("report.edit_report_narrative", "report.edit_decision_text")
_RECORD = ("audit.view_whole_audit_log",)
_VERIFY = ("audit.run_chain_verification",)
_SIGNED_IN = ("signed in",)
_OUTBOX = ("period.view_outbox",)
_SETUP = (
    "period.set_deadlines",
    "period.set_reply_deadline",
    "period.write_decision",
    "period.edit_timeline",
    "period.view_outbox",
)
_FILES = ("self.view_self_scores_of_U",)
_PROGRESS = ("self.view_submission_progress_of_all_units",)
_ABSENCES = ("period.mark_group_not_applicable_for_unit",)
_TIMELINE = ("period.edit_timeline",)
_ASSIGN = ("period.assign_appraiser",)
_COUNCIL = ("report.view_meetings",)
_DESK = ("appraise.view_desk",)
_PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("campaign", "Tổng quan", ()),
    ("phases", "Giai đoạn", _SIGNED_IN),
    ("setup", "Thiết lập", _SETUP),
    ("timeline", "Tiến trình", _TIMELINE),
    ("progress", "Tiến độ", _PROGRESS),
    ("files", "Hồ sơ", _FILES),
    ("absences", "Nhóm không áp dụng", _ABSENCES),
    ("assignments", "Phân công", _ASSIGN),
    ("appraisal_inbox", "Thẩm định", _DESK),
    ("results", "Kết quả", _RESULTS),
    ("reconciliation", "Đối soát", _RESULTS),
    ("insight", "Phân tích", _INSIGHT),
    ("compare_years", "So sánh các năm", _COMPARE),
    ("report", "Báo cáo", _REPORT),
    ("report_text", "Soạn báo cáo", _WRITE),
    ("publication", "Ban hành", _PUBLICATION),
    ("council", "Hội đồng", _COUNCIL),
    ("correspondences", "Tương ứng", _CORRESPONDENCES),
    ("outbox", "Thư đã gửi", _OUTBOX),
    ("campaign_record", "Nhật ký", _RECORD),
)
#: How the entries lie together where there are too many for one row.
_TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Đợt đánh giá", ("campaign", "phases", "setup", "timeline", "correspondences", "outbox")),
    ("Hồ sơ", ("progress", "files", "absences")),
    ("Thẩm định", ("assignments", "appraisal_inbox")),
    ("Kết quả", ("results", "reconciliation", "insight", "compare_years")),
    ("Báo cáo", ("report", "report_text", "publication")),
    ("Hội đồng", ("council",)),
    ("Nhật ký", ("campaign_record",)),
)
_ONE_ROW = 7
_LINKS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("results", "Kết quả", "Các bảng, biểu đồ và xếp nhóm đơn vị.", _RESULTS),
    ("reconciliation", "Đối soát", "Từng số đã in so với số tính lại theo quy tắc.", _RESULTS),
    ("report", "Báo cáo bản PDF", "Quyết định và báo cáo kèm theo, để đọc và in.", _REPORT),
    ("results_json", "Dữ liệu mở (JSON)", "Toàn bộ bảng và biểu đồ để máy đọc.", _RESULTS),
    (
        "campaign_record_check",
        "Kiểm tra nhật ký",
        "Đối chiếu nhật ký với mọi giá trị và mọi tệp đang lưu.",
        _VERIFY,
    ),
)
_OWN_RECORD = "audit.view_audit_log_of_own_unit"
_WATCHING: tuple[tuple[str, str, str, str], ...] = (
    (
        "people",
        "Người dùng",
        "Tài khoản, nơi công tác và vai trò trong các đợt.",
        "account.search_or_list_users",
    ),
    (
        "invitations",
        "Lời mời",
        "Ai đã được mời và chưa đặt mật khẩu.",
        "account.search_or_list_users",
    ),
    (
        "record",
        "Nhật ký toàn hệ thống",
        "Mọi việc đã làm: ai, lúc nào, việc gì, vì sao, trước và sau.",
        _RECORD[0],
    ),
    (
        "security_events",
        "Sự kiện an ninh",
        "Đăng nhập, tài khoản và vai trò.",
        "audit.view_security_events",
    ),
    (
        "record_check",
        "Kiểm tra nhật ký",
        "Đối chiếu nhật ký với mọi giá trị và mọi tệp đang lưu.",
        _VERIFY[0],
    ),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry. `current` is what `aria-current` says: this very page, or a page below it.

    `entries`: it stands for these, and leads to the first of them.
    """

    name: str
    label: str
    url: str
    current: str = ""
    entries: "tuple[MenuItem, ...]" = ()


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A way on, with a sentence on what is there."""

    label: str
    note: str
    url: str


def campaign_menu(
    user: Any, campaign: Campaign, *, here: str = "", below: str = ""
) -> tuple[MenuItem, ...]:
    """The entries in order, in two rows where one is too short for them.

    `here` is the page itself, `below` the entry that a deeper page belongs to.
    """
    current = {below: "true", here: "page"}
    entries = tuple(
        MenuItem(name, label, reverse(name, args=[campaign.code]), current.get(name, ""))
        for name, label, acts in _PAGES
        if _may_any(user, acts, campaign)
    )
    return (
        entries
        if len(entries) <= _ONE_ROW
        else tuple(_together({entry.name: entry for entry in entries}))
    )


def _together(entries: dict[str, MenuItem]) -> Iterator[MenuItem]:
    for label, names in _TOGETHER:
        found = tuple(entries[name] for name in names if name in entries)
        if len(found) == 1:
            yield found[0]
        elif found:
            current = "true" if any(entry.current for entry in found) else ""
            yield MenuItem(found[0].name, label, found[0].url, current, found)


def campaign_links(user: Any, campaign: Campaign) -> tuple[MenuLink, ...]:
    """What the person may read or download of a campaign, in the order of interest.

    At most one query.
    """
    of_all = tuple(
        MenuLink(label, note, reverse(name, args=[campaign.code]))
        for name, label, note, acts in _LINKS
        if _may_any(user, acts, campaign)
    )
    return (*of_all, *_own_records(user, campaign))


def watching_links(user: Any) -> tuple[MenuLink, ...]:
    """What belongs to no campaign: accounts, the whole record, its verification, security
    events.
    """
    return tuple(
        MenuLink(label, note, reverse(name))
        for name, label, note, act in _WATCHING
        if may(user, act)
    )


def _own_records(user: Any, campaign: Campaign) -> list[MenuLink]:
    """Of the units whose record the person reads by belonging to them; who reads the whole
    finds it in the bar.
    """
    if not user.is_authenticated or _may_any(user, _RECORD, campaign):
        return []
    own = Submission.objects.on_which(user, _OWN_RECORD).filter(campaign=campaign)
    return [
        MenuLink(
            f"Nhật ký của {name}",
            "Những việc đơn vị đã làm, kèm biên nhận.",
            reverse("unit_record", args=[campaign.code, code]),
        )
        for name, code in own.values_list("short_name", "unit__code")
    ]


def _may_any(user: Any, acts: tuple[str, ...], campaign: Campaign) -> bool:
    if acts == _SIGNED_IN:
        return bool(user.is_authenticated)
    return not acts or any(may(user, act, campaign) for act in acts)
