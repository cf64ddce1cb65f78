"""What the public pages cost against a bare Django page with the same rows, as ratios.

`python -m tests.bench.public` loads the campaign of 2020 in a folder of its own, or in the database
of DATABASE_URL, which must be empty. Both sides of a ratio are measured in turns in one process,
through all middleware, without an account. The bare pages read the rows that were printed and lay
them out as plainly as Django can: no arithmetic, no ranks, no charts, no ways anywhere.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

TURNS = 40
MOST = 2.0
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"
BARE = """{% extends "campaign_base.html" %}{% block content %}<h1>{{ campaign.title }}</h1>{% for title, rows in tables %}
<table class="sheet-table"><caption>{{ title }}</caption>{% for name, values in rows %}<tr><th scope="row">{{ name }}</th>
{% for value in values %}<td class="num">{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}{% endblock %}"""  # noqa: E501 - text as it is
#: Each page, and the bare one that it is measured against.
PAGES = {
    "results": ("/dot/2020/ket-qua/", "/tran/ket-qua/"),
    "results sorted": ("/dot/2020/ket-qua/?bang=3&cot=HTKT_2020&chieu=tang", "/tran/ket-qua/"),
    "unit, 55 criteria": ("/dot/2020/don-vi/VP/", "/tran/don-vi/VP/"),
    "unit, 135 criteria": ("/dot/2020/don-vi/BTGCP/", "/tran/don-vi/BTGCP/"),
    "source of a group": ("/dot/2020/nguon-goc/don-vi/VP/?so=HTKT&nam=2020", "/tran/nhom/VP/"),
    "source of a total": ("/dot/2020/nguon-goc/don-vi/BTGCP/", "/tran/don-vi/BTGCP/"),
    "two years": ("/dot/2020/so-sanh/", "/tran/hai-nam/"),
    "unit over years": ("/dot/2020/don-vi/VP/cac-nam/", "/tran/cac-nam/VP/"),
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        os.environ |= {"ICTINDEX_REQUIRE_TOTP": "0"}
        prepare()
        ratios = [measure(name, *pages) for name, pages in PAGES.items()]
    return 0 if max(ratios) <= MOST else 1


def prepare() -> None:
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    from django.core.management import call_command
    from django.urls import path

    import ictindex.urls

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    views = {
        "ket-qua/": results,
        "hai-nam/": two_years,
        "don-vi/<str:unit>/": unit,
        "nhom/<str:unit>/": group,
    }
    views["cac-nam/<str:unit>/"] = unit_years
    ictindex.urls.urlpatterns += [
        path(f"tran/{address}", bare(view)) for address, view in views.items()
    ]


def measure(name: str, own: str, bare_page: str) -> float:
    from django.test import Client

    client = Client(headers={"host": "localhost"})

    def get(address: str) -> Callable[[], None]:
        def act() -> None:
            assert client.get(address).status_code == 200, address

        return act

    times = in_turns(get(own), get(bare_page))
    ratio = times[0] / times[1]
    print(
        f"{name:20} {times[0] * 1000:7.2f} ms   bare {times[1] * 1000:7.2f} ms   ratio {ratio:5.2f}"
    )
    return ratio


def bare(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view without an account that reads its tables and lays them out."""
    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.template import engines

    from submissions.frame.menu import campaign_menu
    from submissions.models import Campaign

    template = engines["django"].from_string(BARE)

    @login_not_required
    def page(request: Any, **arguments: str) -> HttpResponse:
        campaign = Campaign.objects.select_related("framework").get(code="2020")
        context = {
            "campaign": campaign,
            "menu": campaign_menu(request.user, campaign),
            "tables": view(campaign, **arguments),
        }
        return HttpResponse(template.render(context, request))

    return page


def results(campaign: Any) -> list[Any]:
    """The rows of Bảng 1–5, and once more for each of the 15 charts the values that it shows."""
    from scoring.models import PrintedFigure

    columns = ("submission__kind__code", "submission__short_name", "measure", "year", "value")
    figures = PrintedFigure.objects.filter(campaign=campaign, submission__isnull=False).order_by(
        "submission__order"
    )
    rows = list(figures.values_list(*columns))
    totals = _by_unit(row for row in rows if row[2] in ("total", "self"))
    kinds = sorted({row[0] for row in rows})
    tables = [("1", totals)]
    for kind in kinds:
        own = [row for row in rows if row[0] == kind]
        groups = sorted({row[2] for row in own} - {"total", "self"})
        tables += [(kind, _by_unit(row for row in own if row[2] in ("total", "self")))]
        tables += [(kind, _by_unit(row for row in own if row[2] in groups))]
        tables += [(kind, _by_unit(row for row in own if row[2] in ("total", "self")))]
        tables += [
            (kind, _by_unit(row for row in own if row[2] in groups and row[3] == campaign.year))
        ]
        tables += [(group, _by_unit(row for row in own if row[2] == group)) for group in groups]
    return [*tables, ("1", totals)]


def two_years(campaign: Any) -> list[Any]:
    from scoring.models import PrintedFigure

    figures = PrintedFigure.objects.filter(
        campaign=campaign, submission__isnull=False, measure="total"
    )
    columns = ("submission__kind__code", "submission__short_name", "measure", "year", "value")
    return [
        ("Tổng điểm", _by_unit(figures.order_by("submission__order", "year").values_list(*columns)))
    ]


def unit_years(campaign: Any, unit: str) -> list[Any]:
    from scoring.models import PrintedFigure

    figures = PrintedFigure.objects.filter(campaign=campaign, submission__unit__code=unit).order_by(
        "year", "measure"
    )
    columns = ("submission__kind__code", "measure", "measure", "year", "value")
    return [("Các năm", _by_unit(figures.values_list(*columns)))]


def unit(campaign: Any, unit: str) -> list[Any]:
    """The criteria of the unit with what was declared, claimed and decided."""
    return [("Các nhóm", unit_years(campaign, unit)[0][1]), *_criteria(campaign, unit)]


def group(campaign: Any, unit: str) -> list[Any]:
    return [each for each in _criteria(campaign, unit) if each[0] == "HTKT"]


def _criteria(campaign: Any, unit: str) -> list[Any]:
    from submissions.models import Answer

    columns = (
        *(
            "criterion__group__code",
            "criterion__code",
            "criterion__name",
            "criterion__maximum",
            "declared",
            "declared_as_of",
        ),
        *(
            "self_outcome",
            "self_points",
            "appraisals__round",
            "appraisals__outcome",
            "appraisals__points",
            "appraisals__reason",
        ),
    )
    answers = Answer.objects.filter(submission__campaign=campaign, submission__unit__code=unit)
    rows = answers.order_by("criterion__group__order", "criterion__order").values_list(*columns)
    return [
        (code, [(row[1], row[2:]) for row in same])
        for code, same in groupby(rows, key=lambda row: row[0])
    ]


def _by_unit(rows: Any) -> list[Any]:
    """Name and values of each unit."""
    return [
        (name, [value for *_, value in same])
        for name, same in groupby(rows, key=lambda row: row[1])
    ]


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
