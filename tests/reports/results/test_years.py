"""Years beside each other: what is compared, what is not and why, and that nothing unpublished
is there.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria.models import Correspondence, Framework
from reports.results.queries.cache import SHELF
from submissions.enums import Phase
from submissions.models import Campaign
from tests.scoring.factories import (
    declare_absent,
    make_campaign,
    make_framework,
    make_points,
    make_printed,
    make_submission,
)
from tests.strict_pages import inline_code, landmarks, repeated_ids
from tests.submissions.factories import appoint, make_user
from tests.white_space import squeezed
from units.enums import Role

pytestmark = pytest.mark.django_db

NEW_SHAPE = {"I": {"HTS": {"1": 200}, "NTS": {"1": 100}}}


def make_year(
    year: int,
    points: dict[str, str],
    framework: Framework,
    *,
    units: tuple[str, ...] = ("A",),
    **fields,
) -> Campaign:
    campaign = make_campaign(framework, year, **{"previous_year": None} | fields)
    for order, unit in enumerate(units):
        make_points(make_submission(campaign, unit, order=order), "I", points)
    return campaign


def make_two_frameworks(**fields: object) -> tuple[Campaign, Campaign]:
    """A got 57,75 of 100 in 2020, and 180 of 300 in 2022: 60 percent."""
    old = make_framework("cu")
    new = make_framework("moi", shape=NEW_SHAPE, aggregation="sum_of_points")
    older = make_year(2020, {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"}, old)
    return older, make_year(2022, {"HTS:1": "150", "NTS:1": "30"}, new, **fields)


def link(
    older: Campaign, newer: Campaign, before: str, after: str, **fields: object
) -> Correspondence:
    return Correspondence.objects.create(
        older=older.framework,
        newer=newer.framework,
        older_group=before,
        newer_group=after,
        **{"reason": "Cùng đo hạ tầng."} | fields,
    )


def compare(client: Client, query: str = "", code: str = "2022") -> str:
    answer = client.get(f"/dot/{code}/so-sanh/{query}")
    assert answer.status_code == 200
    return squeezed(answer.content.decode())


def row_of(html: str, unit: str = "A") -> str:
    return html.split(f">{unit}</a></th>")[1].split("</tr>")[0]


def test_across_frameworks_nothing_is_compared_without_a_row(client) -> None:
    make_two_frameworks()
    html = compare(client)
    assert "Không so sánh được.</strong> Chưa có căn cứ" in html
    row = row_of(html)
    assert [text in row for text in ("57,75", "180,00", "không so sánh được")] == [True, True, True]
    for wrong in (">0,00", "điểm phần trăm", "+122,25"):
        assert wrong not in row
    assert html.count("không so sánh được. Bộ tiêu chí kia không có nội dung nào") == 4


def test_totals_of_two_frameworks_are_compared_by_their_shares(client) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "", "", reason="Hai bộ cùng đo mức độ ứng dụng.")
    html = compare(client)
    assert "Căn cứ so sánh: Hai bộ cùng đo mức độ ứng dụng." in html
    assert "+2,25 điểm phần trăm" in row_of(html)
    assert [
        text in row_of(html) for text in ("trên 100, đạt 57,75 %", "trên 300, đạt 60,00 %")
    ] == [True, True]


def test_groups_are_compared_where_a_row_says_so(client) -> None:
    """65,50 of 100 against 150 of 200."""
    older, newer = make_two_frameworks()
    link(older, newer, "HT", "HTS")
    html = compare(client, "?so=0")
    assert "Nhóm HT → Nhóm HTS" in html
    assert "+9,50 điểm phần trăm" in row_of(html)


def test_row_that_says_no_gives_its_reason(client) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "HT", "HTS", is_comparable=False, reason="Cách chấm khác hẳn.")
    html = compare(client, "?so=0")
    assert "Không so sánh được.</strong> Cách chấm khác hẳn." in html
    assert "+9,50" not in html


def test_it_does_not_matter_which_framework_the_row_calls_older(client) -> None:
    older, newer = make_two_frameworks()
    Correspondence.objects.create(
        older=newer.framework,
        newer=older.framework,
        older_group="HTS",
        newer_group="HT",
        reason="Cùng đo.",
    )
    assert "+9,50 điểm phần trăm" in row_of(compare(client, "?so=0"))


def test_earlier_year_stands_first_from_whichever_page(client) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "", "")
    assert row_of(compare(client, "?voi=2022", code="2020")).count("+2,25 điểm phần trăm") == 1


def test_one_framework_is_compared_in_points(client) -> None:
    framework = make_framework()
    make_year(2020, {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"}, framework)
    make_year(2021, {"HT:1.1": "30", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"}, framework)
    assert "−2,50 điểm" in row_of(compare(client, code="2021"))
    assert "−5,00 điểm" in row_of(compare(client, "?voi=2020&so=1", code="2021"))
    assert "không đổi" not in compare(client, "?voi=2020&so=2", code="2021")
    assert ">0,00 điểm" in row_of(compare(client, "?voi=2020&so=2", code="2021"))


def test_absent_group_and_absent_unit_are_not_zero(client) -> None:
    framework = make_framework()
    older = make_year(
        2020,
        {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"},
        framework,
        units=("A", "X"),
    )
    make_year(
        2021,
        {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"},
        framework,
        units=("A", "Y"),
    )
    declare_absent(older.submissions.get(unit__code="A"), "DV")
    html = compare(client, "?so=2", code="2021")
    assert "Không áp dụng đối với đơn vị năm 2020." in row_of(html)
    assert "Đơn vị không được đánh giá năm 2020." in row_of(html, "Y")
    assert "Đơn vị không được đánh giá năm 2021." in row_of(html, "X")
    assert html.count("0,00 điểm") == 0


def test_year_that_only_the_report_has_can_be_compared_with(client) -> None:
    campaign = make_year(
        2020,
        {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"},
        make_framework(),
        previous_year=2019,
    )
    make_printed(campaign, campaign.submissions.get(), "total", 2019, "50.00")
    html = compare(client, code="2020")
    assert "Năm 2019 (theo báo cáo năm 2020)" in html
    assert "+7,75 điểm" in row_of(html)


def test_campaign_alone_says_that_there_is_nothing_to_compare_with(client) -> None:
    make_year(
        2020, {"HT:1.1": "35", "HT:1.2": "10", "HT:2": "20.5", "DV:1": "50"}, make_framework()
    )
    assert "Chưa có năm nào khác đã ban hành" in compare(client, code="2020")


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.PUBLISHED, Phase.ARCHIVED)]
)
def test_unpublished_year_is_nowhere(client, phase) -> None:
    """Not for those with a part in it either: the page is of published years."""
    _, newer = make_two_frameworks(phase=phase)
    for user in (None, appointed(newer)):
        if user:
            client.force_login(user)
        for path in ("so-sanh/", "so-sanh/?voi=2022", "don-vi/A/cac-nam/"):
            html = client.get(f"/dot/2020/{path}").content.decode()
            assert [text in html for text in ("180,00", "Năm 2022", "voi=2022")] == [
                False,
                False,
                False,
            ]
        assert client.get("/dot/2022/so-sanh/").status_code == (403 if user else 404)
        assert client.get("/dot/2022/don-vi/A/cac-nam/").status_code == (403 if user else 404)


def appointed(campaign: Campaign) -> object:
    user = make_user("tham-tra")
    appoint(user, Role.WG_HEAD, campaign)
    return user


def test_unit_over_the_years_has_each_year_and_says_what_is_not_comparable(client) -> None:
    make_two_frameworks()
    html = client.get("/dot/2022/don-vi/A/cac-nam/").content.decode()
    later, earlier = html.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:2]
    assert [
        text in later
        for text in ("Năm 2022", "180,00", "60,00 %", "không so sánh được", "Chưa có căn cứ")
    ] == [True] * 5
    assert [
        text in earlier for text in ("Năm 2020", "57,75", "Hạng 1 trong 1", "năm đầu tiên")
    ] == [True] * 4
    assert [group in html for group in ("Nhóm HTS", "Nhóm DV")] == [True, True]


def test_unit_over_the_years_says_how_it_moved(client) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "", "")
    assert "+2,25 điểm phần trăm" in client.get("/dot/2020/don-vi/A/cac-nam/").content.decode()


def test_page_of_the_unit_does_not_subtract_points_of_two_frameworks(client) -> None:
    older, newer = make_two_frameworks(previous_year=2020)
    html = client.get("/dot/2022/don-vi/A/").content.decode()
    assert "không so sánh được với năm nay. Chưa có căn cứ" in html
    assert "năm nay tăng 122,25" not in html
    link(older, newer, "", "")
    assert "năm nay tăng 2,25 điểm phần trăm" in client.get("/dot/2022/don-vi/A/").content.decode()


def test_unit_that_is_not_in_the_campaign_is_not_found(client) -> None:
    make_two_frameworks()
    assert client.get("/dot/2020/don-vi/Z/cac-nam/").status_code == 404


def test_rows_are_sorted_as_the_address_asks(client) -> None:
    framework = make_framework()
    make_year(
        2020,
        {"HT:1.1": "0", "HT:1.2": "0", "HT:2": "0", "DV:1": "0"},
        framework,
        units=("A", "B", "C"),
    )
    campaign = make_campaign(framework, 2021, previous_year=None)
    for order, (unit, points) in enumerate({"A": "10", "B": "30", "C": "20"}.items()):
        values = {"HT:1.1": points, "HT:1.2": "0", "HT:2": "0", "DV:1": "0"}
        make_points(make_submission(campaign, unit, order=order), "I", values)
    html = compare(client, "?cot=thay-doi&chieu=giam", code="2021")
    names = [
        part.split("<")[0]
        for part in html.split("<tbody>")[1].split("cot")[0].split('/">')[1:]
        if part[:1] in "ABC"
    ]
    assert names == ["B", "C", "A"]
    assert html.count('aria-sort="descending"') == 1


@pytest.mark.parametrize(
    "query",
    ["?so=-1", "?so=²", "?so=999999", "?voi=<script>", "?cot=x&chieu=y", "?so=&voi=&cot=&chieu="],
)
def test_what_is_no_choice_is_none(client, query) -> None:
    make_two_frameworks()
    html = compare(client, query)
    assert "57,75" in html
    assert "<script>" not in html.replace('<script src="', "")


@pytest.mark.parametrize("path", ["so-sanh/", "don-vi/A/cac-nam/"])
def test_pages_are_whole(client, path) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "HT", "HTS")
    html = client.get(f"/dot/2022/{path}").content.decode()
    assert (inline_code(html), repeated_ids(html)) == ([], set())
    assert landmarks(html)


@pytest.mark.parametrize("path", ["so-sanh/", "don-vi/A0/cac-nam/"])
def test_pages_cost_the_same_with_3_and_23_units(client, path) -> None:
    counts = []
    for count in (3, 23):
        Campaign.objects.filter(code__startswith="c").update(phase=Phase.SETUP)
        framework = make_framework(f"k{count}")
        units = tuple(f"A{number}" for number in range(count))
        for year in (2020, 2021):
            make_year(
                year,
                {"HT:1.1": "1", "HT:1.2": "1", "HT:2": "1", "DV:1": "1"},
                framework,
                units=units,
                code=f"c{count}-{year}",
            )
        SHELF.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/dot/c{count}-2021/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 28


def test_shares_are_exact(client) -> None:
    older, newer = make_two_frameworks()
    link(older, newer, "DV", "NTS", reason="Cùng tối đa 100.")
    assert "−20,00 điểm<" in row_of(compare(client, "?so=0")).replace("\n", "")
