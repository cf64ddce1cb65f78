"""Nobody repeats a rule about rows that has a name; and the question asked of sources that do."""

import pytest

from tests.house import rules
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)
WHERE = "submissions.council.queries"


def test_no_rule_is_repeated():
    assert rules.copies(SOURCES) == []


def test_every_rule_of_the_list_is_there():
    assert rules.missing_rules(SOURCES) == []


def test_a_rule_that_is_not_there_is_found():
    own = "class EvidenceQuerySet(QuerySet):\n    def kept(self): ...\nANSWERED = Q()"
    missing = rules.missing_rules({"submissions.models.evidence": own})
    assert "EvidenceQuerySet.in_force" in missing
    assert not {"EvidenceQuerySet.kept", "ANSWERED"} & set(missing)


REPEATED = [
    "Evidence.objects.filter(is_withdrawn=False)",
    "Evidence.objects.exclude(superseded_by=None)",
    "Evidence.objects.filter(supersedes=older).exists()",
    "uses.filter(answer=1, evidence__is_withdrawn=False)",
    "uses.filter(evidence__superseded_by__isnull=True)",
    "IN_HAND = Q(submitted_at=None)",
    "Count('pk', filter=Q(criteria__is_leaf=True))",
    "Case(When(is_confirmed=True, then=1))",
    "FilteredRelation('appraisals', condition=~Q(appraisals__outcome=OutcomeKind.MISSING))",
    "rows.filter(**{'evidence__is_withdrawn': False})",
    "rows.filter(('is_confirmed', True))",
    "wanted = Q(('evidence__is_withdrawn', False), answer=1)",
    "rows.filter(**within | {'ended_at': None})",
    "rows.filter(**{f'{prefix}is_withdrawn': False})",
    "rows.filter(**{f'{prefix}__is_confirmed': True})",
    "wanted = {'state': EditionState.PUBLISHED}\nrows.filter(**wanted)",
    "Meeting.objects.get(state=MeetingState.OPEN)",
    "rows.filter(state__in=[JobState.WAITING, JobState.RUNNING])",
    "rows.filter(campaign__phase__in=(Phase.PUBLISHED, Phase.ARCHIVED))",
    "if campaign.phase not in (Phase.PUBLISHED, Phase.ARCHIVED): ...",
    "if file.is_withdrawn or file.is_replaced: ...",
    "stands = not file.is_withdrawn and not file.is_replaced",
    "Campaign.objects.filter(year=campaign.previous_year)",
    "Comment.objects.filter(response='')",
    "Appointment.objects.filter(state=GrantState.IN_FORCE)",
    "User.objects.filter(appointments__state=GrantState.IN_FORCE)",
    "seats.filter(state__in=[GrantState.IN_FORCE, GrantState.PROPOSED])",
    "if appointment.state == GrantState.ENDED: ...",
    "Appointment.objects.filter(role__in=[Role.WG_HEAD])",
    "Appointment.objects.filter(user__is_active=True)",
    "person.invitations.filter(state=InvitationState.OPEN)",
    "Notification.objects.exclude(mail_state=MailState.HELD)",
    "where: dict[str, object] = {'is_withdrawn': False}\nrows.filter(**where)",
    "where = {}\nwhere['is_withdrawn'] = False\nrows.filter(**where)",
    "rows.filter(**dict(evidence__is_withdrawn=False))",
    "SEEN = (Phase.PUBLISHED, Phase.ARCHIVED)\nrows.filter(phase__in=SEEN)",
    "rows.filter(outcome__in=[Kind.SCORED, Kind.NOT_APPLICABLE, Kind.REFUSED])",
    "get_list_or_404(Evidence, is_withdrawn=False)",
    "Evidence.objects.get_or_create(is_withdrawn=False)",
    "Count('pk', filter=WITHOUT_ANSWER & Q(skipped__in=SkipReason.values))",
    "answers.exclude(skipped='')",
    "is_unproved = ~WITHOUT_ANSWER & without_evidence()",
    "answers.filter(without_evidence()).exclude(WITHOUT_ANSWER)",
    "proved = EvidenceUse.objects.in_force()\nlacking = TO_BE_PROVED & ~Exists(proved)",
    "answers.filter(TO_BE_PROVED, evidence_uses=None)",
    "readings.exclude(settled_at=None)",
    "if stored and stored.settled_at: ...",
    "said = 'settled' if reading.settled_at else ''",
    "waiting = [each for each in readings if not each.settled_at]",
    "is_settled = bool(reading.settled_at)",
    "stands = first.changed_at <= reading.settled_at",
    "def holds(settled_at, decided_at):\n    return settled_at is not None",
    "answers.exclude(self_outcome=OutcomeKind.MISSING)",
    "if answer.self_outcome == OutcomeKind.MISSING: ...",
    "NOTHING = OutcomeKind.MISSING\nis_claimed = line.answer.self_outcome != NOTHING",
    "if OutcomeKind.MISSING is self_outcome: ...",
    "match answer.self_outcome:\n    case OutcomeKind.MISSING: ...",
    "if submission.submitted_at: ...",
    "late = not submission.submitted_at and is_past_due(submission)",
    "count = sum(row.submitted_at is not None for row in rows)",
    "if motion.closed_at is None or motion.entitled is None: ...",
    "waiting = [row for row in rows if not row.response]",
    "if comment.response != '': ...",
    "if evidence.is_withdrawn and not may(by, SEE_HISTORY, evidence): ...",
    "is_replaced = hasattr(row, 'superseded_by')",
    "is_latest = getattr(row, 'superseded_by', None) is None",
    "is_latest = row.superseded_by_id is None",
    "replaced = {file.supersedes_id for file in files}",
]


