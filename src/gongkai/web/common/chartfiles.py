"""A chart to take away: as SVG and PNG pictures, as CSV and XLSX data.

    if (file := chartfiles.asked(request, {"years": chart})) is not None:
        return file                       # the address says ?chart=years&as=png
    {% include "common/chart_taken.html" with chart=chart key="years" %}

The picture is the page's drawing with its title and legend, colours written into each shape (no style sheet goes along); typst, which
prints the reports, makes the PNG of it with the fonts that come with us.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping

import typst
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import escape

from gongkai.report.writing.fonts import SANS, fonts
from gongkai.web.common.charts import WIDTH, Chart
from gongkai.web.common.generic import sheets

KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_TINTS = {"tint1": "#12498a", "tint2": "#c2792b", "tint3": "#5f8f6b", "tint4": "#8a4f7d", "tint5": "#7a8594"}
"""The colours of the style sheet (a test holds them against it)."""
_PAINTS = {
    "axis": 'stroke="#8a94a3" stroke-width="1"', "rule": 'stroke="#d8dde4" stroke-width="1"', "label": 'fill="#4a5565" font-size="14"',
    **{tint: f'fill="{colour}"' for tint, colour in _TINTS.items()},
    **{f"line {tint}": f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"' for tint, colour in _TINTS.items()},
    **{f"dot {tint}": f'fill="{colour}" stroke="#fff" stroke-width="2"' for tint, colour in _TINTS.items()},
}
_TITLE, _LINE, _SCALE = 34, 24, 2
"""Heights of the title and of a line of the legend; how much finer the PNG is than the drawing."""
_PAGE = b"""#set page(width: eval(sys.inputs.width) * 1pt, height: eval(sys.inputs.height) * 1pt, margin: 0pt, fill: white)
#set text(font: "Noto Sans SC")
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


def svg(chart: Chart) -> str:
    """The drawing with title and legend, to stand alone."""
    inside = re.fullmatch(r'<svg viewBox="0 0 (\d+) (\d+)"[^>]*>(.*)</svg>', str(chart.svg), re.S)
    assert inside is not None
    shapes = re.sub(r' class="([^"]*)"', lambda found: f" {_PAINTS[found[1]]}", inside[3]).replace("<text x=", '<text font-size="14" fill="#1b2430" x=')
    lines, above = _legend(chart)
    high = int(inside[2]) + above
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high}" viewBox="0 0 {WIDTH} {high}" '
            f"font-family=\"'{SANS}', 'Microsoft YaHei', 'PingFang SC', sans-serif\">"
            f'<rect width="{WIDTH}" height="{high}" fill="#fff"/>'
            f'<text x="8" y="22" font-size="16" font-weight="bold" fill="#1b2430">{escape(chart.title)}</text>{lines}'
            f'<g transform="translate(0 {above})">{shapes}</g></svg>')


def png(chart: Chart) -> bytes:
    """The same as a picture of points."""
    drawing = svg(chart)
    height = re.search(r'height="(\d+)"', drawing)
    assert height is not None
    made = typst.compile(_PAGE, format="png", ppi=72.0 * _SCALE, font_paths=fonts()[0],
                         sys_inputs={"svg": drawing, "width": str(WIDTH), "height": height[1]})
    assert isinstance(made, bytes)
    return made


def asked(request: HttpRequest, charts: Mapping[str, Chart]) -> HttpResponseBase | None:
    """The file that the address asks for (``?chart=KEY&as=KIND``); None where it asks for none that there is."""
    chart, kind = charts.get(request.GET.get("chart", "")), request.GET.get("as", "")
    if chart is None or kind not in KINDS:
        return None
    name = f"{chart.title}-{timezone.localdate():%Y%m%d}.{kind}"
    response: HttpResponse | FileResponse
    if kind in ("svg", "png"):
        response = HttpResponse(svg(chart) if kind == "svg" else png(chart), content_type=KINDS[kind])
        response["Content-Disposition"] = FileResponse(_empty(), as_attachment=True, filename=name)["Content-Disposition"]
    else:
        file = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115
        rows: list[list[int | float | str]] = [[*chart.heads], *([label, *map(number_of, values)] for label, values in chart.rows)]
        _ = sheets.write_csv(file, rows) if kind == "csv" else sheets.write_xlsx(file, rows, chart.title)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[kind])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def number_of(text: str) -> int | float | str:
    """A number of a chart's table as one: "1,203" → 1203; "—", which is none, as an empty cell."""
    plain = text.replace(",", "")
    try:
        return int(plain) if plain.lstrip("-").isdigit() else float(plain)
    except ValueError:
        return "" if text == "—" else text


def _legend(chart: Chart) -> tuple[str, int]:
    """The legend's shapes, and how high title and legend are."""
    x, y, made = 8.0, _TITLE + 4, []
    for name, tint in chart.legend:
        wide = 34 + sum(14 if ord(sign) > 255 else 8 for sign in name)
        if x > 8 and x + wide > WIDTH:
            x, y = 8.0, y + _LINE
        made.append(f'<rect x="{x:g}" y="{y}" width="13" height="13" rx="2" fill="{_TINTS[tint]}"/>'
                    f'<text x="{x + 19:g}" y="{y + 12}" font-size="14" fill="#1b2430">{escape(name)}</text>')
        x += wide
    return "".join(made), y + _LINE if made else _TITLE


def _empty() -> tempfile.SpooledTemporaryFile[bytes]:
    return tempfile.SpooledTemporaryFile()
