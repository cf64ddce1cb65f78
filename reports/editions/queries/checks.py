"""What is looked at before a report is published: each check passes, or is answered for by name, or blocks.

Every check computes its answer from what is stored now. Who may answer for one, and publishing itself, is in `services`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ictindex.lib.numbers import show
from reports.council.services.acceptance import NOT_ACCEPTED, Voided, standing_acceptance
from reports.document.queries.doubts import bases_out_of_force, undecided_passages
from reports.editions.content import ContentDamaged, EditionContent, document_sha256
from reports.editions.members import EditionSource, read_source
from reports.editions.services import store
from reports.editions.services.files import contents_of
from reports.enums import EditionState, FileFormat
from reports.models import Edition, SignOff
from reports.results.queries.open_data import canonical
from reports.results.queries.rank_order import classed_on
from reports.results.queries.reconciliation import differing, name_figure
from scoring.core.bands import BandGap, Overlap, band_of, gaps, overlaps
from scoring.core.results import TOTAL
from scoring.reconciliation.queries.findings import reconcile
from submissions.dossier.queries.backlog import answers_without_outcome
from submissions.enums import Phase, Round
from submissions.evidence.services import store as evidence_store
from submissions.models import Campaign, Evidence, EvidenceUse

_SHOWN = 200
CheckRows = tuple[str, ...]
#: Whether a stored file of evidence is the one that was handed in.
Looks = Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found. `sentence` says it in full; `rows` are the first of `count` things that are wrong, none: nothing.

    `blocks`: nobody can answer for it. `is_due` False: there is nothing yet that it could look at, and that holds nothing up.
    `state_sha256` names exactly what is wrong now.
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


class Looked:
    """The campaign as it is now, read once for all checks."""

    def __init__(self, campaign: Campaign, *, looks: Looks) -> None:
        self.campaign = campaign
        self.looks = looks
        self.is_correction = campaign.phase not in (Phase.COUNCIL_2, Phase.SIGNING)

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
        except (store.EditionFileDamaged, ContentDamaged):
            return None


def waiting_edition(campaign: Campaign) -> Edition | None:
    """The edition that waits for the signature; there is at most one."""
    return campaign.editions.filter(state=EditionState.FROZEN).first()


def checks_of(campaign: Campaign, *, looks: Looks | None = None) -> tuple[CheckResult, ...]:
    """Every check in order, with the sign-offs that still hold: those given for exactly what is wrong now.

    `looks`: how files of evidence are looked at; without it only whether they are there with their size, which is quick.
    """
    looked = Looked(campaign, looks=looks or is_there)
    given = {(each.check_code, each.state_sha256): each for each in _sign_offs(campaign)}
    outcomes = (_with_state(check(looked)) for check in _CHECKS)
    return tuple(replace(each, sign_off=given.get((each.code, each.state_sha256))) for each in outcomes)


def is_there(evidence: Evidence) -> bool:
    """By its size only."""
    try:
        return evidence_store.path_of(evidence.stored_as).stat().st_size == evidence.size
    except (OSError, evidence_store.EvidenceDamaged):
        return False


def is_whole(evidence: Evidence) -> bool:
    """By its SHA-256; reads all of it."""
    try:
        evidence_store.open_checked(evidence).close()
    except evidence_store.EvidenceDamaged:
        return False
    return True


def _sign_offs(campaign: Campaign) -> Iterable[SignOff]:
    return SignOff.objects.filter(campaign=campaign).select_related("by").order_by("id")


def _with_state(outcome: CheckResult) -> CheckResult:
    """Something else that is wrong is another state, and takes another answer."""
    if outcome.is_passed:
        return outcome
    state = canonical({"code": outcome.code, "sentence": outcome.sentence, "rows": list(outcome.rows)})
    shown = outcome.rows[:_SHOWN]
    return replace(outcome, rows=shown, count=len(outcome.rows), state_sha256=hashlib.sha256(state).hexdigest())


def _outcome(code: str, good: str, bad: str, rows: CheckRows, *, blocks: bool = False, where: str = "") -> CheckResult:
    """Passed unless there are rows."""
    return CheckResult(code, TITLES[code], bad if rows else good, rows, blocks=blocks, is_passed=not rows, where=where)


def _judged(code: str, good: str, problem: str, *, blocks: bool = False, where: str = "") -> CheckResult:
    """Passed unless there is a problem."""
    return CheckResult(code, TITLES[code], problem or good, blocks=blocks, is_passed=not problem, where=where)


def _nothing_missing(looked: Looked) -> CheckResult:
    lacking = answers_without_outcome(Round.SECOND).filter(submission__campaign=looked.campaign)
    rows = [f"{unit}: {group}, tiêu chí {code}" for unit, group, code in lacking.values_list(
        "submission__short_name", "criterion__group__code", "criterion__code")]  # fmt: skip
    results = looked.source.results
    rows += [
        f"{unit.short_name}: chưa có tổng điểm" for unit in results.units if unit.figure(TOTAL, results.year).official is None
    ]
    good = "Mọi tiêu chí của mọi đơn vị đều có kết quả cuối cùng."
    return _outcome("nothing_missing", good, "Còn tiêu chí hoặc đơn vị chưa có kết quả cuối cùng.", tuple(rows), blocks=True)


def _reconciled(looked: Looked) -> CheckResult:
    findings = reconcile(looked.campaign)
    results = looked.source.results
    rows = tuple(
        f"{name_figure(results, each.figure)}: đã công bố {show(each.printed)}, tính lại {show(each.recomputed)}"
        for each in differing(findings)
    )
    good = (
        f"{len(findings)} số liệu đã in được tính lại và đều khớp."
        if findings
        else "Mọi số trong báo cáo đều do quy tắc tính ra."
    )
    return _outcome("reconciled", good, "Có số liệu đã in không khớp số tính lại theo quy tắc.", rows, where="reconciliation")


def _bands_whole(looked: Looked) -> CheckResult:
    results = looked.source.results
    rows = [f"Không có nhóm nào cho {text}" for text in _spans(gaps(results.bands))]
    rows += [f"Có hai nhóm cùng nhận {text}" for text in _spans(overlaps(results.bands))]
    scores = ((unit, classed_on(results, unit)) for unit in results.units)
    rows += [
        f"{unit.short_name}: {show(score)} điểm, không thuộc nhóm nào"
        for unit, score in scores
        if results.bands and score is not None and band_of(score, results.bands) is None
    ]
    good = "Các mức xếp nhóm liền nhau, không hở, không chồng." if results.bands else "Bộ tiêu chí này không xếp nhóm."
    return _outcome("bands_whole", good, "Các mức xếp nhóm của bộ tiêu chí bị hở hoặc chồng nhau.", tuple(rows))


def _evidence_present(looked: Looked) -> CheckResult:
    used = EvidenceUse.objects.filter(evidence=OuterRef("pk"))
    cited = Evidence.objects.filter(Exists(used), submission__campaign=looked.campaign, is_withdrawn=False)
    files = list(cited.select_related("submission").order_by("submission__order", "pk"))
    rows = tuple(f"{each.submission.short_name}: {each.name}" for each in files if not looked.looks(each))
    how = (
        "có trong kho với đúng mã SHA-256" if looked.looks is is_whole else "có trong kho; mã SHA-256 được tính lại khi ban hành"
    )
    good = f"{len(files)} tài liệu được viện dẫn {how}."
    bad = "Có tài liệu được viện dẫn mà tệp không còn, hoặc không còn đúng như đã nộp."
    return _outcome("evidence_present", good, bad, rows, blocks=True)


def _accepted(looked: Looked) -> CheckResult:
    """A correction comes after the Council; who publishes it answers for figures that it did not see."""
    standing = standing_acceptance(looked.campaign)
    problem = NOT_ACCEPTED if standing is None else standing.sentence if isinstance(standing, Voided) else ""
    good = "Hội đồng đã nghiệm thu đúng các số liệu này."
    return _judged("accepted", good, problem, blocks=not looked.is_correction, where="acceptance")


def _decision_written(looked: Looked) -> CheckResult:
    campaign = looked.campaign
    facts = ((campaign.decision_number, "số"), (campaign.decided_on, "ngày"), (campaign.signer, "người ký"))
    lacking = [name for value, name in facts if not value]
    problem = f"Quyết định ban hành còn thiếu: {', '.join(lacking)}." if lacking else ""
    return _judged("decision_written", "Quyết định có số, ngày và người ký.", problem, blocks=True, where="setup")


def _text_decided(looked: Looked) -> CheckResult:
    good = "Lời văn của báo cáo khớp với số liệu hiện nay."
    bad = "Có đoạn được soạn từ số liệu cũ mà chưa ai quyết định giữ hay thay."
    return _outcome("text_decided", good, bad, undecided_passages(looked.campaign))


def _bases_in_force(looked: Looked) -> CheckResult:
    rows = bases_out_of_force(looked.campaign, today=timezone.localdate())
    return _outcome("bases_in_force", "Các căn cứ có hiệu lực vào ngày quyết định.", "Có căn cứ không có hiệu lực.", rows)


def _edition_frozen(looked: Looked) -> CheckResult:
    problem = "" if looked.edition else "Chưa chốt bản nào để ký và ban hành."
    good = f"Bản số {looked.edition.number} đã chốt." if looked.edition else ""
    return _judged("edition_frozen", good, problem, blocks=True)


def _files_whole(looked: Looked) -> CheckResult:
    edition = looked.edition
    if edition is None:
        return _judged("files_whole", "", "Chưa có bản chốt nên chưa có tệp.", blocks=True)
    files = list(edition.files.filter(is_replaced=False))
    rows = [f"Tệp {each.get_format_display()} bị hỏng hoặc không còn" for each in files if not store.is_whole(each)]
    if not any(each.format == FileFormat.PDF for each in files):
        rows.append("Bản PDF chưa tạo xong")
    good = f"{len(files)} tệp của bản chốt còn nguyên vẹn."
    return _outcome("files_whole", good, "Tệp của bản chốt chưa đủ hoặc không còn nguyên vẹn.", tuple(rows), blocks=True)


def _figures_current(looked: Looked) -> CheckResult:
    problem = ""
    if looked.contents and looked.contents.about["data_sha256"] != looked.source.open_data["sha256"]:
        problem = "Số liệu hiện nay khác số liệu trong bản đã chốt. Hủy bản đã chốt rồi chốt lại."
    return _compared(looked, "figures_current", "Số liệu trong bản đã chốt là số liệu hiện nay.", problem, blocks=True)


def _words_current(looked: Looked) -> CheckResult:
    """Number and day of the decision may come after the signature: then somebody says so."""
    problem = ""
    if looked.contents and looked.contents.about["document_sha256"] != document_sha256(looked.source.document):
        problem = "Lời văn hoặc quyết định hiện nay khác bản đã chốt, ví dụ số và ngày được ghi sau khi chốt."
    return _compared(looked, "words_current", "Lời văn trong bản đã chốt là lời văn hiện nay.", problem)


def _compared(looked: Looked, code: str, good: str, problem: str, *, blocks: bool = False) -> CheckResult:
    """Of a frozen edition; that there is none, or a damaged one, is the finding of another check."""
    if looked.contents is None:
        return replace(_judged(code, "Chưa có bản chốt để so.", "", blocks=blocks), is_due=False)
    return _judged(code, good, problem, blocks=blocks)


def _signed(looked: Looked) -> CheckResult:
    signed = store.file_of(looked.edition, FileFormat.SIGNED) if looked.edition else None
    problem = "" if signed else "Chưa nhận bản PDF đã ký số."
    return _judged("signed", "Bản PDF đã ký số chứa nguyên vẹn bản đã duyệt; mọi chữ ký nguyên vẹn.", problem)


def _comments_answered(looked: Looked) -> CheckResult:
    waiting = looked.campaign.comments.filter(responded_at=None).order_by("id")
    rows = tuple(f"{each.get_pin_display()}: {each.text[:120]}" for each in waiting)
    good = "Mọi ý kiến của Hội đồng đều đã được tiếp thu, giải trình."
    return _outcome("comments_answered", good, "Còn ý kiến của Hội đồng chưa được tiếp thu, giải trình.", rows)


def _spans(spans: Iterable[BandGap | Overlap]) -> list[str]:
    return [
        f"điểm từ {show(each.lower)}" + (" trở lên" if each.upper is None else f" đến dưới {show(each.upper)}") for each in spans
    ]


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
_CHECKS: tuple[Callable[[Looked], CheckResult], ...] = (
    _nothing_missing,
    _reconciled,
    _bands_whole,
    _evidence_present,
    _accepted,
    _comments_answered,
    _decision_written,
    _text_decided,
    _bases_in_force,
    _edition_frozen,
    _files_whole,
    _figures_current,
    _words_current,
    _signed,
)