@pytest.mark.parametrize("source", REPEATED)
def test_a_repeated_rule_is_found(source):
    assert rules.copies({WHERE: source}) != []


ALLOWED = [
    "Evidence.objects.in_force().filter(submission=1)",
    "rows.update(is_withdrawn=True)",
    "rows.filter(('is_confirmed', is_confirmed))",
    "GroupDeclaration(is_confirmed=True)",
    "Meeting.objects.create(state=MeetingState.OPEN)",
    "rows.filter(is_confirmed=not is_confirmed)",
    "rows.filter(state=source)",
    "rows.filter(campaign__phase=Phase.PUBLISHED)",
    "if campaign.phase in (Phase.SIGNING, Phase.PUBLISHED): ...",
    "if file.is_supplementary and not file.is_replaced: ...",
    "said = moment_in_words(submission.submitted_at)",
    "is_current = at == submission.submitted_at",
    "state = {'response': comment.response}",
    "key = own[key].supersedes_id",
    "older = [file.supersedes_id for file in files]",
    "is_shown = hasattr(row, 'name') and row.kind",
    "if declaration.is_confirmed: ...",
    "told = {'is_withdrawn': False}",
    "rows.filter(round__in=rounds)",
    "Appointment(state=GrantState.PROPOSED if waits else GrantState.IN_FORCE)",
    "User.objects.filter(pk=1, is_active=not is_active)",
    "if appointment.role == Role.ADMINISTRATOR: ...",
    "counts(Count('pk', filter=TO_BE_PROVED), Count('pk', filter=Q(lacks_file=True)))",
    "answers.alias(lacks_file=without_evidence()).annotate(open=WITHOUT_ANSWER)",
    "still_open = readings.filter(settled_at=stored.settled_at)",
    "said = moment_in_words(reading.settled_at) if two.open_again else ''",
    "if answer.self_outcome == OutcomeKind.SCORED: ...",
    "if given.outcome == OutcomeKind.MISSING: ...",
    "claim = Decision(answer.self_outcome, answer.self_points)",
]


@pytest.mark.parametrize("source", ALLOWED)
def test_what_repeats_no_rule_is_left_alone(source):
    assert rules.copies({WHERE: source}) == []


def test_models_and_migrations_may_compare():
    source = "rows.filter(is_withdrawn=False)"
    names = ["submissions.models.evidence", "criteria.models", "submissions.migrations.0002_x"]
    assert rules.copies(dict.fromkeys(names, source)) == []


def test_a_copy_is_told_with_its_place_and_the_rule():
    source = "\nrows.filter(evidence__is_withdrawn=False)"
    assert rules.copies({WHERE: source}) == [
        f"{WHERE}:2 compares evidence__is_withdrawn, which EvidenceQuerySet.kept says"
    ]


MODELS = """
class Shared(models.Model):
    class Meta:
        abstract = True
    def __str__(self): ...
class Bare(models.Model):
    def __str__(self): ...
class Asked(models.Model):
    objects = AskedQuerySet.as_manager()
    def __str__(self): ...
"""


def test_models_without_named_rules_are_counted():
    sources = {"units.models.people": MODELS, "units.people": MODELS}
    assert rules.models_without_rules(sources) == ["units.models.people.Bare"]
    assert rules.tables(sources) == 2
