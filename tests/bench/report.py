"""What a report costs: its figures, each chart, and the PDF against WeasyPrint alone and against
text in drawings.

`python -m tests.bench.report` loads the campaign of 2020 into a folder of its own, or into the
database of DATABASE_URL, which must be empty. Times are of this process alone (other work on the
machine is not counted) and the best of several turns; both sides of a ratio are measured in turns.
`--memory` measures only how much memory making the whole PDF takes.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TURNS = 5
MOST_QUERIES, MOST_FIGURES_MS, MOST_CHART_MS, MOST_PDF, MOST_OF_TEXT_IN_SVG, MOST_MB = (
    12,
    50,
    5,
    1.2,
    0.75,
    200,
)
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"
_DRAWING = re.compile(r'<div class="drawing".*?</svg>.*?(?=<figcaption>)', re.DOTALL)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": os.environ.get("ICTINDEX_BENCH_DIR", folder),
            "ICTINDEX_HTTPS": "0",
        }
        os.environ |= {"DJANGO_SETTINGS_MODULE": "ictindex.settings"}
        if "--memory" in sys.argv:
            return print_memory()
        prepare()
        held = [
            *measure_figures(),
            *measure_pdf(),
            *measure_memory(os.environ["ICTINDEX_DATA_DIR"]),
        ]
    return 0 if all(held) else 1


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)


def measure_figures() -> list[bool]:
    """All tables and charts as values, from the first query on; and each chart drawn."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.drawing.svg import svg
    from reports.results.queries.charts import charts
    from reports.results.queries.tables import band_lists, tables
    from scoring.results.queries import campaign_results

    found = campaign()

    def figures() -> Any:
        results = campaign_results(found)
        return tables(results), charts(results), band_lists(results)

    figures()
    with CaptureQueriesContext(connection) as asked:
        _, drawn, _ = figures()
    slowest = max(best(lambda chart=chart: svg(chart)) for chart in drawn)
    return [
        told("queries of all figures", len(asked), MOST_QUERIES),
        told(
            "all tables and charts as values, ms", best(figures, turns=15) * 1000, MOST_FIGURES_MS
        ),
        told("slowest of the charts drawn, ms", slowest * 1000, MOST_CHART_MS),
    ]


def measure_pdf() -> list[bool]:
    """The whole of making the PDF against WeasyPrint with the same page; and both designs of
    charts, whole.
    """
    from django.template.loader import render_to_string

    from reports.document.queries.campaign_document import campaign_document
    from reports.enums import FileFormat
    from reports.jobs.services.drafts import make_file

    found = campaign()
    document = campaign_document(found)
    page = render_to_string("print/report.html", {"report": document})
    in_drawings = with_text_in_drawings(page, document)
    whole, alone, other = in_turns(
        lambda: make_file(FileFormat.PDF, found, lambda _step, _percent: None),
        lambda: weasyprint_alone(page),
        lambda: weasyprint_alone(in_drawings),
    )
    print(
        f"PDF {whole:.2f} s, WeasyPrint alone {alone:.2f} s, with all text of charts in their "
        f"drawings {other:.2f} s"
    )
    return [
        told("PDF with its workbook : WeasyPrint alone", whole / alone, MOST_PDF),
        told(
            "laid out by the application : text in drawings",
            laid_out(page) / other,
            MOST_OF_TEXT_IN_SVG,
        ),
        told("same engine, only the design of charts : text in drawings", alone / other, 1),
    ]


def with_text_in_drawings(page: str, document: Any) -> str:
    """The same page, with names and values of every chart as text of its SVG."""
    whole = iter(
        [
            part.svg.replace("Liberation Sans, Arial, sans-serif", "ICT Sans")
            for p in document.pictures
            for part in p.parts
        ]
    )
    made = _DRAWING.sub(lambda _: next(whole), page)
    assert made.count("<text ") > 5 * page.count("<text ")
    return made


def weasyprint_alone(page: str) -> None:
    """As somebody would call it who has the page, its style and its fonts."""
    import weasyprint

    from reports.layout.pdf import ORIGIN, own_assets_fetcher

    made = weasyprint.HTML(string=page, base_url=ORIGIN, url_fetcher=own_assets_fetcher())
    made.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)


def laid_out(page: str) -> float:
    from reports.layout.pdf import make_pdf

    return best(lambda: make_pdf(page))


def measure_memory(folder: str) -> list[bool]:
    """In a process of its own, which has done nothing before."""
    act = [sys.executable, "-m", "tests.bench.report", "--memory"]
    made = subprocess.run(
        act,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"ICTINDEX_BENCH_DIR": folder},
    )
    return [told("memory of a process that makes the PDF, MB", int(made.stdout), MOST_MB)]


def print_memory() -> int:
    import django

    django.setup()
    from reports.enums import FileFormat
    from reports.jobs.services.drafts import make_file

    make_file(FileFormat.PDF, campaign(), lambda _step, _percent: None)
    # Of this program only: what `getrusage` tells includes the process that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
    return 0


def campaign() -> Any:
    from submissions.models import Campaign

    return Campaign.objects.select_related("framework").get(code="2020")


def best(act: Callable[[], Any], *, turns: int = TURNS) -> float:
    """Seconds of this process in the best turn."""
    return min(once(act) for _ in range(turns))


def in_turns(*acts: Callable[[], Any]) -> list[float]:
    times = [[once(act) for act in acts] for _ in range(TURNS)]
    return [min(column) for column in zip(*times, strict=True)]


def once(act: Callable[[], Any]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def told(name: str, value: float, most: float) -> bool:
    print(f"{name:60} {value:8.2f}   at most {most}{'' if value <= most else '   MISSED'}")
    return value <= most


if __name__ == "__main__":
    sys.exit(main())
