"""How long a unit waits: the page of a group against a bare view, a saved cell against a bare
locked update, as ratios.

`python -m tests.bench.unit_work` makes the campaign to try out in a folder of its own, or in the
database of DATABASE_URL, which must be empty. Both sides of a ratio are measured in turns in one
process.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

TURNS = 60
MOST_PAGE, MOST_SAVE = 2.0, 3.0
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"
#: The largest group: 51 criteria.
GROUP = "/dot/2021/ho-so/BTGCP/nhom/TTDT/"
BARE = """{% extends "base.html" %}{% block content %}<h1>{{ name }}</h1><form method="post">{% csrf_token %}<table>
{% for pk, code, name, maximum, kind, expected, version, declared, as_of, points, skipped, note, saved, old, was in rows %}<tr>
<td>{{ code }}</td><th>{{ name }} {{ kind }} {{ expected }}</th><td>{{ maximum }}</td><td>{{ old }} {{ was }}</td>
<td><input name="{{ pk }}-version" value="{{ version }}" type="hidden"><input name="{{ pk }}-declared" value="{{ declared }}">
<input name="{{ pk }}-as_of" value="{{ as_of }}"><select name="{{ pk }}-skipped"><option>{{ skipped }}</option></select>
<textarea name="{{ pk }}-note">{{ note }}</textarea></td><td>{{ points }} {{ saved }}</td></tr>
{% endfor %}</table></form>{% endblock %}"""  # noqa: E501 - text as it is


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        os.environ |= {"ICTINDEX_REQUIRE_TOTP": "0"}
        prepare()
        page, save = measure_page(), measure_save()
    for name, (own, bare) in {"group page": page, "saved cell": save}.items():
        print(
            f"{name:12} {own * 1000:7.2f} ms   bare {bare * 1000:7.2f} ms   ratio {own / bare:5.2f}"
        )
    return 0 if page[0] / page[1] <= MOST_PAGE and save[0] / save[1] <= MOST_SAVE else 1


def prepare() -> None:
    """The campaign to try out, with every third answer of the group given."""
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    from django.core.management import call_command

    from submissions.answers.services.entries import Entry, save_answer
    from submissions.models import Answer
    from units.models import User

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    call_command("load_demo", verbosity=0, stdout=StringIO())
    by = User.objects.get(username="demo_unit_staff_truc_thuoc_bo")
    for answer in list(own_answers(by).filter(criterion__rule_kind="yes_no"))[::2]:
        save_answer(
            answer=answer,
            version=answer.version,
            entry=Entry(declared={"answer": "yes"}, note="Có văn bản"),
            by=by,
        )
    print(f"{own_answers(by).count()} criteria, {Answer.objects.count()} answers")


def own_answers(by: Any) -> Any:
    from submissions.models import Answer

    return Answer.objects.filter(
        submission__campaign__code="2021",
        submission__unit__memberships__user=by,
        criterion__group__code="TTDT",
    ).order_by("pk")


def measure_page() -> tuple[float, float]:
    """Through all middleware, by a person who is signed in."""
    from django.test import Client
    from django.urls import path

    import ictindex.urls
    from units.models import User

    ictindex.urls.urlpatterns.append(path("tran/", bare_view()))
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="demo_unit_staff_truc_thuoc_bo"))

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
    from submissions.models import Answer, Submission

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
            "pk",
            "code",
            "name",
            "maximum",
            "rule_kind",
            "evidence_expected",
            "own__version",
            "own__declared",
        )
        more = (
            "own__declared_as_of",
            "own__self_points",
            "own__skipped",
            "own__note",
            "own__changed_at",
        )
        listed = rows.annotate(own=own).order_by("order").values_list(*columns, *more)
        before = Answer.objects.filter(
            submission__campaign__code="2020", submission__unit=file.unit_id, appraisals__round=2
        )
        before = before.filter(criterion__group__code="TTDT").values_list(
            "criterion_id", "declared", "appraisals__points"
        )
        earlier = {key: rest for key, *rest in before}
        shown = [(*row, *earlier.get(row[0], ("", ""))) for row in listed]
        return HttpResponse(template.render({"rows": shown, "name": file.name}, request))

    return view


def measure_save() -> tuple[float, float]:
    """Each turn writes another value, in a transaction of its own that is committed to the disk."""
    from django.db import transaction

    from submissions.answers.services.entries import Entry, save_answer
    from submissions.models import Answer
    from submissions.models.capacities import forget_standing
    from units.models import User

    by = User.objects.get(username="demo_unit_staff_truc_thuoc_bo")
    own, other = own_answers(by).filter(criterion__rule_kind="ratio")[:2]
    turn = iter(range(10**6))

    def save() -> None:
        forget_standing(by)
        number = next(turn)
        version = (
            Answer.objects.values_list("version", flat=True).get(pk=own.pk)
            if number == 0
            else save.version
        )
        entry = Entry(declared={"numerator": str(number), "denominator": "1000000"})
        save.version = save_answer(answer=own, version=version, entry=entry, by=by).version

    def bare() -> None:
        with transaction.atomic():
            row = Answer.objects.select_for_update().get(pk=other.pk)
            row.note, row.version = str(next(turn)), row.version + 1
            row.save(update_fields=["note", "version"])

    return in_turns(save, bare)


def in_turns(one: Callable[[], None], other: Callable[[], None]) -> tuple[float, float]:
    """The median time of each, in seconds, once both are warm."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + 5):
        for act, kept in zip((one, other), times, strict=True):
            began = time.perf_counter()
            act()
            if turn >= 5:
                kept.append(time.perf_counter() - began)
    return median(times[0]), median(times[1])


if __name__ == "__main__":
    sys.exit(main())
