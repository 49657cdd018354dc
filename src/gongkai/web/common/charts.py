"""Charts as SVG, drawn on the server: no scripts, no style attributes (the strict CSP), readable without seeing them.

    chart = charts.bars("各年公开数量", ["2024", "2025"], {"规章": [3, 1], "规范性文件": [12, 20]}, unit="件")
    {% include "common/chart.html" with chart=chart %}

The include shows the drawing, a legend where there are several series, and the same figures as a table. Colours are classes
``tint1`` to ``tint5`` of the style sheet. A library was set aside: those that are kept well draw in scripts or write style
elements into the SVG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Number = int | float | Decimal
TINTS = 5
WIDTH, HEIGHT = 560, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 8, 20, 36
_ACROSS, _ROW = 188, 26
"""Of bars that lie: how much room the labels have, and how high a row is."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what it says in words.

    Attributes:
        title: what it shows.
        svg: the drawing.
        legend: (name, class) of each series; empty where there is one.
        heads, rows: the same figures as a table.
    """

    title: str
    svg: SafeString
    legend: list[tuple[str, str]]
    heads: list[str]
    rows: list[tuple[str, list[str]]]


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[Number | None]], *, unit: str = "", head: str = "年份") -> Chart:
    """Upright bars, side by side where there are several series.

    Args:
        labels: what stands under the axis.
        series: name → a number for each label; None where there is none.
        unit: of the numbers.
        head: what the labels are, for the table.
    """
    top, steps = _scale(series)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    wide = min(step * 0.7 / max(len(series), 1), 48)
    shapes = []
    for place, label in enumerate(labels):
        left = _LEFT + step * (place + 0.5) - wide * len(series) / 2
        for number, (name, values) in enumerate(series.items()):
            if (value := values[place]) is None:
                continue
            high = _high(value, top)
            shapes.append(format_html('<rect class="tint{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>', number % TINTS + 1,
                                      _n(left + wide * number), _n(HEIGHT - _BOTTOM - high), _n(max(wide - 2, 1)), _n(high),
                                      _told(label, name, value, unit)))
            if wide >= 22 and len(labels) * len(series) <= 24:
                shapes.append(format_html('<text x="{}" y="{}" text-anchor="middle">{}</text>', _n(left + wide * (number + 0.5) - 1),
                                          _n(HEIGHT - _BOTTOM - high - 5), _written(value)))
    return _chart(title, labels, series, unit, head, steps, top, shapes)


def lines(title: str, labels: Sequence[str], series: Mapping[str, Sequence[Number | None]], *, unit: str = "", head: str = "年份") -> Chart:
    """A line for each series; a gap where there is no number. Arguments as for `bars`."""
    top, steps = _scale(series)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    shapes = []
    for number, (name, values) in enumerate(series.items()):
        path, broken = [], True
        for place, value in enumerate(values):
            if value is None:
                broken = True
                continue
            x, y = _n(_LEFT + step * (place + 0.5)), _n(HEIGHT - _BOTTOM - _high(value, top))
            path.append(f"{'M' if broken else 'L'}{x} {y}")
            broken = False
        tint = number % TINTS + 1
        shapes.append(format_html('<path class="line tint{}" d="{}"/>', tint, " ".join(path)))
        shapes += [format_html('<circle class="dot tint{}" cx="{}" cy="{}" r="5"><title>{}</title></circle>', tint, _n(_LEFT + step * (place + 0.5)),
                               _n(HEIGHT - _BOTTOM - _high(value, top)), _told(labels[place], name, value, unit))
                   for place, value in enumerate(values) if value is not None]
    return _chart(title, labels, series, unit, head, steps, top, shapes)


def across(title: str, labels: Sequence[str], values: Sequence[Number | None], *, unit: str = "", head: str = "单位", name: str = "数量") -> Chart:
    """Bars that lie, one below the other: for names too long to stand under an axis. Arguments as for `bars`, of one series.

    Args:
        name: what the numbers are, for the table.
    """
    top = max([float(value) for value in values if value is not None and value > 0], default=1.0)
    wide, shapes = WIDTH - _ACROSS - 64, []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = _TOP + place * _ROW
        shapes.append(format_html('<text class="label" x="{}" y="{}" text-anchor="end">{}</text>', _ACROSS - 8, y + 17,
                                  label if len(label) <= 12 else label[:11] + "…"))
        if value is None:
            continue
        long = max(float(value), 0.0) / top * wide
        shapes.append(format_html('<rect class="tint1" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect><text x="{}" y="{}">{}</text>',
                                  _ACROSS, y + 3, _n(long), _ROW - 8, _told(label, name, value, unit), _n(_ACROSS + long + 6), y + 17, _written(value)))
    high = _TOP + max(len(labels), 1) * _ROW
    shapes.append(format_html('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>', _ACROSS, _ACROSS, _TOP, high))
    svg = format_html('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, high + 8,
                      f"{title}{f'（{unit}）' if unit else ''}，数据见下方表格", format_html_join("", "{}", ((part,) for part in shapes)))
    return Chart(title=f"{title}（{unit}）" if unit else title, svg=svg, legend=[], heads=[head, name],
                 rows=[(label, ["—" if value is None else _written(value)]) for label, value in zip(labels, values, strict=True)])


def _scale(series: Mapping[str, Sequence[Number | None]]) -> tuple[float, list[float]]:
    """The top of the axis, and where its rules are: round numbers, five steps at most; whole ones for whole numbers."""
    most = max((float(value) for values in series.values() for value in values if value is not None), default=0.0)
    whole = all(value is None or value == int(value) for values in series.values() for value in values)
    if most <= 0:
        return 1.0, [0.0, 1.0]
    unit = 10.0 ** (len(str(int(most))) - 1 if most >= 1 else -2)
    step = next(size * unit * tens for tens in (0.1, 1, 10) for size in (1, 2, 5)
                if most / (size * unit * tens) <= 5 and (not whole or size * unit * tens >= 1))
    count = -int(-most // step)
    return step * count, [step * number for number in range(count + 1)]


def _chart(title: str, labels: Sequence[str], series: Mapping[str, Sequence[Number | None]], unit: str, head: str,
           steps: list[float], top: float, shapes: list[SafeString]) -> Chart:
    step = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    every = -(-len(labels) // 12) or 1
    rules = [format_html('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="label" x="{}" y="{}" text-anchor="end">{}</text>',
                         "axis" if value == 0 else "rule", _LEFT, WIDTH - _RIGHT, _n(HEIGHT - _BOTTOM - _high(value, top)),
                         _n(HEIGHT - _BOTTOM - _high(value, top)), _LEFT - 8, _n(HEIGHT - _BOTTOM - _high(value, top) + 5), _written(value))
             for value in steps]
    under = [format_html('<text class="label" x="{}" y="{}" text-anchor="middle">{}</text>', _n(_LEFT + step * (place + 0.5)),
                         HEIGHT - _BOTTOM + 22, label if len(label) <= 8 else label[:7] + "…")
             for place, label in enumerate(labels) if place % every == 0]
    svg = format_html('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, HEIGHT,
                      f"{title}{f'（{unit}）' if unit else ''}，数据见下方表格", format_html_join("", "{}", ((part,) for part in [*rules, *under, *shapes])))
    return Chart(
        title=f"{title}（{unit}）" if unit else title, svg=svg,
        legend=[(name, f"tint{number % TINTS + 1}") for number, name in enumerate(series)] if len(series) > 1 else [],
        heads=[head, *series],
        rows=[(label, ["—" if values[place] is None else _written(values[place]) for values in series.values()])
              for place, label in enumerate(labels)])


def _high(value: Number, top: float) -> float:
    return max(float(value), 0.0) / top * (HEIGHT - _TOP - _BOTTOM)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _written(value: Number | None) -> str:
    if value is None:
        return ""
    return f"{int(value):,}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _told(label: str, name: str, value: Number, unit: str) -> str:
    return f"{label} {name}：{_written(value)}{unit}"
