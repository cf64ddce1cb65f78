"""What the appraiser's desk costs: queries of a page and of a save, and both against bare ones of
the same rows, as ratios.

`python -m tests.bench.appraisal` makes the campaign to try out in a folder of its own, or in the
database of DATABASE_URL, which must be empty, and puts it into the second round, where most stands
on the page. Both sides are measured in turns in one process.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from io import StringIO
from typing import Any

from tests.bench.unit_work import FIXTURE, in_turns

MOST_QUERIES_OF_PAGE, MOST_QUERIES_OF_SAVE = 15, 10
MOST_PAGE, MOST_SAVE = 3.5, 4.0
#: The largest group, 51 criteria, and the smallest of the same unit, 10.
GROUP, SMALL = "/dot/2021/tham-dinh/BTGCP/nhom/TTDT/", "/dot/2021/tham-dinh/BTGCP/nhom/CCCS/"
BARE = """{% extends "base.html" %}{% block content %}<h1>{{ name }}</h1><table>
{% for pk, code, name, maximum, kind, expected, declared, note, points, stance, text, first, reason, by, files in rows %}<tr>
<td>{{ code }}</td><th>{{ name }} {{ kind }} {{ expected }} {{ maximum }}</th><td>{{ declared }} {{ note }}
{% for file in files %}<a href="/{{ file.0 }}/">{{ file.1 }}</a>{% endfor %}</td>
<td>{{ points }} {{ first }} {{ reason }} {{ by }} {{ stance }} {{ text }}</td>
<td><form method="post">{% csrf_token %}<input name="points"><select name="ground"><option>1</option><option>2</option>
<option>3</option><option>4</option></select><textarea name="reason"></textarea><button>Lưu</button></form></td></tr>
{% endfor %}</table>{% endblock %}"""  # noqa: E501 - text as it is


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        os.environ |= {"ICTINDEX_REQUIRE_TOTP": "0"}
        prepare()
        large, small, saving = count_queries()
        page, save = measure_page(), measure_save()
    print(f"queries: desk of 51 criteria {large}, of 10 criteria {small}, a saved outcome {saving}")
    for name, (own, bare) in {"desk page": page, "saved outcome": save}.items():
        print(
            f"{name:14} {own * 1000:7.2f} ms   bare {bare * 1000:7.2f} ms   ratio {own / bare:5.2f}"
        )
    is_frugal = large == small <= MOST_QUERIES_OF_PAGE and saving <= MOST_QUERIES_OF_SAVE
    return (
        0 if is_frugal and page[0] / page[1] <= MOST_PAGE and save[0] / save[1] <= MOST_SAVE else 1
    )


def prepare() -> None:
    """Every answer claimed and decided once, every third contested and proved anew."""
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    call_command("load_demo", verbosity=0, stdout=StringIO())
    fill()


def fill() -> None:
    from django.db.models import F
    from django.utils import timezone

    from submissions.models import Answer, Appraisal, Campaign, Evidence, EvidenceUse, Reply

    by = appraiser()
    answers = Answer.objects.filter(submission__campaign__code="2021")
    answers.update(self_outcome="scored", self_points=1, note=F("note"))
    listed = list(answers.filter(submission__unit__code="BTGCP"))
    now = timezone.now()
    Appraisal.objects.bulk_create(
        Appraisal(
            answer=answer,
            round=1,
            outcome="scored",
            points=1,
            reason="Đã xem",
            by=by,
            changed_at=now,
        )
        for answer in listed
    )
    Reply.objects.bulk_create(
        Reply(
            answer=answer,
            stance="contests",
            text="Có quyết định kèm theo.",
            changed_by=by,
            changed_at=now,
        )
        for answer in listed[::3]
    )
    files = Evidence.objects.bulk_create(
        Evidence(
            submission=listed[0].submission,
            name=f"bo-sung-{answer.pk}.pdf",
            stored_as=f"bench-{answer.pk}",
            sha256="0" * 64,
            size=1,
            media_type="application/pdf",
            uploaded_at=now,
            is_supplementary=True,
        )
        for answer in listed[::3]
    )
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=file, answer=answer, page="3")
        for file, answer in zip(files, listed[::3], strict=True)
    )
    Campaign.objects.filter(code="2021").update(phase="appraise_2")


def appraiser() -> Any:
    from units.models import User

    return User.objects.get(username="demo_appraiser")


def signed_in() -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(appraiser())
    return client


def own_answers() -> list[Any]:
    from submissions.models import Answer

    rows = Answer.objects.filter(
        submission__campaign__code="2021",
        submission__unit__code="BTGCP",
        criterion__group__code="NL",
    )
    return list(rows.select_related("criterion").order_by("pk"))


def count_queries() -> tuple[int, int, int]:
    """Of the large page, of the small one, and of a saved outcome, without the transaction's
    own statements.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, answer = signed_in(), own_answers()[0]
    counts = []
    for url in (GROUP, SMALL):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    sent = {"round": "2", "version": "0", "keep": "scored|1|", "user": appraiser().pk}
    with CaptureQueriesContext(connection) as queries:
        url = f"/dot/2021/tham-dinh/BTGCP/tieu-chi/{answer.pk}/"
        assert (
            client.post(url, sent, headers={"Accept": "application/json"}).json()["state"]
            == "saved"
        )
    own = [
        query
        for query in queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    return counts[0], counts[1], len(own)


def measure_page() -> tuple[float, float]:
    """Through all middleware, by a person who is signed in."""
    from django.urls import path

    import ictindex.urls

    ictindex.urls.urlpatterns.append(path("tran/", bare_view()))
    client = signed_in()

    def get(address: str) -> Callable[[], None]:
        def act() -> None:
            assert client.get(address).status_code == 200

        return act

    return in_turns(get(GROUP), get("/tran/"))


def bare_view() -> Callable[[Any], Any]:
    """The same rows from `values_list` in a plain template."""
    from django.db.models import FilteredRelation, Q
    from django.http import HttpResponse
    from django.template import engines

    from criteria.models import Criterion
    from submissions.models import EvidenceUse, Submission

    template = engines["django"].from_string(BARE)

    def view(request: Any) -> HttpResponse:
        file = Submission.objects.select_related("campaign").get(
            campaign__code="2021", unit__code="BTGCP"
        )
        own = FilteredRelation("answers", condition=Q(answers__submission=file.pk))
        rows = Criterion.objects.filter(
            group__code="TTDT", group__annex__framework=file.campaign.framework_id
        )
        columns = (
            "own__pk",
            "code",
            "name",
            "maximum",
            "rule_kind",
            "evidence_expected",
            "own__declared",
            "own__note",
        )
        more = ("own__self_points", "own__reply__stance", "own__reply__text")
        decided = (
            "own__appraisals__points",
            "own__appraisals__reason",
            "own__appraisals__by__full_name",
        )
        uses = EvidenceUse.objects.filter(
            answer__submission=file, answer__criterion__group__code="TTDT"
        )
        files: dict[int, list[tuple[int, str]]] = {}
        for answer, pk, name in uses.values_list("answer_id", "evidence_id", "evidence__name"):
            files.setdefault(answer, []).append((pk, name))
        listed = rows.annotate(own=own).order_by("order").values_list(*columns, *more, *decided)
        shown = [(*row, files.get(row[0], [])) for row in listed]
        return HttpResponse(template.render({"rows": shown, "name": file.name}, request))

    return view


def measure_save() -> tuple[float, float]:
    """Each turn writes another outcome, in a transaction of its own that is committed to the
    disk.
    """
    from decimal import Decimal

    from django.db import transaction

    from submissions.appraisal.services.decisions import Decision, record_appraisal
    from submissions.models import Appraisal
    from submissions.models.capacities import forget_standing

    by, (_, own, other, *_) = appraiser(), own_answers()
    versions, turn = [0], iter(range(10**6))

    def save() -> None:
        forget_standing(by)
        decision = Decision("scored", Decimal(next(turn) % 100) / 100, reason=f"Lần {versions[-1]}")
        stored = record_appraisal(
            answer=own, round=2, version=versions[-1], decision=decision, by=by
        )
        versions.append(stored.version)

    def bare() -> None:
        with transaction.atomic():
            row = Appraisal.objects.select_for_update().get(answer=other, round=1)
            row.reason, row.version = str(next(turn)), row.version + 1
            row.save(update_fields=["reason", "version"])

    return in_turns(save, bare)


if __name__ == "__main__":
    sys.exit(main())
