"""A measure over the years as small multiples: one panel a target, a line broken where nothing is known, intervals.

The picture is a Vega-Lite specification as a plain dictionary; the table and the sentence say the same for readers
who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

__all__ = ["FONT", "GRID", "INK", "LINE", "SCHEMA", "Chart", "over_time"]

LINE, BAND, GRID, INK = "#12436d", "#8fbbd9", "#e3e6ea", "#3a4048"
FONT = (
    "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'Liberation Sans', Arial, 'Noto Sans CJK SC', "
    "'PingFang SC', 'Microsoft YaHei', sans-serif"
)
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Chart:
    """A picture, the sentence that says what it shows, and the rows it draws.

    Attributes:
        title: what is measured, of whom.
        spec: Vega-Lite specification; the page that draws it may set the width and the number of columns.
        sentence: what is to be seen, with n and what the interval covers.
        rows: the points drawn, with `target, name, year, period, value, low, high, n, numerator, denominator`; a period
            without a value has nulls. `period` is the year, or the span of years taken together, in words.
        share: whether values are shares (0 to 1), shown in per cent.
        unit: the unit of the values.
    """

    title: str
    spec: dict[str, Any]
    sentence: str
    rows: tuple[dict[str, Any], ...]
    share: bool
    unit: str


def over_time(
    rows: pa.Table,
    *,
    title: str,
    names: Mapping[str, str],
    noun: str = "documents",
    years_together: int = 1,
    last_year: int | None = None,
    most: int = 9,
) -> Chart | None:
    """A measure by target and year, one panel a target.

    Args:
        rows: rows of a measure by `target` and `year`, with `value, low, high, n, numerator, denominator, unit,
            covers`; a null value is a gap.
        title: what is measured, of whom.
        names: target -> name to show.
        noun: what n counts.
        years_together: how many years each `year` stands for, from that year on.
        last_year: the last year of the record, where the last span of years ends.
        most: the greatest number of panels; targets with the most years of a value above 0 come first.

    Returns: the chart; null where fewer than two years have a value, or no value has an interval.
    """
    points = [row for row in rows.to_pylist() if row["value"] is not None and row["year"] is not None]
    targets = _busiest(points, most)
    points = [row for row in points if row["target"] in targets]
    sure = [point for point in points if point["low"] is not None]
    if not sure or len({point["year"] for point in points}) < 2:
        return None
    unit, share = points[0]["unit"], points[0]["unit"].startswith("share")
    drawn = tuple(_with_gaps(points, targets, names, years_together, last_year))
    sentence = f"{_sentence(drawn, share=share, unit=unit, noun=noun)} Intervals cover {sure[0]['covers']}."
    order = [_capital(names.get(target, target)) for target in targets]
    spec = _spec(drawn, order, title, sentence, share=share, unit=unit, noun=noun, step=years_together)
    return Chart(title, spec, sentence, drawn, share, unit)


def _busiest(points: Sequence[Mapping[str, Any]], most: int) -> list[str]:
    weight: dict[str, list[float]] = {}
    for point in points:
        years_and_sum = weight.setdefault(point["target"], [0, 0.0])
        years_and_sum[0] += point["value"] > 0
        years_and_sum[1] += point["value"]
    ranked = sorted(weight, key=lambda target: (-weight[target][0], -weight[target][1], target))
    return [target for target in ranked if weight[target][0]][:most]


def _with_gaps(
    points: Sequence[Mapping[str, Any]], targets: Sequence[str], names: Mapping[str, str], step: int, end: int | None
) -> list[dict[str, Any]]:
    years = [point["year"] for point in points]
    known = {(point["target"], point["year"]): point for point in points}
    nothing = dict.fromkeys(("value", "low", "high", "n", "numerator", "denominator"))
    return [
        {
            "target": target,
            "name": _capital(names.get(target, target)),
            "year": year,
            "period": _period(year, step, end),
        }
        | {key: known.get((target, year), nothing)[key] for key in nothing}
        for target in targets
        for year in range(min(years), max(years) + 1, step)
    ]


def _period(year: int, step: int, end: int | None) -> str:
    last = min(year + step - 1, end or year + step)
    return str(year) if last <= year else f"{year}–{last % 100:02}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _number(value: float, share: bool) -> str:
    if share:
        return f"{value:.0%}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 or value == 0 else f"{value:.2g}"


def _point(row: Mapping[str, Any], share: bool, noun: str) -> str:
    low, high = _number(row["low"], share), _number(row["high"], share)
    return f"{_number(row['value'], share)} in {row['period']} (interval {low} to {high}, n = {row['n']:,} {noun})"


def _sentence(rows: Sequence[Mapping[str, Any]], *, share: bool, unit: str, noun: str) -> str:
    """Highest and lowest period of the first target that has two with intervals, and whether the intervals part."""
    sure = [row for row in rows if row["low"] is not None]
    several = [row for row in sure if sum(other["target"] == row["target"] for other in sure) > 1]
    first = [row for row in several or sure if row["target"] == (several or sure)[0]["target"]]
    high, low = max(first, key=lambda row: row["value"]), min(first, key=lambda row: row["value"])
    name, scale = first[0]["name"], "" if share else f" {unit}"
    if len(first) == 1:
        return f"{name}: {_point(high, share, noun)}{scale}; every other period has too few {noun} for an interval."
    if high["value"] == low["value"]:
        return f"{name}: {_number(high['value'], share)}{scale} in each of the {len(first)} periods with an interval."
    text = f"{name} stands highest at {_point(high, share, noun)} and lowest at {_point(low, share, noun)}"
    text += f", {unit}." if scale else "."
    if high["low"] <= low["high"]:
        return f"{text} The two intervals overlap: the record hardly tells these times apart."
    return f"{text} The two intervals do not overlap."


def _spec(
    rows: Sequence[Mapping[str, Any]],
    order: Sequence[str],
    title: str,
    sentence: str,
    *,
    share: bool,
    unit: str,
    noun: str,
    step: int,
) -> dict[str, Any]:
    form = ".0%" if share else ".3~g"
    x = _when([row["year"] for row in rows], step)
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": form, "tickCount": 4}}
    tooltip = [
        {"field": "name", "title": "target"},
        {"field": "period", "title": "when"},
        {"field": "value", "title": unit, "format": form},
        {"field": "low", "title": "from", "format": form},
        {"field": "high", "title": "to", "format": form},
        {"field": "n", "title": noun},
    ]
    interval = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    return {
        "$schema": SCHEMA,
        "description": f"{title}. {sentence}",
        "data": {"values": [dict(row) for row in rows]},
        "facet": {
            "field": "name",
            "type": "nominal",
            "title": None,
            "sort": list(order),
            "header": {
                "labelAnchor": "start",
                "labelFontWeight": 600,
                "labelFontSize": 13,
                "labelColor": INK,
                "labelPadding": 6,
                "labelLimit": 250,
            },
        },
        "columns": 3,
        "bounds": "flush",
        "spacing": {"row": 52, "column": 28},
        "resolve": {"axis": {"x": "independent"}},
        "spec": {
            "width": 250,
            "height": 120,
            "encoding": {"x": x},
            "layer": [
                {"mark": {"type": "area", "color": BAND, "opacity": 0.35}, "encoding": interval},
                {"mark": {"type": "rule", "color": BAND, "strokeWidth": 1.5}, "encoding": interval},
                {"mark": {"type": "line", "color": LINE, "strokeWidth": 1.5}, "encoding": {"y": y}},
                {
                    "mark": {"type": "point", "stroke": LINE, "strokeWidth": 1.5, "size": 34, "opacity": 1},
                    "encoding": {
                        "y": y,
                        "fill": {"condition": {"test": "datum.low === null", "value": "#ffffff"}, "value": LINE},
                        "tooltip": tooltip,
                    },
                },
            ],
        },
        "config": {
            "aria": False,
            "font": FONT,
            "background": None,
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "labelFontSize": 11,
                "gridColor": GRID,
                "domainColor": "#9aa1ab",
                "tickColor": "#9aa1ab",
            },
            "mark": {"invalid": "break-paths-filter-domains"},
        },
    }


def _when(years: Sequence[int], step: int) -> dict[str, Any]:
    """The horizontal encoding: years on a scale, or spans of years side by side."""
    if step > 1:
        return {
            "field": "period",
            "type": "ordinal",
            "title": None,
            "axis": {"labelAngle": 0, "labelOverlap": True, "grid": False},
        }
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [min(years) - 0.5, max(years) + 0.5], "nice": False},
        "axis": {"format": "d", "tickMinStep": 1, "tickCount": 5, "grid": False},
    }
