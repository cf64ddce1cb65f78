"""The Council's acceptance: a hash over every figure of a campaign, recorded once voted, and
compared again at every reading.

Nothing marks an acceptance as void: it holds while the figures have the hash that was accepted, and
no longer.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.json_values import Json
from reports.council.services.drafts import keep_draft
from reports.jobs.queries import latest_rendering
from reports.models import Acceptance
from reports.results.queries.cache import FiguresDigest, digest_kept
from reports.results.queries.open_data import as_open_data, canonical
from scoring.core.results import Average, CampaignResults, Figure, Measure, UnitResults
from scoring.results.queries import campaign_results
from submissions.campaigns.queries.needs import Need
from submissions.campaigns.queries.readiness import register_need
from submissions.council.queries.tally import tally_of
from submissions.council.services import meetings
from submissions.council.services.meeting_lock import held_meeting, require_version
from submissions.models import (
    Answer,
    Appraisal,
    Campaign,
    GroupDeclaration,
    Meeting,
    Motion,
    Submission,
)
from units import audit
from units.access import require
from units.clock import moment_in_words
from units.models import AuditEntry, User

ACCEPT = "report.record_council_acceptance"
ACT = audit.name_act("council.accepted", "Hội đồng nghiệm thu số liệu")
NEWER_DRAFT = "Vừa có bản dự thảo khác với bản hiện trên trang. Xem lại rồi mở phiên họp."
NOT_ACCEPTED = "Hội đồng chưa nghiệm thu số liệu của đợt đánh giá."


@dataclass(frozen=True, slots=True)
class ValidAcceptance:
    """The figures are those that the Council accepted."""

    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class VoidAcceptance:
    """Figures have changed since. `units`: the short names of those whose figures did, in official
    order; none where only what concerns all of them did.
    """

    acceptance: Acceptance
    figures_sha256: str
    units: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What happened, in full."""
        when = moment_in_words(self.acceptance.at)
        where = f": {', '.join(self.units)}" if self.units else ""
        return f"Nghiệm thu lúc {when} không còn giá trị vì số liệu đã thay đổi sau đó{where}."


def figures_digest(campaign: Campaign) -> FiguresDigest:
    """Over declared figures, self points, the outcomes of all rounds, absent groups, and all
    figures that follow. 10 queries.
    """
    return digest_figures(campaign, campaign_results(campaign))


def digest_figures(campaign: Campaign, results: CampaignResults) -> FiguresDigest:
    """The same from results at hand. 3 queries."""
    answers, absent = _answers(campaign), _absent_groups(campaign)
    by_unit = {
        unit.code: _sha256(
            {
                "answers": answers[unit.code],
                "absent": absent[unit.code],
                "figures": _unit_figures(unit),
            }
        )
        for unit in results.units
    }
    return FiguresDigest(_sha256(_whole(results, by_unit)), by_unit)


@transaction.atomic
def accept(
    *, campaign: Campaign, motion: Motion, by: User, now: datetime | None = None
) -> Acceptance:
    """Record that the Council accepted the figures by that vote.

    Raises Http404, NotAllowed, StaleState when these figures are accepted already, or DomainError
    where the vote does not carry it: not about acceptance, not counted, lost, or about other
    figures than the present ones.
    """
    held = (
        Campaign.objects.select_for_update(no_key=True)
        .select_related("framework")
        .filter(pk=campaign.pk)
        .first()
    )
    voted = (
        Motion.objects.select_related("meeting")
        .filter(pk=motion.pk, meeting__campaign=held)
        .first()
    )
    if held is None or voted is None:
        raise Http404
    require(by, ACCEPT, held)
    _require_carried(voted)
    results = campaign_results(held)
    digest = digest_figures(held, results)
    _require_voted_on(voted, digest)
    last = Acceptance.objects.filter(campaign=held).first()
    if last and last.figures_sha256 == digest.sha256:
        raise StaleState(f"Số liệu này đã được ghi nhận nghiệm thu lúc {moment_in_words(last.at)}.")
    acceptance = Acceptance(
        campaign=held,
        motion=voted,
        figures_sha256=digest.sha256,
        data_sha256=as_open_data(results)["sha256"],
        by=by,
        at=now or timezone.now(),
    )
    acceptance.save(force_insert=True)
    _record(acceptance, digest, by)
    return acceptance


