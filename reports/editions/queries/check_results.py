"""What a check before publication is given, and what it answers, as values."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ictindex.lib.private_files import StoredFileDamaged
from reports.editions.content import ContentDamaged, EditionContent
from reports.editions.members import EditionSource, read_source
from reports.editions.queries.store import contents_of
from reports.models import Edition, SignOff
from submissions.models import Campaign, Evidence

CheckRows = tuple[str, ...]
#: Whether a stored file of evidence is the one that was handed in.
FileCheck = Callable[[Evidence], bool]
TITLES = {
    "nothing_missing": "Không thiếu kết quả",
    "reconciled": "Đối soát số liệu",
    "bands_whole": "Các mức xếp nhóm",
    "evidence_present": "Tài liệu kiểm chứng",
    "accepted": "Nghiệm thu của Hội đồng",
    "comments_answered": "Ý kiến của Hội đồng",
    "decision_written": "Quyết định ban hành",
    "text_decided": "Lời văn theo số liệu",
    "bases_in_force": "Hiệu lực của căn cứ",
    "edition_frozen": "Bản chốt để ký",
    "files_whole": "Các tệp của bản chốt",
    "figures_current": "Số liệu của bản chốt",
    "words_current": "Lời văn của bản chốt",
    "signed": "Chữ ký số",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found. `sentence` says it in full; `rows` are the first of `count` things that
    are wrong, none: nothing.

    `blocks`: nobody can answer for it. `is_due` False: there is nothing yet that it could look at,
    and that holds nothing up. `state_sha256` names exactly what is wrong now.
    """

    code: str
    title: str
    sentence: str
    rows: CheckRows = ()
    count: int = 0
    blocks: bool = False
    is_passed: bool = True
    is_due: bool = True
    where: str = ""
    state_sha256: str = ""
    sign_off: SignOff | None = None

    @property
    def holds_up(self) -> bool:
        """Nothing is published while it is so."""
        return not self.is_passed and (self.blocks or self.sign_off is None)

    @property
    def may_be_signed_off(self) -> bool:
        return not self.is_passed and not self.blocks and self.sign_off is None


class CheckedCampaign:
    """The campaign as it is now, read once for all checks."""

    def __init__(self, campaign: Campaign, *, looks: FileCheck) -> None:
        self.campaign = campaign
        self.looks = looks
        stands = campaign.stands
        is_first = stands.is_signing or stands.accepts_report
        self.is_correction = not is_first

    @cached_property
    def source(self) -> EditionSource:
        return read_source(self.campaign)

    @cached_property
    def edition(self) -> Edition | None:
        return waiting_edition(self.campaign)

    @cached_property
    def contents(self) -> EditionContent | None:
        """None where there is no edition, or its content is damaged."""
        try:
            return contents_of(self.edition) if self.edition else None
        except (StoredFileDamaged, ContentDamaged):
            return None


def waiting_edition(campaign: Campaign) -> Edition | None:
    """The edition that waits for the signature; there is at most one."""
    return campaign.editions.frozen().first()


def check_result(
    code: str, good: str, bad: str, rows: CheckRows, *, blocks: bool = False, where: str = ""
) -> CheckResult:
    """Passed unless there are rows."""
    return CheckResult(
        code,
        TITLES[code],
        bad if rows else good,
        rows,
        blocks=blocks,
        is_passed=not rows,
        where=where,
    )


def judged_for(
    code: str, good: str, problem: str, *, blocks: bool = False, where: str = ""
) -> CheckResult:
    """Passed unless there is a problem."""
    return CheckResult(
        code, TITLES[code], problem or good, blocks=blocks, is_passed=not problem, where=where
    )
