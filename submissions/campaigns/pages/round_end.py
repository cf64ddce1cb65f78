"""The page on which a round, or the time to reply, is closed for all units at once: unit by
unit what is missing.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from submissions.campaigns.queries.next_steps import NextStep, next_steps
from submissions.dossier.queries.backlog import differing_in, unread_in
from submissions.enums import Round
from submissions.models import Answer, Appraisal, Campaign, Confirmation, RoundFinished, Submission
from units.clock import moment_in_words
from units.models import User

#: So many missing criteria of one unit are named.
_NAMED = 40


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: of `total` criteria so many are `done`; `missing` names what is not, at most 40 of
    them. `state` in words.

    `differing`: outcomes of which a second reading says something else, and nobody has settled it.
    `unread`: groups whose second reading was ordered and is not given, in words.
    """

    unit: str
    name: str
    kind: str
    total: int
    done: int
    state: str
    is_whole: bool
    missing: tuple[str, ...]
    differing: int = 0
    unread: tuple[str, ...] = ()

    @property
    def lacking(self) -> int:
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """Everything the page shows. `round`: the one that is closed; none: the time to reply."""

    round: Round | None
    step: NextStep
    lines: tuple[UnitLine, ...]
    whole: int
    lacking: int

    @property
    def open_units(self) -> int:
        return len(self.lines) - self.whole


def closing_page(campaign: Campaign, user: User, *, now: datetime) -> ClosingPage:
    """In a phase that closes something.

    At most thirteen queries, whatever the number of units and criteria.
    """
    which = campaign.stands.round
    step = next_steps(campaign, user, now=now)[0]
    lines = _reply_lines(campaign) if which is None else _round_lines(campaign, which)
    return ClosingPage(
        round=which,
        step=replace(
            step,
            needs=tuple(replace(need, rows=(), count=0) for need in step.needs or ()),
            units_url="",
        ),
        lines=lines,
        whole=sum(line.is_whole for line in lines),
        lacking=sum(line.lacking for line in lines),
    )


def _submissions(campaign: Campaign) -> list[Submission]:
    return list(
        campaign.submissions.select_related("unit", "kind").order_by("kind__order", "order")
    )


def _round_lines(campaign: Campaign, which: Round) -> tuple[UnitLine, ...]:
    decided = Appraisal.objects.decided().filter(answer=OuterRef("pk"), round=which)
    counts = _counts(campaign, Q(Exists(decided)))
    missing = _missing(campaign, which)
    unread = unread_in(which, campaign.submissions.all())
    differing = Counter(each.submission for each in differing_in(which, campaign, unread))
    finished = dict(
        RoundFinished.objects.filter(submission__campaign=campaign, round=which).values_list(
            "submission_id", "at"
        )
    )
    return tuple(
        _read_again(
            _round_line(
                file, counts.get(file.pk, (0, 0)), missing.get(file.pk, []), finished.get(file.pk)
            ),
            differing[file.pk],
            tuple(each.in_words for each in unread if each.submission == file.pk),
        )
        for file in _submissions(campaign)
    )


def _round_line(
    file: Submission, counts: tuple[int, int], missing: list[str], finished: datetime | None
) -> UnitLine:
    total, done = counts
    said = f", Tổ giúp việc báo xong lúc {moment_in_words(finished)}" if finished else ""
    state = f"còn {total - done} tiêu chí" if total > done else "đủ kết quả"
    return UnitLine(
        file.unit.code,
        file.name,
        file.kind.name,
        total,
        done,
        state + said,
        total <= done,
        tuple(missing[:_NAMED]),
    )


def _read_again(line: UnitLine, differing: int, unread: tuple[str, ...]) -> UnitLine:
    """The same with what its second reading lacks."""
    return replace(
        line,
        differing=differing,
        unread=unread,
        is_whole=line.is_whole and not differing and not unread,
    )


def _reply_lines(campaign: Campaign) -> tuple[UnitLine, ...]:
    """Only whether and when: what units say is not for the one who closes before it is closed."""
    counts = _counts(campaign, Q(reply__isnull=False))
    ended = {
        each.submission_id: each
        for each in Confirmation.objects.filter(submission__campaign=campaign)
    }
    return tuple(
        _reply_line(file, counts.get(file.pk, (0, 0)), ended.get(file.pk))
        for file in _submissions(campaign)
    )


def _reply_line(file: Submission, counts: tuple[int, int], ended: Confirmation | None) -> UnitLine:
    total, done = counts
    is_confirmed = ended is not None and ended.is_confirmed
    if ended is not None and is_confirmed:
        state = f"thủ trưởng xác nhận lúc {moment_in_words(ended.at)}"
    else:
        state = "đã ghi ý kiến, chưa xác nhận" if done else "chưa trả lời"
    return UnitLine(file.unit.code, file.name, file.kind.name, total, done, state, is_confirmed, ())


def _counts(campaign: Campaign, is_done: Q) -> dict[int, tuple[int, int]]:
    """By file, how many answers there are to decide and how many of them are done. One query."""
    rows: Any = (
        Answer.objects.applicable()
        .filter(submission__campaign=campaign)
        .values("submission")
        .annotate(total=Count("pk"), done=Count("pk", filter=is_done))
        .order_by()
    )
    return {row["submission"]: (row["total"], row["done"]) for row in rows}


def _missing(campaign: Campaign, which: Round) -> dict[int, list[str]]:
    """«HTKT 1.2», by file, in the order of the framework. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    lacking = Answer.objects.undecided(which).filter(submission__campaign=campaign)
    for file, group, code in lacking.in_official_order().values_list(
        "submission_id", "criterion__group__code", "criterion__code"
    ):
        found[file].append(f"{group} {code}")
    return found