@transaction.atomic
def open_meeting_on_draft(*, meeting: Meeting, version: int, seen_draft: str, by: User) -> Meeting:
    """The Council meets on the present figures and the newest draft, which is kept. `seen_draft`:
    its SHA-256 as shown.

    Raises as `meetings.open_meeting`, StaleState where there is another draft by now, or
    StoredFileDamaged.
    """
    held = held_meeting(meeting.pk, by=by)
    require_version(held, version)
    rendering = latest_rendering(held.campaign)
    if (rendering.file_sha256 if rendering else "") != seen_draft:
        raise StaleState(NEWER_DRAFT)
    results = campaign_results(held.campaign)
    draft = (
        keep_draft(rendering, data_sha256=as_open_data(results)["sha256"]) if rendering else None
    )
    digest = digest_figures(held.campaign, results)
    return meetings.open_meeting(
        meeting=held, version=version, figures_sha256=digest.sha256, draft=draft, by=by
    )


def standing_acceptance(campaign: Campaign) -> ValidAcceptance | VoidAcceptance | None:
    """Whether the Council's last acceptance holds, reckoned now from every figure.

    None: it never accepted. 1 query, else 13.
    """
    return _standing(campaign, figures_digest)


def standing_kept(campaign: Campaign) -> ValidAcceptance | VoidAcceptance | None:
    """The same for pages that only mention it: reckoned again when the record holds an act that
    could have changed a figure.

    At most 4 queries while it is kept.
    """
    return _standing(campaign, digest_kept_of)


def digest_kept_of(campaign: Campaign) -> FiguresDigest:
    """The hash of the present figures, kept in memory. One query while it is kept."""
    return digest_kept(campaign, lambda: figures_digest(campaign))


def _standing(
    campaign: Campaign, reckon: Callable[[Campaign], FiguresDigest]
) -> ValidAcceptance | VoidAcceptance | None:
    last = (
        Acceptance.objects.select_related("motion__meeting", "by").filter(campaign=campaign).first()
    )
    if last is None:
        return None
    digest = reckon(campaign)
    if digest.sha256 == last.figures_sha256:
        return ValidAcceptance(last)
    return VoidAcceptance(last, digest.sha256, _changed_units(last, digest))


def register_needs() -> None:
    """Once, when the applications are ready."""
    register_need(acceptance_stands, lambda phase: phase.accepts_report)
    register_need(acceptance_is_not_void, lambda phase: phase.is_signing)


def acceptance_stands(campaign: Campaign, _now: datetime) -> list[Need]:
    """Only what the Council has accepted goes to the Minister."""
    standing = standing_acceptance(campaign)
    return [Need(NOT_ACCEPTED, where="acceptance")] if standing is None else _need_of(standing)


def acceptance_is_not_void(campaign: Campaign, _now: datetime) -> list[Need]:
    """What was changed after the acceptance is not published."""
    standing = standing_acceptance(campaign)
    return _need_of(standing) if standing else []


def _need_of(standing: ValidAcceptance | VoidAcceptance) -> list[Need]:
    return (
        [Need(standing.sentence, where="acceptance")]
        if isinstance(standing, VoidAcceptance)
        else []
    )


def _require_carried(motion: Motion) -> None:
    if not motion.is_acceptance:
        raise DomainError("Biểu quyết này không phải biểu quyết nghiệm thu.")
    if not motion.is_counted or motion.entitled is None or motion.present is None:
        raise DomainError("Biểu quyết nghiệm thu chưa chốt. Hãy chốt biểu quyết trước.")
    tally = tally_of(
        motion.votes.values_list("choice", flat=True),
        entitled=motion.entitled,
        present=motion.present,
    )
    if not tally.is_carried:
        raise DomainError(f"Hội đồng chưa nghiệm thu: {tally.in_words}.")


def _require_voted_on(motion: Motion, digest: FiguresDigest) -> None:
    if motion.meeting.figures_sha256 != digest.sha256:
        raise DomainError(
            "Số liệu hiện nay khác số liệu mà phiên họp đã xem, nên không nghiệm thu theo biểu "
            "quyết này được. "
            "Hãy mở phiên họp khác để Hội đồng xem số liệu hiện nay."
        )


