"""What is read for a report besides its figures, in a fixed number of queries; and the report
of 2020 as a whole.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.document.prose.facts import (
    BodyMember,
    FailingUnits,
    GroupShape,
    ProcedureStep,
    ReportDecision,
)
from reports.document.prose.failings import failings_of
from reports.document.queries.facts import report_facts
from reports.layout.pdf import Pdf
from scoring.models import PrintedFailing
from scoring.reconciliation.queries.findings import reconcile
from scoring.results.queries import campaign_results
from submissions.enums import Body, OutcomeKind, Round
from submissions.models import Answer, Appraisal
from tests.reports.document.printed_report import make_report
from units.enums import GrantState, Role
from units.models import User

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:(weasyprint|fontTools|pydyf)")


def test_the_facts_of_2020_are_those_of_its_files(campaign_2020):
    facts = report_facts(campaign_2020, data_sha256="abc")
    assert facts.decision == ReportDecision(
        "1101/QĐ-BNV", date(2020, 12, 21), "Lê Vĩnh Tân", "Bộ trưởng Bộ Nội vụ"
    )
    assert (len(facts.council), len(facts.working_group), len(facts.steps)) == (13, 5, 13)
    assert facts.council[0] == BodyMember(
        "Trần Anh Tuấn", "Thứ trưởng Bộ Nội vụ", "Chủ tịch Hội đồng"
    )
    assert facts.steps[3] == ProcedureStep(4, None, "", "Đơn vị tự chấm và gửi tài liệu kiểm chứng")
    assert (facts.is_reconstructed, facts.data_sha256, facts.framework.document) == (
        True,
        "abc",
        "375/QĐ-BNV",
    )


def test_the_structure_of_the_framework_is_counted(campaign_2020):
    first, second = report_facts(campaign_2020).framework.annexes
    assert [(group.code, group.mains, group.leaves) for group in first.groups] == [
        ("HTKT", 3, 20),
        ("UDCNTT", 5, 20),
        ("DVCTT", 3, 9),
        ("CCCS", 6, 6),
    ]
    assert second.groups[-1] == GroupShape(
        "NL", second.groups[-1].name, Decimal(100), 11, 11, may_be_absent=False
    )


def test_the_number_of_queries_is_fixed(campaign_2020, django_assert_num_queries):
    with CaptureQueriesContext(connection) as reconciled:
        reconcile(campaign_2020)
    campaign_2020.framework  # noqa: B018 - as a caller that selected it
    with django_assert_num_queries(len(reconciled) + 9):
        report_facts(campaign_2020)


def test_members_who_are_not_in_force_or_only_for_show_are_nobody(campaign_2020):
    def appoint(name, **changes):
        user = User.objects.create_user(
            name, email=f"{name}@example.org", full_name=name, is_demo=changes.pop("is_demo", False)
        )
        campaign_2020.appointments.create(
            role=Role.COUNCIL_MEMBER, body=Body.COUNCIL, person=name, user=user, order=99, **changes
        )

    appoint("demo", is_demo=True)
    appoint("proposed", state=GrantState.PROPOSED)
    appoint("ended", state=GrantState.ENDED)
    appoint("real")
    assert [person.name for person in report_facts(campaign_2020).council[13:]] == ["real"]


# --- who failed what ----------------------------------------------------------------------


def outcome_of(answer, points, *, round_=Round.SECOND, **changes):
    fields = {"outcome": OutcomeKind.SCORED, "points": points, "is_reconstructed": False} | changes
    Appraisal.objects.update_or_create(answer=answer, round=round_, defaults=fields)


@pytest.fixture
def answer(campaign_2020) -> Answer:
    """An answer that nothing printed speaks of."""
    PrintedFailing.objects.filter(submission__campaign=campaign_2020).delete()
    final = Appraisal.objects.final().filter(answer__submission__campaign=campaign_2020)
    final.update(is_reconstructed=True)
    return (
        Answer.objects.filter(submission__campaign=campaign_2020)
        .select_related("criterion__group", "submission")
        .first()
    )


def listed(answer) -> FailingUnits:
    group, criterion = answer.criterion.group, answer.criterion
    name = f"{criterion.name} (mẫu)" if criterion.is_sample else criterion.name
    return FailingUnits(group.code, group.name, name, (answer.submission.short_name,))


def test_zero_points_are_listed(answer):
    outcome_of(answer, Decimal(0))
    assert failings_of(answer.submission.campaign) == ((listed(answer),), ())


def test_a_refusal_is_listed(answer):
    outcome_of(answer, None, outcome=OutcomeKind.REFUSED, ground="no_evidence")
    assert failings_of(answer.submission.campaign) == ((listed(answer),), ())


@pytest.mark.parametrize(
    "changes",
    [
        {"points": Decimal("0.01")},
        {"points": None, "outcome": OutcomeKind.NOT_APPLICABLE},
        {"points": None, "outcome": OutcomeKind.MISSING},
        {"points": Decimal(0), "is_reconstructed": True},
    ],
    ids=["points", "not applicable", "missing", "reconstructed"],
)
def test_nobody_is_listed_for_anything_else(answer, changes):
    outcome_of(answer, **changes)
    assert failings_of(answer.submission.campaign) == ((), ())


def test_the_council_overrules_the_second_round(answer):
    outcome_of(answer, Decimal(0))
    outcome_of(answer, Decimal(1), round_=Round.COUNCIL)
    assert failings_of(answer.submission.campaign) == ((), ())


def test_the_first_round_lists_nobody(answer):
    outcome_of(answer, Decimal(1))
    outcome_of(answer, Decimal(0), round_=Round.FIRST)
    assert failings_of(answer.submission.campaign) == ((), ())


def test_a_printed_list_stands_unless_the_score_contradicts_it(answer):
    PrintedFailing.objects.create(submission=answer.submission, criterion=answer.criterion)
    outcome_of(answer, Decimal(0), is_reconstructed=True)
    assert failings_of(answer.submission.campaign) == ((listed(answer),), ())
    outcome_of(answer, Decimal(1), is_reconstructed=True)
    assert failings_of(answer.submission.campaign) == ((), (listed(answer),))


def test_the_lists_of_2020_lose_only_what_the_scores_contradict(campaign_2020):
    failed, contradicted = failings_of(campaign_2020)
    assert sum(len(failing.units) for failing in failed) == PrintedFailing.objects.count() - 1
    assert [(failing.criterion, failing.units) for failing in contradicted] == [
        ("Kế hoạch ứng dụng CNTT giai đoạn 5 năm", ("Tạp chí TCNN",))
    ]


# --- the whole --------------------------------------------------------------------------------


_rendered: list[Pdf] = []


@pytest.fixture
def report_2020(campaign_2020) -> Pdf:
    """Rendered once for all tests here; none of them changes it."""
    if not _rendered:
        _rendered.append(make_report(campaign_results(campaign_2020), report_facts(campaign_2020)))
    return _rendered[0]


def test_the_report_of_2020_has_five_tables_fifteen_charts_and_every_total(
    campaign_2020, report_2020
):
    document = pypdfium2.PdfDocument(report_2020.content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    text = " ".join(" ".join(pages).split())
    contents = " ".join(pages[2].split())
    for number in range(1, 6):
        assert f"Bảng {number}. " in contents
        assert text.count(f"Bảng {number}. ") >= 2
    for number in range(1, 16):
        assert text.count(f"Biểu đồ {number}. ") >= 2
    assert "Bảng 6." not in text
    assert "Biểu đồ 16." not in text
    official = [
        unit.figure("total", 2020).official for unit in campaign_results(campaign_2020).units
    ]
    assert [value for value in official if f"{value}".replace(".", ",") not in text] == []
    assert report_2020.pages == len(document)


def test_the_page_number_stands_on_every_page_but_the_first(report_2020):
    document = pypdfium2.PdfDocument(report_2020.content)
    tops = []
    for page in document:
        width, height = page.get_size()
        tops.append(
            page.get_textpage()
            .get_text_bounded(left=width / 3, right=width * 2 / 3, bottom=height - 55, top=height)
            .strip()
        )
    assert tops == ["", *(str(number) for number in range(2, len(document) + 1))]


def test_the_report_of_2020_embeds_only_our_fonts(report_2020):
    with pikepdf.open(BytesIO(report_2020.content)) as pdf:
        names = {
            str(font.BaseFont).split("+")[-1]
            for page in pdf.pages
            for font in page.Resources.Font.values()
        }
    assert {name for name in names if not name.startswith(("ICT-Serif", "ICT-Sans"))} == set()
