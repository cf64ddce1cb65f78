"""How long the working group waits: the board of all units, an inbox and a criterion across units,
as ratios to a bare table.

`python -m tests.bench.dashboard` makes the campaign to try out in a folder of its own, or in the
database of DATABASE_URL, which must be empty. The bare table shows the same units with the same
counts from one annotated queryset in a plain template inside the same frame. Pages and bare table
are measured in turns in one process; then ten more units are added.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

TURNS = 40
MOST_TIMES, MOST_QUERIES = 3.0, 12
MORE_UNITS = 10
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"
ROOT = "/dot/2021/tham-dinh/"
BOARD = f"{ROOT}bang-theo-doi/"
#: The board is held to the limits; the others are shown for comparison.
PAGES = {"board": BOARD, "inbox": ROOT, "criterion": f"{ROOT}tieu-chi/UDCNTT/1.1/"}
BARE = """{% extends "base.html" %}{% block content %}<h1>{{ code }}</h1>
<table><thead><tr><th>Đơn vị</th><th>Người</th><th>Đã</th><th>Còn</th><th>Không nhất trí</th></tr></thead>
{% for file in files %}<tr><th>{{ file.name }}<small>{{ file.kind.name }}</small></th>
<td>{% for each in file.assignments.all %}{{ each.user.full_name }} {% endfor %}</td>
<td>{{ file.decided }} / {{ file.criteria }}</td><td>{{ file.left }}</td><td>{{ file.contested }}</td></tr>{% endfor %}
</table>{% endblock %}"""  # noqa: E501 - text as it is


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        os.environ |= {"ICTINDEX_REQUIRE_TOTP": "0"}
        prepare()
        times, queries = measure(), count_queries()
        add_units(MORE_UNITS)
        more = count_queries()
    bare = times.pop("bare")
    for name, own in times.items():
        print(
            f"{name:10} {own * 1000:7.2f} ms   bare {bare * 1000:7.2f} ms   ratio "
            f"{own / bare:5.2f}   {queries[name]} queries"
        )
    print(f"queries with {MORE_UNITS} more units: {more}")
    is_good = (
        times["board"] / bare <= MOST_TIMES and queries["board"] <= MOST_QUERIES and more == queries
    )
    return 0 if is_good else 1


def prepare() -> None:
    """The campaign to try out while it is appraised: every file with an appraiser, every third
    criterion decided.
    """
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    from django.core.management import call_command

    from submissions.appraisal.assignment.services import appraisers_of, spread_evenly
    from submissions.models import Answer, Appraisal, Campaign

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    call_command("load_demo", verbosity=0, stdout=StringIO())
    Campaign.objects.filter(code="2021").update(phase="appraise_1")
    campaign = Campaign.objects.get(code="2021")
    spread_evenly(campaign=campaign, people=appraisers_of(campaign), by=person("wg_head"))
    answers = Answer.objects.filter(submission__campaign=campaign).order_by("pk")
    Appraisal.objects.bulk_create(
        Appraisal(answer=answer, round=1, outcome="scored", points=0, reason="Đã xem")
        for answer in answers[::3]
    )
    print(f"{campaign.submissions.count()} units, {answers.count()} criteria")


def person(role: str) -> Any:
    from units.models import User

    return User.objects.get(username=f"demo_{role}")


def add_units(count: int) -> None:
    """Of the kind and the annex of the first one, with the same questions."""
    from criteria.models import AnnexAssignment
    from submissions.models import Answer, Campaign, Submission
    from units.models import Unit

    campaign = Campaign.objects.get(code="2021")
    first = campaign.submissions.order_by("order").first()
    assert first is not None
    annex = AnnexAssignment.objects.get(period="2021", unit=first.unit_id, group_code="").annex
    for number in range(count):
        unit = Unit.objects.create(
            code=f"M{number}",
            name=f"Đơn vị thêm {number}",
            short_name=f"M{number}",
            kind=first.kind,
        )
        AnnexAssignment.objects.create(period="2021", unit=unit, annex=annex)
        file = Submission.objects.create(
            campaign=campaign,
            unit=unit,
            kind=first.kind,
            order=100 + number,
            name=unit.name,
            short_name=unit.short_name,
        )
        Answer.objects.bulk_create(
            Answer(submission=file, criterion_id=key) for key in criteria_of(first)
        )


def criteria_of(file: Any) -> list[int]:
    return list(file.answers.values_list("criterion_id", flat=True))


def measure() -> dict[str, float]:
    """The median of each, in seconds, through all middleware, by a person who is signed in."""
    from django.urls import path

    import ictindex.urls

    ictindex.urls.urlpatterns.insert(0, path("tran/", bare_view()))
    client = signed_in()
    acts = {name: getter(client, address) for name, address in {**PAGES, "bare": "/tran/"}.items()}
    return in_turns(acts)


def signed_in() -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person("wg_head"))
    return client


def getter(client: Any, address: str) -> Callable[[], None]:
    def act() -> None:
        assert client.get(address).status_code == 200

    return act


def bare_view() -> Callable[[Any], Any]:
    """The same units and counts, the plain way."""
    from django.db.models import Count, F, Prefetch, Q
    from django.http import HttpResponse
    from django.template import engines

    from submissions.models import Assignment, Submission

    template = engines["django"].from_string(BARE)
    decided = Q(answers__appraisals__round=1) & ~Q(answers__appraisals__outcome="missing")
    in_force = Assignment.objects.filter(ended_at=None).select_related("user")

    def view(request: Any) -> HttpResponse:
        files = Submission.objects.filter(campaign__code="2021").select_related("unit", "kind")
        counted = files.annotate(
            criteria=Count("answers", distinct=True),
            decided=Count("answers__appraisals", filter=decided, distinct=True),
            contested=Count(
                "answers__reply", filter=Q(answers__reply__stance="contests"), distinct=True
            ),
            left=F("criteria") - F("decided"),
        )
        rows = counted.prefetch_related(Prefetch("assignments", in_force)).order_by(
            "kind__order", "order"
        )
        return HttpResponse(template.render({"files": rows, "code": "2021"}, request))

    return view


def count_queries() -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, found = signed_in(), {}
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[name] = len(queries)
    return found


def in_turns(acts: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Once all are warm."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(TURNS + 5):
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            if turn >= 5:
                times[name].append(time.perf_counter() - began)
    return {name: median(found) for name, found in times.items()}


if __name__ == "__main__":
    sys.exit(main())