def _record(acceptance: Acceptance, digest: FiguresDigest, by: User) -> None:
    audit.record(
        act=ACT,
        by=by,
        campaign=acceptance.campaign,
        subject=acceptance,
        facts={
            "meeting": acceptance.motion.meeting.number,
            "motion": acceptance.motion.number,
            "figures_sha256": digest.sha256,
            "data_sha256": acceptance.data_sha256,
            "units": dict(digest.by_unit),
        },
        changes=[audit.inserted(acceptance)],
    )


def _changed_units(acceptance: Acceptance, digest: FiguresDigest) -> tuple[str, ...]:
    """By what the record of the acceptance keeps of each unit; none where there is no such entry.

    Two queries.
    """
    subject = f"{Acceptance._meta.db_table}:{acceptance.pk}"
    facts = (
        AuditEntry.objects.filter(act=ACT, subject=subject).values_list("facts", flat=True).first()
    )
    accepted = json.loads(facts)["units"] if facts else digest.by_unit
    names = dict(
        Submission.objects.filter(campaign=acceptance.campaign_id).values_list(
            "unit__code", "short_name"
        )
    )
    return tuple(
        names[code] for code, sha256 in digest.by_unit.items() if accepted.get(code) != sha256
    )


def _answers(campaign: Campaign) -> dict[str, Json]:
    """By unit and criterion: what was declared, claimed and decided. 2 queries."""
    decided: dict[int, Json] = defaultdict(dict)
    rounds = Appraisal.objects.filter(answer__submission__campaign=campaign)
    for answer, which, outcome, points, ground in rounds.values_list(
        "answer_id", "round", "outcome", "points", "ground"
    ):
        decided[answer][str(which)] = [outcome, _text(points), ground]
    found: dict[str, Json] = defaultdict(dict)
    rows = Answer.objects.filter(submission__campaign=campaign).values_list(
        "pk",
        "submission__unit__code",
        "criterion__group__annex__code",
        "criterion__group__code",
        "criterion__code",
        "self_outcome",
        "self_points",
        "declared",
        "declared_as_of",
    )
    for key, unit, annex, group, code, outcome, points, declared, as_of in rows:
        found[unit][f"{annex}:{group}:{code}"] = {
            "declared": [declared, _text(as_of)],
            "self": [outcome, _text(points)],
            "rounds": decided[key],
        }
    return found


def _absent_groups(campaign: Campaign) -> dict[str, list[str]]:
    """By unit, the groups that were confirmed not to apply."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = GroupDeclaration.objects.confirmed().filter(submission__campaign=campaign)
    for unit, group in rows.order_by("group_code").values_list(
        "submission__unit__code", "group_code"
    ):
        found[unit].append(group)
    return found


def _whole(results: CampaignResults, by_unit: Mapping[str, str]) -> Json:
    """All units, and what is of all of them: averages, the borders of the letter groups, and
    what may be compared with what.
    """
    compared = {
        code: [each.code, each.is_comparable, each.reason]
        for code, each in results.counterparts.items()
    }
    return {
        "campaign": results.code,
        "framework": results.framework,
        "units": dict(by_unit),
        "averages": {kind.code: _averages(kind.averages) for kind in results.kinds}
        | {"": _averages(results.averages)},
        "bands": [[band.code, _text(band.lower), _text(band.upper)] for band in results.bands],
        **({"compared": compared} if compared else {}),
    }


def _unit_figures(unit: UnitResults) -> Json:
    figures = {_name(measure): _figure(figure) for measure, figure in unit.figures.items()}
    return {"figures": figures, "percent": _text(unit.percent), "is_late": unit.is_late}


def _averages(averages: Mapping[Measure, Average]) -> Json:
    return {
        _name(measure): [*_figure(average.figure), average.n]
        for measure, average in averages.items()
    }


def _figure(figure: Figure) -> list[Any]:
    return [_text(figure.exact), _text(figure.printed), figure.applies]


def _name(measure: Measure) -> str:
    return ":".join(str(part) for part in measure)


def _text(value: Any) -> str | None:
    """One text for one value, whatever database it comes from."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value is None else str(value)


def _sha256(document: Json) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()
