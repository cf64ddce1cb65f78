"""What is looked at before a report is published: each check passes, or is answered for by name, or
blocks.

Every check computes its answer from what is stored now. Who may answer for one, and publishing
itself, is in `services`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ictindex.lib.numbers import show
from reports.council.services.acceptance import NOT_ACCEPTED, VoidAcceptance, standing_acceptance
from reports.document.queries.doubts import bases_out_of_force, undecided_passages
from reports.editions.queries.check_results import (
    CheckedCampaign,
    CheckResult,
    FileCheck,
    check_result,
    judged_for,
)
from reports.editions.queries.edition_checks import (
    _edition_frozen,
    _figures_current,
    _files_whole,
    _signed,
    _words_current,
)
from reports.models import SignOff
from reports.results.queries.open_data import canonical
from reports.results.queries.rank_order import classed_on
from reports.results.queries.reconciliation import differing, name_figure
from scoring.core.bands import BandGap, Overlap, band_of, gaps, overlaps
from scoring.core.results import TOTAL
from scoring.reconciliation.queries.findings import reconcile
from submissions.enums import Round
from submissions.evidence.services.store import evidence_store
from submissions.models import Answer, Campaign, Evidence, EvidenceUse

_SHOWN = 200


def checks_of(campaign: Campaign, *, looks: FileCheck | None = None) -> tuple[CheckResult, ...]:
    """Every check in order, with the sign-offs that still hold: those given for exactly what is
    wrong now.

    `looks`: how files of evidence are looked at; without it only whether they are there with their
    size, which is quick.
    """
    looked = CheckedCampaign(campaign, looks=looks or is_there)
    given = {(each.check_code, each.state_sha256): each for each in _sign_offs(campaign)}
    outcomes = (_with_state(check(looked)) for check in _CHECKS)
    return tuple(
        replace(each, sign_off=given.get((each.code, each.state_sha256))) for each in outcomes
    )


def is_there(evidence: Evidence) -> bool:
    """By its size only."""
    return evidence_store().size_of(evidence.stored_as) == evidence.size


def is_whole(evidence: Evidence) -> bool:
    """By its SHA-256; reads all of it."""
    return evidence_store().is_whole(evidence.stored_as, sha256=evidence.sha256)


def _sign_offs(campaign: Campaign) -> Iterable[SignOff]:
    return SignOff.objects.filter(campaign=campaign).select_related("by").order_by("id")


def _with_state(outcome: CheckResult) -> CheckResult:
    """Something else that is wrong is another state, and takes another answer."""
    if outcome.is_passed:
        return outcome
    state = canonical(
        {"code": outcome.code, "sentence": outcome.sentence, "rows": list(outcome.rows)}
    )
    shown = outcome.rows[:_SHOWN]
    return replace(
        outcome, rows=shown, count=len(outcome.rows), state_sha256=hashlib.sha256(state).hexdigest()
    )


def _nothing_missing(looked: CheckedCampaign) -> CheckResult:
    undecided = Answer.objects.undecided(Round.SECOND).filter(submission__campaign=looked.campaign)
    rows = [
        f"{unit}: {group}, tiêu chí {code}"
        for unit, group, code in undecided.in_official_order().values_list(
            "submission__short_name", "criterion__group__code", "criterion__code"
        )
    ]
    results = looked.source.results
    rows += [
        f"{unit.short_name}: chưa có tổng điểm"
        for unit in results.units
        if unit.figure(TOTAL, results.year).official is None
    ]
    good = "Mọi tiêu chí của mọi đơn vị đều có kết quả cuối cùng."
    return check_result(
        "nothing_missing",
        good,
        "Còn tiêu chí hoặc đơn vị chưa có kết quả cuối cùng.",
        tuple(rows),
        blocks=True,
    )


def _reconciled(looked: CheckedCampaign) -> CheckResult:
    findings = reconcile(looked.campaign)
    results = looked.source.results
    rows = tuple(
        f"{name_figure(results, each.figure)}: đã công bố {show(each.printed)}, tính lại "
        f"{show(each.recomputed)}"
        for each in differing(findings)
    )
    good = (
        f"{len(findings)} số liệu đã in được tính lại và đều khớp."
        if findings
        else "Mọi số trong báo cáo đều do quy tắc tính ra."
    )
    return check_result(
        "reconciled",
        good,
        "Có số liệu đã in không khớp số tính lại theo quy tắc.",
        rows,
        where="reconciliation",
    )


def _bands_whole(looked: CheckedCampaign) -> CheckResult:
    results = looked.source.results
    rows = [f"Không có nhóm nào cho {text}" for text in _spans(gaps(results.bands))]
    rows += [f"Có hai nhóm cùng nhận {text}" for text in _spans(overlaps(results.bands))]
    scores = ((unit, classed_on(results, unit)) for unit in results.units)
    rows += [
        f"{unit.short_name}: {show(score)} điểm, không thuộc nhóm nào"
        for unit, score in scores
        if results.bands and score is not None and band_of(score, results.bands) is None
    ]
    good = (
        "Các mức xếp nhóm liền nhau, không hở, không chồng."
        if results.bands
        else "Bộ tiêu chí này không xếp nhóm."
    )
    return check_result(
        "bands_whole", good, "Các mức xếp nhóm của bộ tiêu chí bị hở hoặc chồng nhau.", tuple(rows)
    )


def _evidence_present(looked: CheckedCampaign) -> CheckResult:
    used = EvidenceUse.objects.filter(evidence=OuterRef("pk"))
    cited = Evidence.objects.kept().filter(Exists(used), submission__campaign=looked.campaign)
    files = list(cited.select_related("submission").order_by("submission__order", "pk"))
    rows = tuple(
        f"{each.submission.short_name}: {each.name}" for each in files if not looked.looks(each)
    )
    how = (
        "có trong kho với đúng mã SHA-256"
        if looked.looks is is_whole
        else "có trong kho; mã SHA-256 được tính lại khi ban hành"
    )
    good = f"{len(files)} tài liệu được viện dẫn {how}."
    bad = "Có tài liệu được viện dẫn mà tệp không còn, hoặc không còn đúng như đã nộp."
    return check_result("evidence_present", good, bad, rows, blocks=True)


def _accepted(looked: CheckedCampaign) -> CheckResult:
    """A correction comes after the Council; who publishes it answers for figures that it did
    not see.
    """
    standing = standing_acceptance(looked.campaign)
    problem = (
        NOT_ACCEPTED
        if standing is None
        else standing.sentence
        if isinstance(standing, VoidAcceptance)
        else ""
    )
    good = "Hội đồng đã nghiệm thu đúng các số liệu này."
    return judged_for(
        "accepted", good, problem, blocks=not looked.is_correction, where="acceptance"
    )


def _decision_written(looked: CheckedCampaign) -> CheckResult:
    campaign = looked.campaign
    facts = (
        (campaign.decision_number, "số"),
        (campaign.decided_on, "ngày"),
        (campaign.signer, "người ký"),
    )
    lacking = [name for value, name in facts if not value]
    problem = f"Quyết định ban hành còn thiếu: {', '.join(lacking)}." if lacking else ""
    return judged_for(
        "decision_written",
        "Quyết định có số, ngày và người ký.",
        problem,
        blocks=True,
        where="setup",
    )


def _text_decided(looked: CheckedCampaign) -> CheckResult:
    good = "Lời văn của báo cáo khớp với số liệu hiện nay."
    bad = "Có đoạn được soạn từ số liệu cũ mà chưa ai quyết định giữ hay thay."
    return check_result("text_decided", good, bad, undecided_passages(looked.campaign))


def _bases_in_force(looked: CheckedCampaign) -> CheckResult:
    rows = bases_out_of_force(looked.campaign, today=timezone.localdate())
    return check_result(
        "bases_in_force",
        "Các căn cứ có hiệu lực vào ngày quyết định.",
        "Có căn cứ không có hiệu lực.",
        rows,
    )


def _comments_answered(looked: CheckedCampaign) -> CheckResult:
    waiting = looked.campaign.comments.unanswered().order_by("id")
    rows = tuple(f"{each.get_pin_display()}: {each.text[:120]}" for each in waiting)
    good = "Mọi ý kiến của Hội đồng đều đã được tiếp thu, giải trình."
    return check_result(
        "comments_answered", good, "Còn ý kiến của Hội đồng chưa được tiếp thu, giải trình.", rows
    )


def _spans(spans: Iterable[BandGap | Overlap]) -> list[str]:
    return [
        f"điểm từ {show(each.lower)}"
        + (" trở lên" if each.upper is None else f" đến dưới {show(each.upper)}")
        for each in spans
    ]


_CHECKS: tuple[Callable[[CheckedCampaign], CheckResult], ...] = (
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
