"""Over a chart in a page: a way from each bar to where its figure comes from, for the mouse and the
finger.

By keyboard and by ear the chart's table of numbers has the same ways, so these are hidden there.
"""

from collections.abc import Iterator

from reports.drawing.geometry import reaches, sketch
from reports.drawing.letters import as_xml
from reports.drawing.shapes import BarArea, Layout
from reports.frame.addresses import source_url
from reports.frame.values import Chart


def ways(chart: Chart, layout: Layout, campaign_code: str) -> str:
    """A drawing of the same size to lie on the chart, with nothing to be seen on it."""
    size = sketch(chart, layout)
    links = "".join(_links(chart, layout, campaign_code))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bar-ways" viewBox="0 0 {size.width} '
        f'{size.height}"'
        f' width="{size.width}" height="{size.height}" aria-hidden="true" '
        f'focusable="false">{links}</svg>'
    )


def _links(chart: Chart, layout: Layout, campaign_code: str) -> Iterator[str]:
    for reach in reaches(chart, layout):
        series, unit = chart.series[reach.series], chart.categories[reach.unit]
        if series.measure is not None:
            url = source_url(campaign_code, unit.code, series.measure)
            yield f'<a href="{as_xml(url)}" tabindex="-1">{_stretch(reach)}</a>'


def _stretch(reach: BarArea) -> str:
    return (
        f'<path fill="none" pointer-events="all" d="M{reach.x} '
        f'{reach.y}h{reach.width}v{reach.height}h-{reach.width}z"/>'
    )
