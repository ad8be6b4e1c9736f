"""A measure over the years as small multiples: one panel a target, a line broken where nothing is known, intervals.

The picture is a Vega-Lite specification as a plain dictionary; the table and the sentence say the same for readers
who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

__all__ = ["Chart", "over_time"]

_LINE, _BAND, _GRID, _INK = "#12436d", "#8fbbd9", "#e3e6ea", "#3a4048"
_FONT = (
    "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
)
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Chart:
    """A picture, the sentence that says what it shows, and the rows it draws.

    Attributes:
        title: what is measured, of whom.
        spec: Vega-Lite specification; the page that draws it may set the width and the number of columns.
        sentence: what is to be seen, with n and what the interval covers.
        rows: the points drawn, as dictionaries with `target, name, year, value, low, high, n`; a year without a value
            inside a target's span has nulls.
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
    rows: pa.Table, *, title: str, names: Mapping[str, str], noun: str = "documents", most: int = 9
) -> Chart | None:
    """A measure by target and year, one panel a target.

    Args:
        rows: rows of a measure by `target` and `year`, with `value, low, high, n, unit, covers`; a null value is a gap.
        title: what is measured, of whom.
        names: target -> name to show.
        noun: what n counts.
        most: the greatest number of panels; targets with the most years of a value above 0 come first.

    Returns: the chart; null where no target has a value in two years or more.
    """
    points = [row for row in rows.to_pylist() if row["value"] is not None and row["year"] is not None]
    targets = _busiest(points, most)
    points = [row for row in points if row["target"] in targets]
    if not points or max(len({p["year"] for p in points if p["target"] == t}) for t in targets) < 2:
        return None
    unit, covers = points[0]["unit"], points[0]["covers"]
    share = unit.startswith("share")
    drawn = tuple(_with_gaps(points, targets, names))
    sentence = _sentence(drawn, share=share, unit=unit, covers=covers, noun=noun)
    spec = _spec(drawn, [names.get(t, t) for t in targets], title, sentence, share=share, unit=unit, noun=noun)
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
    points: Sequence[Mapping[str, Any]], targets: Sequence[str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    years = [point["year"] for point in points]
    known = {(point["target"], point["year"]): point for point in points}
    nothing: dict[str, Any] = {"value": None, "low": None, "high": None, "n": None}
    return [
        {"target": target, "name": names.get(target, target), "year": year}
        | {key: known.get((target, year), nothing)[key] for key in nothing}
        for target in targets
        for year in range(min(years), max(years) + 1)
    ]


def _number(value: float, share: bool) -> str:
    if share:
        return f"{value:.0%}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 or value == 0 else f"{value:.2g}"


def _point(row: Mapping[str, Any], share: bool, noun: str) -> str:
    shown = _number(row["value"], share)
    counted = noun.removesuffix("s") if row["n"] == 1 else noun
    if row["low"] is None or row["high"] is None:
        return f"{shown} in {row['year']} (n = {row['n']} {counted}; too few for an interval)"
    low, high = _number(row["low"], share), _number(row["high"], share)
    return f"{shown} in {row['year']} (interval {low} to {high}, n = {row['n']} {counted})"


def _sentence(rows: Sequence[Mapping[str, Any]], *, share: bool, unit: str, covers: str | None, noun: str) -> str:
    """Highest and lowest year of the first target, whether their intervals part, and what the intervals cover."""
    first = [row for row in rows if row["target"] == rows[0]["target"] and row["value"] is not None]
    high, low = max(first, key=lambda row: row["value"]), min(first, key=lambda row: row["value"])
    name, scale = first[0]["name"], "" if share else f" {unit}"
    if high["value"] == low["value"]:
        text = f"{name}: {_number(high['value'], share)}{scale} in each of {len(first)} years with a value."
    else:
        text = f"{name} stands highest at {_point(high, share, noun)} and lowest at {_point(low, share, noun)}"
        text += f", {unit}." if scale else "."
        if None in (high["low"], low["high"]):
            text += " Without both intervals nothing follows from the difference."
        elif high["low"] <= low["high"]:
            text += " The two intervals overlap: the record does not tell these years apart."
        else:
            text += " The two intervals do not overlap."
    return f"{text} Intervals cover {covers}." if covers else text


def _spec(
    rows: Sequence[Mapping[str, Any]],
    order: Sequence[str],
    title: str,
    sentence: str,
    *,
    share: bool,
    unit: str,
    noun: str,
) -> dict[str, Any]:
    form = ".0%" if share else ".3~g"
    years = [row["year"] for row in rows]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [min(years) - 0.5, max(years) + 0.5], "nice": False},
        "axis": {"format": "d", "tickMinStep": 1, "tickCount": 5, "grid": False},
    }
    y = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": form, "tickCount": 4}}
    tooltip = [
        {"field": "name", "title": "target"},
        {"field": "year", "title": "year", "format": "d"},
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
            "header": {"labelAnchor": "start", "labelFontWeight": 600, "labelFontSize": 13, "labelColor": _INK},
        },
        "columns": 3,
        "spacing": {"row": 22, "column": 28},
        "spec": {
            "width": 250,
            "height": 120,
            "encoding": {"x": x},
            "layer": [
                {"mark": {"type": "area", "color": _BAND, "opacity": 0.35}, "encoding": interval},
                {"mark": {"type": "rule", "color": _BAND, "strokeWidth": 1.5}, "encoding": interval},
                {"mark": {"type": "line", "color": _LINE, "strokeWidth": 1.5}, "encoding": {"y": y}},
                {
                    "mark": {"type": "point", "color": _LINE, "filled": True, "size": 34, "opacity": 1},
                    "encoding": {"y": y, "tooltip": tooltip},
                },
            ],
        },
        "config": {
            "aria": False,
            "font": _FONT,
            "background": None,
            "view": {"stroke": None},
            "axis": {
                "labelColor": _INK,
                "labelFontSize": 11,
                "gridColor": _GRID,
                "domainColor": "#9aa1ab",
                "tickColor": "#9aa1ab",
            },
            "mark": {"invalid": "break-paths-filter-domains"},
        },
    }
